"""The Elbow page's questions, their answers computed as the page computes them."""

from dashboard.common import datasets
from dashboard.common.formatting import number, percent, two_digits
from dashboard.common.questions import Number, Question, Reply, without_guess
from kmeans_core import Sweep, find_elbow, sweep_k


def elbow_questions() -> list[Question]:
    blobs, uniform, iris = (
        sweep_k(datasets.NAMED[name].make(300, 1.0, 42).X, range(1, 11), n_init=5, seed=0)
        for name in ("blobs", "uniform", "iris")
    )
    return [ten_clusters(blobs), another_range(blobs), bends_in_common(blobs, uniform), three_species(iris)]


def ten_clusters(blobs: Sweep) -> Question:
    four, ten = blobs.ks.index(4), blobs.ks.index(10)
    fall = percent(1 - blobs.inertias[ten] / blobs.inertias[four])
    return Question(
        f"On the four blobs, ten clusters have {fall} less inertia than four. Are they the better clustering?",
        (
            Reply("Yes: less inertia is better", "less inertia means a better k"),
            Reply("Yes, if all runs have converged", "a converged run is the best one"),
            Reply("No: more clusters always have less"),
        ),
        "With a cluster for each point the inertia would be 0. The mean silhouette, which also looks at the other "
        f"clusters, is {two_digits(blobs.silhouettes[four])} for four and {two_digits(blobs.silhouettes[ten])} for "
        "ten: the groups have been cut into pieces.",
        {"See ten clusters": {"k": "10"} | without_guess("blobs", 42)},
    )


def another_range(blobs: Sweep) -> Question:
    from_one, from_two = find_elbow(blobs.ks, blobs.inertias), find_elbow(blobs.ks[1:], blobs.inertias[1:])
    return Question(
        f"Compared from k = 1 to 10, the curve bends most at k = {from_one}. Where does it bend most from 2 to 10?",
        (Reply(str(from_two)), Reply(str(from_one), "the elbow belongs to the data alone")),
        f"From 2 to 10 it is at k = {from_two}. The chord joins the two ends of the range: if an end moves, another "
        "point may be farthest below it.",
        {"See it": {"ks": ["2", "10"]} | without_guess("blobs", 42)},
        Number(2, 10),
    )


def bends_in_common(blobs: Sweep, uniform: Sweep) -> Question:
    bends = [find_elbow(sweep.ks, sweep.inertias) for sweep in (blobs, uniform)]
    i = uniform.ks.index(bends[1])
    return Question(
        f"The elbow rule says k = {bends[0]} for the four blobs and k = {bends[1]} for evenly spread points. What do "
        "these two have in common?",
        (
            Reply("There are groups in both", "an elbow shows that there are groups"),
            Reply("The silhouette confirms both", "the criteria agree on the right k"),
            Reply("A falling curve always bends somewhere"),
        ),
        "Evenly spread points have no groups, but their inertia falls to "
        f"{percent(uniform.inertias[i] / uniform.inertias[0])} with {bends[1]} clusters, at a mean silhouette of "
        f"{number(uniform.silhouettes[i])}. Neither rule can answer “none”. Only the gap statistic compares with "
        "points that certainly have no clusters: compute it, and see whether the curve ever falls below the grey "
        "band.",
        {
            "See the blobs": without_guess("blobs", 42),
            "See the even points": {"data": "uniform"} | without_guess("uniform", 42),
        },
    )


def three_species(iris: Sweep) -> Question:
    best = max(iris.ks[1:], key=lambda k: iris.silhouettes[iris.ks.index(k)])
    two, three = iris.silhouettes[1:3]
    return Question(
        "Iris has three species. For how many clusters is its mean silhouette highest?",
        (Reply(str(best)), Reply("3", "clusters are the classes that people have names for")),
        f"It is {number(two)} for two clusters and {number(three)} for three. One species is far from the others, and "
        "those two overlap. How many species there are and how many groups the measurements form are two questions. "
        "Look at the silhouette plot for k = 3: which clusters have points below 0?",
        {"See it": {"data": "iris", "k": "3"} | without_guess("iris")},
        Number(2, 10),
    )
