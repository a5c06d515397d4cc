"""The search for a palette on cells."""

import numpy as np


def nearest(X, centroids):
    return ((centroids * centroids).sum(axis=1) - 2 * X @ centroids.T).argmin(axis=1)


def fit(colors, k, quality, rng):
    """Yield (kind, palette, mse)."""
    cells = colors.cells()
    X, w = cells.means, cells.weights
    palette = X[np.linspace(0, len(X) - 1, min(k, len(X))).astype(int)]
    kind = "start"
    for _ in range(20):
        labels = nearest(X, palette)
        error = (w @ ((X - palette[labels]) ** 2).sum(axis=1) + cells.scatter) / colors.counts.sum() / 3
        yield kind, palette, float(error)
        mass = np.bincount(labels, w, minlength=len(palette))
        sums = np.stack([np.bincount(labels, w * X[:, f], minlength=len(palette)) for f in range(3)], axis=1)
        palette = np.where(mass[:, None] > 0, sums / np.maximum(mass, 1)[:, None], palette)
        kind = "move"
