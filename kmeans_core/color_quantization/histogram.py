"""Cells: boxes of the colour cube, each summed up by the number and the mean of its pixels.

A few thousand of them represent every pixel. Weighted k-means on their means differs from k-means on the pixels only
where a cell lies across the border of two clusters. So boxes are small where there are many pixels and large elsewhere:
a night sky, with most of its pixels in the dark, needs boxes of a few levels a side there.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kmeans_core.color_quantization import morton

CENTRE = 128.0  # taken off every channel: sums stay small, and whole numbers stay whole


@dataclass(frozen=True)
class Cells:
    """m boxes of any size that hold at least one pixel each.

    Box i holds the distinct colours starts[i] to starts[i + 1]. `moments` (m, 4) are the sums over its pixels of red,
    green and blue minus CENTRE, and of 1.
    """

    starts: np.ndarray
    moments: np.ndarray

    def __len__(self) -> int:
        return len(self.moments)

    @property
    def weights(self) -> np.ndarray:
        """The number of pixels of each cell, shape (m,)."""
        return self.moments[:, 3]

    @property
    def means(self) -> np.ndarray:
        """The mean colour of each cell, shape (m, 3)."""
        return self.rows[:, :3] + CENTRE

    @cached_property
    def rows(self) -> np.ndarray:
        """The mean colour of each cell minus CENTRE, and a 1: shape (m, 4)."""
        return self.moments / self.moments[:, 3:]

    def merged(self, first: np.ndarray) -> "Cells":
        """Return Cells that are sums of these, from each of `first` (c,) to the next."""
        moments = np.empty((len(first), 4))
        for column, part in zip(moments.T, self.moments.T, strict=True):
            column[:] = np.add.reduceat(part, first)
        return Cells(self.starts[np.append(first, -1)], moments)


@dataclass(frozen=True)
class FineHistogram:
    """The g finest Cells, in boxes of one size; all others are sums of them.

    `split_bits` (g - 1,) are the highest bits in which neighbours differ.
    """

    finest: Cells
    split_bits: np.ndarray

    def cells(self, most):
        """Return at most `most` Cells, smallest where there are most pixels."""
        return self.merged(self.boundaries(most))

    def cells_in(self, boxes, most):
        """Return `cells(most)`, split again wherever two of `boxes` meet."""
        return self.merged(self.boundaries(most) | (self.split_bits >= morton.BITS - boxes.bits))

    def merged(self, boundaries):
        """Return the sums of neighbours without one of the `boundaries` (g - 1,) between them."""
        return self.finest if boundaries.all() else self.finest.merged(np.append(0, np.flatnonzero(boundaries) + 1))

    def boundaries(self, most):
        """Return between which neighbours a cell ends if there are at most `most`, (g - 1,) bool."""
        boundaries = np.ones(len(self.split_bits), dtype=bool)
        if most <= len(boundaries):
            n_joined = len(boundaries) - most + 1
            boundaries[np.argpartition(self.crowdedness, n_joined - 1)[:n_joined]] = False
        return boundaries

    @cached_property
    def crowdedness(self):
        return crowdedness_of(self.split_bits, self.finest.weights)


@dataclass(frozen=True)
class Boxes:
    """The m boxes of one size that hold pixels: those whose colours share the first `bits` of their codes.

    Box i holds the distinct colours starts[i] to starts[i + 1]; `inside` (m, 3) uint8 is one of them.
    """

    bits: int
    starts: np.ndarray
    inside: np.ndarray

    def __len__(self):
        return len(self.inside)

    @cached_property
    def width(self):
        """The difference of the highest and the lowest red, green and blue of a box, shape (3,)."""
        return morton.width(self.bits)

    @cached_property
    def middles(self):
        """The middle of each box minus CENTRE, and a 1: shape (m, 4) float32."""
        corner = self.inside & ~self.width.astype(np.uint8)
        middles = np.ones((len(self), 4), np.float32)
        middles[:, :3] = corner + self.width / 2 - np.float32(CENTRE)
        return middles


def crowdedness_of(split_bits, weights):
    """Return the crowdedness of the smallest box that holds both neighbours, of m runs of colours, (m - 1,).

    It is the number of pixels times the squared width: a bound on their inertia, never less for a box than for one
    inside it. So boundaries at the c most crowded pairs cut the cube into boxes. `split_bits` (m - 1,) are the highest
    bits in which neighbours differ, `weights` (m,) the pixels of each run.
    """
    bits = np.concatenate([[morton.BITS], split_bits, [morton.BITS]]).astype(
        np.uint8
    )  # nothing holds both sides of an end
    before = np.concatenate([[0], np.cumsum(weights)])
    crowdedness = np.zeros(len(bits))
    gaps = np.arange(len(bits))
    for bit in np.unique(split_bits):  # the gaps inside a box are gone when its turn comes, but the one in its middle
        middle = bits == bit
        at = np.flatnonzero(middle)
        crowdedness[gaps[at]] = (before[gaps[at + 1]] - before[gaps[at - 1]]) * 4 ** ((int(bit) + 1) / 3)
        bits, gaps = bits[~middle], gaps[~middle]
    return crowdedness[1:-1]
