"""What the page asks before it shows any shares: how large one point's largest share is. No Streamlit."""

import zlib

import numpy as np

from dashboard.common.formatting import join_words, number, percent
from dashboard.common.questions import Question, Reply
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import SoftModel
from kmeans_core import Step

GUESSED = "soft"  # begins the name of a guess on this page
LEVEL = "0.8"  # the softness of the question, whichever is set
LETTERS = ["A", "B", "C", "D"]
RIGHT_IDEA, HARD, EQUAL, RECIPROCAL = range(4)
MIN_GAP = 0.04  # between any two replies
MIN_PULL = 0.01  # of the nearest centroid: what is farther away has no pull to speak of


def largest_shares(X, model: SoftModel) -> np.ndarray:
    """Return the largest share of each row of `X`, (n, 4): as it is, and as three wrong ideas have it."""
    n, k = len(X), len(model.centroids)
    nearness = 1 / np.maximum(distances_from(X, model.centroids), 1e-300)
    by_distance = nearness.max(axis=1) / nearness.sum(axis=1)
    return np.column_stack([model.responsibilities(X).max(axis=1), np.ones(n), np.full(n, 1 / k), by_distance])


def distances_from(X, centroids) -> np.ndarray:
    return np.linalg.norm(X[:, None] - centroids, axis=2)


def largest_share_question(X, hard: Step, name: str) -> tuple[int, Question] | None:
    """Return the row of `X` whose four replies differ most, and the question about it; None if they hardly differ.

    The order of the replies follows from the data's `name` alone: a letter keeps its idea when the noise changes.
    """
    model = SoftModel(hard.centroids, models.beta_of(LEVEL, models.typical_distance(hard.inertia, len(X))))
    shares = largest_shares(X, model)
    gaps = np.diff(np.sort(shares, axis=1), axis=1).min(axis=1)
    gaps[np.exp(-model.beta * distances_from(X, model.centroids).min(axis=1) ** 2) < MIN_PULL] = 0
    row = int(gaps.argmax())
    if gaps[row] < MIN_GAP:
        return None
    ideas = np.random.default_rng(zlib.crc32(name.encode())).permutation(4)
    choices = ", ".join(f"{letter}: {percent(shares[row, idea])}" for letter, idea in zip(LETTERS, ideas, strict=True))
    text = (
        "Soft assignment divides a point among all clusters. How large is the largest share of point "
        f"{row + 1}? {choices}."
    )
    replies = [Reply(letter, idea_behind(idea, shares[row])) for letter, idea in zip(LETTERS, ideas, strict=True)]
    return row, Question(text, tuple(replies), share_answer(row, X[row], model, shares[row, RIGHT_IDEA]), {})


def idea_behind(idea: int, shares) -> str:
    """Return the idea behind one of a point's four `shares`, and by how much it is wrong; nothing if it is right."""
    if idea == RIGHT_IDEA:
        return ""
    behind = {
        HARD: "the nearest centroid takes the whole point, as in k-means",
        EQUAL: "every cluster has the same share, however far away its centroid is",
        RECIPROCAL: "a share is in proportion to 1/distance",
    }[idea]
    difference = round(100 * shares[idea]) - round(100 * shares[RIGHT_IDEA])
    return f"{behind}, and is {abs(difference)} percentage points too {'high' if difference > 0 else 'low'}"


def share_facts(row: int, X, hard: Step) -> str:
    """Return what it takes to work the share out."""
    halfway = float(LEVEL) * models.typical_distance(hard.inertia, len(X))
    away = join_words([number(distance) for distance in distances_from(X[[row]], hard.centroids)[0]])
    return (
        "Every centroid pulls at the point, less the farther away it is, and its share is in proportion to its pull. "
        f"At distance {number(halfway)} a pull is half as strong as at 0. Point {row + 1}, which is ringed, is {away} "
        f"away from centroids 1 to {len(hard.centroids)}."
    )


def share_answer(row: int, point, model: SoftModel, share) -> str:
    distances = distances_from(point[None], model.centroids)[0]
    pulls = np.exp(-model.beta * distances**2)
    first, second = np.argsort(distances)[:2]
    return (
        f"At softness {LEVEL}, the largest share of point {row + 1} is **{percent(share)}**. A pull is exp(−β · d²), "
        f"which falls with the square of the distance: centroid {first + 1}, {number(distances[first])} away, pulls "
        f"with {number(pulls[first])}; centroid {second + 1}, {number(distances[second])} away, with "
        f"{number(pulls[second])}. The share is {number(pulls[first])} of the {number(pulls.sum())} of all."
    )
