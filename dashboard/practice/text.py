"""What the Practice page says: the task, how each number is worked out, and what a wrong one comes from."""

from collections.abc import Sequence

import numpy as np

from dashboard.common.formatting import half_up, join_words, number, plural
from dashboard.practice import compute
from dashboard.practice.compute import KS, Numbers, Task, squared_distances
from dashboard.practice.marking import Marked, Receipt, count_mistakes

LEVEL_HELP = (
    "How much of the table is worked out for you: all of it, all but the last line, half of it, or nothing. Each level "
    "has its own numbers."
)
KIND_HELP = "What to work out: a step of k-means, or of a method that is used with it."
FIELD_HELP = "3.5, 3,5 and 7/2 are the same number. Decimals may be off by one in the last place."
QUESTIONS = {
    "assign": "Work out the squared distance of each point to both centroids. Which cluster does it join?",
    "move": "Where does the centroid of each cluster move?",
    "inertia": "The points have just been assigned. Add up the squared distances to the centroids: cluster by cluster, "
    "then all.",
    "can it rise?": "The centroids have just moved; the points keep their clusters. What was the sum of squared "
    "distances before, what is it after, and what is the change (after minus before)?",
    "D² probabilities": "k-means++ has picked two centroids. Work out D² of each of the other points, and the "
    "probability that it is picked next.",
    "silhouette": "For a point of each cluster: a is its mean distance to the other points of its cluster, b its mean "
    "distance to the points of the nearest other cluster. Its silhouette is (b − a) divided by the larger of the two.",
    "elbow": "Scale both axes to 0…1: x = (k − 1) / 5, and y is the inertia minus the last one, divided by the fall "
    "from the first to the last. The chord connects the two ends. At which k is the curve farthest below it, and by "
    "how much: 1 − x − y?",
    "mini-batch step": "Each batch has one point. Which centroid learns from it, what is its new count, and where does "
    "it move? It goes 1/count of the way to the point, with the new count.",
    "soft probabilities": "The weight of a cluster is exp(−β d²); divided by the sum of both weights it is the "
    "probability. How probable is cluster 1?",
}
FORMULAS = {  # each line fits a phone
    "assign": [r"d_j^2 = (x - c_{j,x})^2 + (y - c_{j,y})^2", r"\text{cluster} = \arg\min_j d_j^2"],
    "move": [r"c_j = \frac{1}{n_j} \sum_{i \in C_j} x_i"],
    "inertia": [r"J = \sum_{j} \sum_{i \in C_j} \lVert x_i - c_j \rVert^2"],
    "can it rise?": [r"J = \sum_{j} \sum_{i \in C_j} \lVert x_i - c_j \rVert^2", r"J_\text{after} - J_\text{before}"],
    "D² probabilities": [r"D_i^2 = \min_j \lVert x_i - c_j \rVert^2", r"p_i = \frac{D_i^2}{\sum_m D_m^2}"],
    "silhouette": [r"s = \frac{b - a}{\max(a, b)}"],
    "elbow": [r"x = \frac{k - 1}{5}", r"y = \frac{J_k - J_6}{J_1 - J_6}", r"\max_k \; (1 - x - y)"],
    "mini-batch step": [r"n_j \leftarrow n_j + 1", r"c_j \leftarrow c_j + \frac{1}{n_j} (x - c_j)"],
    "soft probabilities": [r"p_1 = \frac{e^{-\beta d_1^2}}{e^{-\beta d_1^2} + e^{-\beta d_2^2}}"],
}
MISTAKES = {
    compute.MANHATTAN: "that is the Manhattan distance, |Δx| + |Δy|: square both differences before you add them.",
    compute.ONE_AXIS: "that is the square along x only: y counts, too.",
    compute.ROOT: "that uses the square root: k-means works with squared distances.",
    compute.FARTHEST: "that is the farthest centroid: the smallest squared distance wins.",
    compute.DIVIDED_BY_K: "that is the sum divided by k, the number of clusters: divide by the number of points in it.",
    compute.ALL_POINTS: "that is the mean of all points: each centroid looks only at its own cluster.",
    compute.UNDIVIDED: "that is the sum: for the mean, divide it by the number of points.",
    compute.BOX: "that is the centre of the box around the cluster: every point counts, not only the outermost ones.",
    compute.MEDIAN: "that is the median: k-means takes the mean, which distant points pull towards them.",
    compute.OLD_CENTROID: "that still uses the old centroid, which no longer counts.",
    compute.AVERAGE: "that is divided by the number of points: the inertia is the sum, not the mean.",
    compute.EVERY_CENTROID: "that adds the distances to both centroids: for each point, only its own centroid counts.",
    compute.ONLY_FARTHER: "that counts only the points that got farther away: those that got nearer outweigh them.",
    compute.RISES: "it falls: after minus before is negative. The mean is the place with the least sum of squares.",
    compute.LAST_PICK: "that is the distance to the last pick: D² is the squared distance to the nearest pick.",
    compute.SUM_OF_PICKS: "that adds the distances to all picks: D² is the squared distance to the nearest pick.",
    compute.FARTHEST_FIRST: "that always picks the farthest point, as farthest-first does: k-means++ draws at random, "
    "in proportion to D².",
    compute.NO_ROOT: "that averages squared distances: a silhouette uses plain distances, with the square root.",
    compute.ITSELF: "that counts the point itself: a is the mean over the others of its cluster.",
    compute.ALL_OTHERS: "that averages over all other clusters: b is the mean over the nearest one only.",
    compute.TO_CENTROIDS: "that is the distance to the centroid: a silhouette averages the distances to the points.",
    compute.LEAST_INERTIA: "that is the least inertia, which the largest k always has: so it cannot choose k.",
    compute.LARGEST_DROP: "that is where the inertia drops most: the elbow is where it stops dropping fast.",
    compute.ONE_LATE: "that is one too many: the elbow is the last k that lowers the inertia by much.",
    compute.WHOLE_WAY: "that is all the way to the point: the centroid would forget what it has learned.",
    compute.OLD_COUNT: "that is the old count: first count the new point, then divide.",
    compute.HALF_WAY: "that is half of the way: the rate is 1/count and shrinks as the centroid learns.",
    compute.HARD: "that gives the nearer centroid everything: this is hard assignment, β = ∞.",
    compute.SHARES: "those are shares of the distances: the weights are exp(−β d²).",
    compute.SWAPPED: "that is the probability of the other cluster: the nearer one is the more probable.",
}


