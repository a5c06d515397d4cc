"""Points that are made to be hard: ties, duplicates, offsets, outliers, any scale."""

import numpy as np
from hypothesis import strategies as st

KINDS = ["normal", "grid", "duplicates", "offset 1e6", "offset 1e9", "outlier", "1e-150", "1e150", "mixed units"]


def hard_points(kind, n, d, rng):
    X = rng.normal(size=(n, d))
    if kind == "grid":
        return rng.integers(0, 4, size=(n, d)).astype(float)
    if kind == "duplicates":
        return X[rng.integers(0, min(n, 12), size=n)]
    if kind == "outlier":
        X[0] = 1e9
    scale = {"1e-150": 1e-150, "1e150": 1e150, "mixed units": 10.0 ** rng.integers(-9, 9, size=d)}.get(kind, 1.0)
    offset = {"offset 1e6": 1e6, "offset 1e9": 1e9}.get(kind, 0.0)
    return X * scale + offset


@st.composite
def problems(draw):
    """A hard set of points and a start, sometimes with equal or distant centroids in it, and sometimes weights."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, d, k = draw(st.integers(2, 300)), draw(st.sampled_from([1, 2, 2, 2, 3, 7, 8, 9, 20])), draw(st.integers(1, 20))
    X = hard_points(draw(st.sampled_from(KINDS)), n, d, rng)
    centroids = X[rng.integers(0, n, size=k)]
    if draw(st.booleans()):
        centroids = centroids + X.std() * rng.choice([0, 0.5, 10, 100], size=(k, 1))
    weights = rng.integers(0, 4, size=n).astype(float) if draw(st.booleans()) else None
    return X, centroids, weights if weights is None or weights.any() else None


def nearest_by_definition(X, centroids):
    """Return the labels (n,) by the definition: sums in float64, feature by feature, the lowest index on a tie."""
    return sum((X[:, f] - centroids[:, f, None]) ** 2 for f in range(X.shape[1])).argmin(axis=0)


def check_steps(X, weights, steps):
    """Assert that `steps` are states of Lloyd's algorithm: labels exact, inertia and centroids up to rounding."""
    weights = np.ones(len(X)) if weights is None else weights
    digits = 1e-12 * np.abs(X).max()
    for step in steps:
        np.testing.assert_array_equal(step.labels, nearest_by_definition(X, step.centroids))
        d2 = ((X - step.centroids[step.labels]) ** 2).sum(axis=1)
        np.testing.assert_allclose(step.inertia, weights @ d2, rtol=1e-9, atol=digits**2 * weights.sum())
    for before, after in zip(steps, steps[1:], strict=False):
        assert after.inertia <= before.inertia
        assert after.shift == np.linalg.norm(after.centroids - before.centroids)
        members = [weights * (before.labels == j) for j in range(len(before.centroids))]
        if all(member.any() for member in members):  # otherwise points are relocated first
            means = [np.average(X, axis=0, weights=member) for member in members]
            np.testing.assert_allclose(after.centroids, means, rtol=0, atol=digits)
