"""The missions: what to draw, three hints, and two solutions. compute.py judges."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.common.drawn import read_centroids, read_points
from dashboard.draw_it import compute
from dashboard.draw_it.compute import Verdict


@dataclass(frozen=True)
class Mission:
    """A goal, its judge, hints, and solutions as text (points, centroids) with what they share.

    The first hint names the controls that matter; from there, the hints go from vague to plain.
    """

    name: str
    goal: str
    judge: Callable[[np.ndarray, np.ndarray], Verdict]
    hints: tuple[str, str, str]
    solutions: tuple[tuple[str, str], tuple[str, str]]
    in_common: str


def judge_drawing(mission: Mission, points: str, centroids: str) -> Verdict:
    """Return the verdict on a drawing, which may still have too few points or no centroid."""
    X, C = read_points(points), read_centroids(centroids)
    if X is None or C is None or not len(C):
        return Verdict("Draw some points and place a centroid.", False)
    return mission.judge(X, C)


STRAND = Mission(
    "strand a centroid",
    "Place the centroids so badly that the run ends at twice the best known inertia or more.",
    compute.strand_a_centroid,
    (
        "Drag the centroids, or choose *Centroids* above the plane to add some: k is their number. The run stops at "
        "the first result that no move improves, and that need not be the best one.",
        "Draw as many groups, well apart, as there are centroids.",
        "Put two centroids into the same group, and one between two other groups.",
    ),
    (
        ("CoGiBiEkEeHkEkBlopqotimioponimlrp3nCoDpCiElBjEmB", "6eJqnV"),
        ("8Y3Y7S5R6W8WKRKSRQPXMSOXfVeOfPgWgWfTwVqUsTuRvRtW", "3cCMVcmM"),
    ),
    "Two centroids share one group while another has to cover two. No point between the groups could pull a centroid "
    "across, so both runs are stuck in a local optimum.",
)
RUIN = Mission(
    "one point ruins it",
    "Draw clear groups, and one more point that changes the best result completely. The page compares the results "
    "with and without it by pairs of points: are the two together in both results, or apart in both?",
    compute.let_one_point_ruin_it,
    (
        "Drag the points, or choose *Points* above the plane to add some. k is the number of centroids; where they are "
        "does not matter here. The inertia squares each distance: a point ten times as far away counts a hundred times "
        "as much.",
        "Two clear groups and two centroids are enough. Where would one point do the most harm?",
        "Put the groups close together and the point as far away from both as the plane allows.",
    ),
    (
        ("9NCJCNCNDJFQ8ODgAg8ZFf4b8fEftV", "KUkV"),
        ("H9LAHBL4H4JCO6JEO6g5hBZ4f7f5iAVy", "V9Vo"),
    ),
    "The point is so far away that a centroid of its own lowers the inertia more than separating the groups does. The "
    "groups have to share what is left.",
)
SPLIT = Mission(
    "split wrongly",
    "Draw two groups that everyone can see, but that k-means splits wrongly even from the best start.",
    compute.split_two_groups_wrongly,
    (
        "Only the points matter here, and k is 2: choose *Points* above the plane, or *Spray* for five at a time. The "
        "border between two centroids is a straight line half-way between them. Which groups does it not suit?",
        "Make the points of a group neighbours of each other, but far from their common mean.",
        "Draw two long rows side by side, or a ring around a dot.",
    ),
    (
        ("4M9MEMJMOMTMYMdMiMnMsMxM4e9eEeJeOeTeYedeienesexe", "FVjV"),
        ("sUrapgllgparUsOrIpDl9g7a6U7O9IDDI9O7U6a7g9lDpIrOSRUVWUTSVXVSSX", "KUeU"),
    ),
    "We join neighbours into a group; k-means knows only the distance to a mean. Where a group is not round, many of "
    "its points are nearer to the other mean.",
)
DISAGREE = Mission(
    "criteria disagree",
    "Make the elbow and the silhouette choose different numbers of clusters.",
    compute.let_two_criteria_disagree,
    (
        "Only the points matter here, and k is tried from 1 to 8: choose *Points* above the plane, or *Spray* for five "
        "at a time. Both criteria look for groups: one asks how much is gained, the other how far the next group is.",
        "Draw groups of groups: a few near each other, and others far away.",
        "Two groups close together on the left and one or two on the right. Then change the gaps.",
    ),
    (
        ("9HAM9G8N9G9K8gAfBhAf7g9hqHsHnKtMtKpKoftjpipftewZ", "KMKcgMgc"),
        ("7RBR4WAS7b5TBWNQPTOTPPNTNTTRuaoUvXwVvauXqP", "8eQese"),
    ),
    "There are groups on two scales. The inertia falls most when the far groups are separated: the elbow stops there. "
    "The silhouette also rewards separating the near ones. Both are right: they answer different questions.",
)
MOVES = Mission(
    "many moves",
    "Make the run take eight moves or more, with at most 20 points.",
    compute.take_many_moves,
    (
        "Drag points and centroids, or choose *Points* and *Centroids* above the plane to add some. A run ends when no "
        "point switches. To make it long, let only one or two switch each time.",
        "A row of points lets a centroid walk along it.",
        "Draw one long row and place all centroids close together at one end of it.",
    ),
    (
        ("0U1U2U4U7U9UCUFUIULUOUSUWUaUdUiUmUqUuUzU", "0U1U2U4U"),
        ("001122447799CCFFIILLOOSSWWaaddiimmqquuzz", "00112244"),
    ),
    "All centroids begin at one end of a row, and the last one has to hand its points over to the others, a few with "
    "every move. How long a run takes depends on how far the centroids have to travel.",
)
ONE_END = Mission(
    "one end for all",
    "Draw at least ten points on which every random start of three centroids or more leads to the same result.",
    compute.make_every_start_end_the_same,
    (
        "k is the number of centroids: choose *Centroids* above the plane to add some. Where they are does not matter "
        "here. A start makes no difference if each centroid is pulled to its own place, wherever it begins.",
        "Three clear groups are no help: a centroid cannot cross an empty space. Start from one group.",
        "Three centroids, one small round group, and a single point far away on either side of it.",
    ),
    (
        ("UWUUWWVQSTWUTVVRWTVV2UxV", "MeUgce"),
        ("QUSYUVWZRXTTVXXWSVUZ34vw", "KUUUeU"),
    ),
    "The far point on either side draws the centroid that is nearest to it, whichever that is, and the third one keeps "
    "the group. There is only one place where nothing moves any more.",
)
EMPTY = Mission(
    "empty a cluster",
    "Make a cluster that has points at first lose all of them while k-means runs.",
    compute.empty_a_cluster,
    (
        "Drag the centroids, or choose *Centroids* above the plane to add some. A cluster loses its points when other "
        "centroids move nearer to them.",
        "Place one centroid so that it takes only a few points at the edges of other clusters.",
        "Two rows with a gap, a centroid beyond the outer end of each, and a third one above the gap.",
    ),
    (
        ("GUIUKUMUOUaUcUeUgUiU", "CUmUUa"),
        ("FGFAHFCGFFEGCEDGlCj7pHjGlCnDjClEaaVgThOhRsVhTgRh", "68t7RzPL"),
    ),
    "A centroid in the middle takes points at the edges of both groups. Their mean lies between the groups, and the "
    "other centroids move in from outside until every point is nearer to one of them. The library then gives the empty "
    "cluster the point that is farthest from its centroid.",
)
TWO_RESULTS = Mission(
    "two equal results",
    "Draw points with two clearly different results that are equally good.",
    compute.make_two_results_equally_good,
    (
        "k is the number of centroids: *Centroids* above the plane adds some, *Erase* removes them. Where they are "
        "does not matter here. Which drawings look the same when you turn or mirror them?",
        "There must be fewer centroids than groups, so that k-means has to choose which ones to join.",
        "Four equal groups in the corners of a square, and two centroids.",
    ),
    (
        ("9CFCCFC9CC9mFmCpCjCmjCpCmFm9mCjmpmmpmjmm", "CUmU"),
        ("9UFUCXCRCURUXUUXURUUjUpUmXmRmU", "CUeU"),
    ),
    "The drawing is symmetrical and the result is not, so its mirror image is another result with the same inertia. "
    "Nothing in the data prefers one of them: only the start decides.",
)
MISSIONS = {mission.name: mission for mission in (STRAND, RUIN, SPLIT, DISAGREE, MOVES, ONE_END, EMPTY, TWO_RESULTS)}