def shown(value, decimals) -> str:
    return f"{half_up(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def short_number(value) -> str:
    """Return a value with at most two decimals, none if it is whole."""
    return f"{half_up(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def in_brackets(position) -> str:
    return "(" + ",\u00a0".join(map(short_number, position)) + ")"


def given_text(task: Task) -> str:
    """Return what is given besides the picture, as Markdown."""
    given = task.numbers
    if task.kind.name == "elbow":
        lines = [f"Curve {i + 1}: {', '.join(map(short_number, curve))}" for i, curve in enumerate(given.curves)]
        return f"The inertia for k = {KS[0]} … {KS[-1]}:\n\n" + "\n".join(f"- {line}" for line in lines)
    points = ", ".join(f"**{i + 1}**\u00a0{in_brackets(point)}" for i, point in enumerate(given.X))
    return f"Points: {points}.  \n{centroids_text(task)}"


def centroids_text(task: Task) -> str:
    given = task.numbers
    first = join_words([in_brackets(centroid) for centroid in given.centroids[0]])
    match task.kind.name:
        case "can it rise?":
            return f"Centroids before the move: {first}; after it: {join_words(map(in_brackets, given.centroids[1]))}."
        case "D² probabilities":
            return (
                f"Picked so far: first {in_brackets(given.centroids[0, 0])}, then {in_brackets(given.centroids[0, 1])}."
            )
        case "silhouette":
            groups = [f"cluster {j + 1}: {members(given.labels[0], j)}" for j in range(3)]
            return f"Points in {'; '.join(groups)}."
        case "inertia":
            return f"Centroids: {first}. Cluster 1 has the points {members(given.labels[0], 0)}."
        case "mini-batch step":
            return "Each row names the centroids and their counts."
        case "soft probabilities":
            return f"Centroids: {first}; β = {given.beta:g}."
        case "move":
            return f"Centroids at the start: {first}."
    return f"Centroids: {first}."


