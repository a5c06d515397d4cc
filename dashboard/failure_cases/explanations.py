"""What the picture of a case shows, in its own numbers: the why, measured. No Streamlit."""

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.formatting import join_words, percent, plural
from dashboard.failure_cases.evaluation import Result
from kmeans_core import inertia, kmeans


def evidence(case: str, table: Table, found: Result) -> str:
    """Return one sentence about these points and k-means' answer (`found`), in the terms of the case."""
    return SAID[case](table, found) if case in SAID else ""


def groups(table):
    """Return the points of each true group."""
    return [table.X[table.truth == j] for j in range(int(table.truth.max()) + 1)]


def crossed(table, found) -> str:
    n = int((table.truth >= 0).sum())
    if not found.wrong:
        return f"Here the line leaves all {n:,} points on their own side."
    return f"Here {found.wrong:,} of {n:,} points lie on the wrong side of the line."


def same_middle(table, found) -> str:
    inner, outer = sorted(groups(table), key=lambda ring: np.linalg.norm(ring - ring.mean(axis=0), axis=1).mean())
    apart = np.linalg.norm(inner.mean(axis=0) - outer.mean(axis=0))
    radius = np.linalg.norm(outer - outer.mean(axis=0), axis=1).mean()
    return f"Here the two middles are {apart:.2f} apart, and the outer ring has a radius of {radius:.2f}."


def elongation(table, found) -> str:
    within = np.concatenate([group - group.mean(axis=0) for group in groups(table)])
    short, long = np.sqrt(np.linalg.eigvalsh(within.T @ within))
    return f"Here the heaps are {long / short:.1f} times as long as wide, and {crossed(table, found)[len('Here ') :]}"


def spreads(table, found) -> str:
    each = [float(group.std(axis=0).mean()) for group in groups(table)]
    wide = int(np.argmax(each))
    own = (found.labels[table.truth == wide] != wide).sum()
    return (
        f"Here the widest group spreads {max(each) / min(each):.1f} times as far as the tightest; "
        f"{int(own):,} of its {int((table.truth == wide).sum()):,} points went to a neighbour."
    )


def sizes(table, found) -> str:
    true = sorted((len(group) for group in groups(table)), reverse=True)
    made = sorted(np.bincount(found.labels).tolist(), reverse=True)
    true, made = (join_words(f"{count:,}" for count in counts) for counts in (true, made))
    return f"Here the groups hold {true} points, the clusters of k-means {made}."


def densities(table, found) -> str:
    area = [float(np.sqrt(np.linalg.det(np.cov(group.T)))) / len(group) for group in groups(table)]
    sparse = int(np.argmax(area))
    parts = len(np.unique(found.labels[table.truth == sparse]))
    return (
        f"Here the densest group has {max(area) / min(area):.0f} times as many points to a patch as the sparsest, "
        f"which lies in {plural(parts, 'cluster')} of k-means."
    )


def weight_of_strays(table, found) -> str:
    d2 = ((table.X - table.X.mean(axis=0)) ** 2).sum(axis=1)
    strays = table.truth < 0
    return (
        f"Here {plural(int(strays.sum()), 'stray')}, {percent(strays.mean())} of the points, hold "
        f"{percent(d2[strays].sum() / d2.sum())} of the squared distance to the common mean."
    )


def share_of_x(table, found) -> str:
    variance = table.X.var(axis=0)
    return (
        f"Here the groups differ in y alone, but x holds {percent(variance[0] / variance.sum())} of all variance, and "
        f"{crossed(table, found)[len('Here ') :]}"
    )


def share_of_noise(table, found) -> str:
    variance = table.X.var(axis=0)
    return (
        f"Here {percent(variance[2:].sum() / variance.sum())} of the squared distance between two points, on "
        f"average, comes from {plural(table.X.shape[1] - 2, 'feature')} that say nothing."
    )


def asked_and_there(table, found) -> str:
    made, there = len(np.unique(found.labels)), int(table.truth.max()) + 1
    return f"Here it is asked for {made} and gives {made}; there are {there}."


def fall(table, found) -> str:
    made = len(np.unique(found.labels))
    whole = kmeans(table.X, 1).inertia
    parted = inertia(table.X, np.stack([table.X[found.labels == j].mean(axis=0) for j in np.unique(found.labels)]))
    return (
        f"Here {plural(made, 'cluster')} bring the inertia {percent(1 - parted / whole)} below that of one, "
        "and there is one group."
    )


SAID = {
    "moons": crossed,
    "circles": same_middle,
    "stretched": elongation,
    "varied spread": spreads,
    "uneven sizes": sizes,
    "unequal density": densities,
    "outliers": weight_of_strays,
    "scales": share_of_x,
    "noise features": share_of_noise,
    "wrong k": asked_and_there,
    "no structure": fall,
}
