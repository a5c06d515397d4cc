"""k-means++ on many points: the squared distances to the candidates come from matrix products, block by block.

D^2, the squared distance to the nearest picked row, is kept in float32. Distances too small for float32 to tell from 0
are computed by the definition, so that a picked row is never drawn again.
"""

import numpy as np

from kmeans_core._fast.distances import as_factors, blocks, error_bound, multiply
from kmeans_core._fast.prepared import PreparedPoints

BLOCK_VALUES = 1 << 17  # values of points compared at a time: they stay in the processor's cache
MIN_TRUSTED_ERRORS = 16  # error bounds below which a distance from a matrix product is not trusted


def d2_sampling(X, k, weights, trials, rng):
    """Yield the k picks of k-means++ as (row, candidates (t,), density (n,))."""
    sampler = D2Sampler(PreparedPoints(X, weights))
    for n_candidates in [1] + [trials] * (k - 1):
        candidates, d2 = sampler.draw(rng, n_candidates), sampler.d2
        yield sampler.pick(candidates), candidates, d2 if weights is None else d2 * weights


class D2Sampler:
    """The squared distances `d2` (n,) of the prepared `points` to the nearest picked row; 1 before the first pick."""

    def __init__(self, points):
        self.points = points
        self.min_trusted = MIN_TRUSTED_ERRORS * error_bound(points.d, 2 * points.largest_norm, points.dtype)
        self.blocks = list(blocks(points.n, BLOCK_VALUES // points.d))
        self.forget_picks()

    def forget_picks(self):
        """Draw by weight alone."""
        self.d2, self.has_picks = np.ones(self.points.n, dtype=np.float32), False
        self.block_totals = np.array([self.points.weighted_sum(block, self.d2[block]) for block in self.blocks])

    def draw(self, rng, size):
        """Return `size` rows, drawn in proportion to weight times D^2; by weight alone if that is 0 everywhere."""
        if not self.block_totals.any():
            self.forget_picks()
        return np.array([self.row_at(share) for share in rng.random(size)])

    def row_at(self, share):
        """Return the row at which the running sum of weight times D^2 passes a `share` (0..1) of its total."""
        remaining = share * self.block_totals.sum()
        b = np.searchsorted(self.block_totals.cumsum(), remaining, side="right")
        b = min(int(b), np.flatnonzero(self.block_totals)[-1])  # rounding must not reach a row of density 0
        block = self.blocks[b]
        density = self.d2[block].astype(np.float64)
        if self.points.weights is not None:
            density *= self.points.weights[block]
        row = np.searchsorted(density.cumsum(), remaining - self.block_totals[:b].sum(), side="right")
        return block.start + min(int(row), np.flatnonzero(density)[-1])

    def pick(self, candidates):
        """Pick the candidate that leaves the least inertia, and return it."""
        best = 0
        if len(candidates) > 1:
            totals, factors = np.zeros(len(candidates)), self.factors(candidates)
            for block in self.blocks:
                remaining = self.distances(factors, block)
                np.minimum(remaining, self.d2[block], out=remaining)
                totals += [self.points.weighted_sum(block, row) for row in remaining]
            best = int(totals.argmin())
        row = int(candidates[best])
        self.d2 = self.d2.copy() if self.has_picks else np.full(self.points.n, np.inf, dtype=np.float32)
        self.has_picks = True
        factors = self.factors([row])
        for b, block in enumerate(self.blocks):
            d2 = self.distances(factors, block)[0]
            self.replace_untrusted(d2, block, row)
            np.minimum(self.d2[block], d2, out=self.d2[block])
            self.block_totals[b] = self.points.weighted_sum(block, self.d2[block])
        return row

    def factors(self, rows):
        """Return what the points' columns are multiplied by for their distances to the unit points `rows` (t,)."""
        return as_factors(self.points.rows(np.asarray(rows)), self.points.dtype)

    def distances(self, factors, block):
        """Return the squared distances (t, m) of a block of unit points to those of the `factors` (t, d + 1)."""
        columns = self.points.columns_of(block)
        y = columns[:, :-1]
        d2 = np.empty((len(factors), len(columns)), dtype=columns.dtype)
        multiply(factors, columns.T, d2)
        d2 += np.einsum("if,if->i", y, y)
        return d2

    def replace_untrusted(self, d2, block, row):
        """Replace the distances `d2` (m,) of a block to `row` that are too small to trust by the definition."""
        near = np.flatnonzero(d2 < self.min_trusted)
        for part in blocks(len(near), self.points.block_rows):
            differences = self.points.rows(near[part] + block.start) - self.points.rows(np.array([row]))
            d2[near[part]] = np.einsum("if,if->i", differences, differences)