def members(labels, j) -> str:
    """Return the numbers of the points of cluster `j`, counted from 1."""
    return join_words(np.flatnonzero(labels == j) + 1)


def row_name(task: Task, row: int) -> str:
    """Return what a row of the table is about."""
    given = task.numbers
    match task.kind.name:
        case "assign" | "D² probabilities" | "silhouette" | "soft probabilities":
            i = given.asked[row]
            return f"point {i + 1} {in_brackets(given.X[i])}"
        case "move":
            t, j = divmod(row, 2)
            return f"move {t + 1}, centroid {j + 1}: points {members(given.labels[t], j)}"
        case "inertia" | "can it rise?":
            return ("cluster 1", "cluster 2", "both")[row]
        case "elbow":
            return f"curve {row + 1}"
    i, centroids, counts = given.asked[row], given.centroids[row], given.counts[row]
    before = join_words(
        [f"{in_brackets(centroid)} with count {count:.0f}" for centroid, count in zip(centroids, counts, strict=True)]
    )
    return f"batch {row + 1}: point {i + 1} {in_brackets(given.X[i])}, centroids {before}"


# ---- how it is worked out


def square_sum(point, centroid) -> str:
    terms = [
        f"({short_number(x)} − {f'({short_number(c)})' if c < 0 else short_number(c)})²"
        for x, c in zip(point, centroid, strict=True)
    ]
    return " + ".join(terms)


def worked_row(task: Task, row: int) -> list[str]:
    """Return every number of a row and how it is worked out."""
    answers = [shown(value, n) for value, n in zip(task.answers[row], task.kind.columns.values(), strict=True)]
    workings = WORKINGS[task.kind.name](task.numbers, row, task.answers)
    return [f"{how} = {answer}" if how else answer for how, answer in zip(workings, answers, strict=True)]


def assign_working(given: Numbers, row: int, answers) -> list[str]:
    point = given.X[given.asked[row]]
    return [*(square_sum(point, centroid) for centroid in given.centroids[0]), ""]


def move_working(given: Numbers, row: int, answers) -> list[str]:
    t, j = divmod(row, 2)
    points = given.X[given.labels[t] == j]
    return [f"({' + '.join(map(short_number, column))}) / {len(points)}" for column in points.T]


def sums(parts, labels, row: int) -> str:
    """Return the sum over a cluster written out, or the sum of both clusters."""
    if row == 2:
        return " + ".join(short_number(parts[labels == j].sum()) for j in (0, 1))
    return " + ".join(map(short_number, parts[labels == row]))


def inertia_working(given: Numbers, row: int, answers) -> list[str]:
    labels = given.labels[0]
    return [sums(squared_distances(given.X - given.centroids[0, labels]), labels, row)]


def rise_working(given: Numbers, row: int, answers) -> list[str]:
    labels = given.labels[0]
    before, after = (sums(squared_distances(given.X - given.centroids[t, labels]), labels, row) for t in (0, 1))
    return [before, after, f"{shown(answers[row, 1], 1)} − {shown(answers[row, 0], 0)}"]


def d2_working(given: Numbers, row: int, answers) -> list[str]:
    d2 = squared_distances(given.X[given.asked[row]] - given.centroids[0])
    total = short_number(answers[:, 0].sum())
    return [f"min({', '.join(map(short_number, d2))})", f"{short_number(answers[row, 0])} / {total}"]


def silhouette_working(given: Numbers, row: int, answers) -> list[str]:
    i, labels = given.asked[row], given.labels[0]
    distances = squared_distances(given.X - given.X[i], compute.ROOT)
    others = [j for j in range(3) if j != labels[i]]
    nearest = min(others, key=lambda j: distances[labels == j].mean())
    own = (labels == labels[i]) & (np.arange(len(labels)) != i)
    a, b = (shown(value, 2) for value in answers[row, :2])
    means = [
        f"({' + '.join(shown(d, 2) for d in distances[which])}) / {which.sum()}" for which in (own, labels == nearest)
    ]
    return [*means, f"({b} − {a}) / {max(a, b, key=float)}"]


def elbow_working(given: Numbers, row: int, answers) -> list[str]:
    curve, k = given.curves[row], int(answers[row, 0])
    x, y = (k - KS[0]) / (KS[-1] - KS[0]), (curve[k - 1] - curve[-1]) / (curve[0] - curve[-1])
    return ["", f"1 − {shown(x, 2)} − {shown(y, 2)}"]


def batch_working(given: Numbers, row: int, answers) -> list[str]:
    point, j, count = given.X[given.asked[row]], int(answers[row, 0]) - 1, int(answers[row, 1])
    centroid = given.centroids[row, j]
    moves = [
        f"{short_number(c)} + ({short_number(x)} − {short_number(c)}) / {count}"
        for x, c in zip(point, centroid, strict=True)
    ]
    return ["", f"{count - 1} + 1", *moves]


def soft_working(given: Numbers, row: int, answers) -> list[str]:
    point = given.X[given.asked[row]]
    weights = [number(weight) for weight in np.exp(-given.beta * answers[row, :2])]
    sums_ = [square_sum(point, centroid) for centroid in given.centroids[0]]
    return [*sums_, f"{weights[0]} / ({weights[0]} + {weights[1]})"]


WORKINGS = {
    "assign": assign_working,
    "move": move_working,
    "inertia": inertia_working,
    "can it rise?": rise_working,
    "D² probabilities": d2_working,
    "silhouette": silhouette_working,
    "elbow": elbow_working,
    "mini-batch step": batch_working,
    "soft probabilities": soft_working,
}

# ---- marks


def typed_row(marked: Marked) -> str:
    """Return what was typed, each number with a tick or a cross."""
    marks = ["✓" if right else "×" for right in marked.right]
    return ", ".join(f"{short_typed(value)}\u00a0{mark}" for value, mark in zip(marked.typed, marks, strict=True))


def short_typed(value) -> str:
    return f"{value:.6g}".replace("-", "−")


def feedback(task: Task, marked: Marked) -> str:
    """Return what is right in an answered row, and what the rest comes from."""
    if marked.all_right:
        return "Right."
    wrong: dict[str, list[str]] = {}  # by the mistake
    for c, (name, decimals) in enumerate(task.kind.columns.items()):
        if not marked.right[c]:
            correction = f"{name} is {shown(task.answers[marked.row, c], decimals)}, not {short_typed(marked.typed[c])}"
            wrong.setdefault(marked.mistakes[c], []).append(correction)
    parts = []
    for mistake, corrections in wrong.items():
        reason = MISTAKES.get(mistake, "the row in the table shows how it is worked out.")
        parts.append(f"{'; '.join(corrections)}. {reason[0].upper()}{reason[1:]}")
    return "Not quite: " + "  \n".join(parts)


def summary(marks: Sequence[Marked]) -> str:
    """Return how many rows are right, and which mistakes are in the others."""
    n_right = sum(mark.all_right for mark in marks)
    names = [f"{name} ({plural(count, 'time')})" for name, count in count_mistakes(marks).items()]
    more = f" Mistakes: {join_words(names)}." if names else ""
    return f"{n_right} of {plural(len(marks), 'row')} right.{more}"


def receipt_row(receipt: Receipt) -> dict:
    """Return a line of the table of marks."""
    variant = receipt.variant
    return {
        "line": receipt.line,
        "set": variant.set,
        "id": variant.id,
        "kind": variant.kind,
        "level": variant.level,
        "task": variant.number,
        "rows": receipt.n_rows,
        "answered": receipt.n_answered,
        "right": receipt.n_right,
        "mistakes": "; ".join(f"{name} ({count})" for name, count in receipt.mistakes.items()),
    }


def picture_caption(task: Task, row: int) -> str:
    """Return which state the picture shows when all rows before `row` are answered; "" if there is only one."""
    match task.kind.name:
        case "move" if row < 2:
            return "In the picture: the start, with the points just assigned."
        case "move":
            moved = join_words(map(in_brackets, task.numbers.centroids[1]))
            return f"In the picture: after move 1, with the centroids at {moved} and the points assigned again."
        case "mini-batch step":
            return f"In the picture: the centroids before batch {min(row, len(task.answers) - 1) + 1}."
    return ""


def picture_description(task: Task) -> str:
    if task.kind.name == "elbow":
        return "Three curves of the inertia for k from 1 to 6; their values are given above."
    return "Eight numbered points and the centroids on a grid; their coordinates are given above."
