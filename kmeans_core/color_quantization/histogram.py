"""Cells: the distinct colours of one box of the colour cube, summed up by their weight and their mean.

A few thousand of them stand for every pixel: k-means on the means, weighted, differs from k-means on the pixels
only where a cell lies across the border of two clusters. So boxes are small where pixels crowd and large elsewhere:
the dark of a night sky, where most of its pixels are, needs boxes of a few levels a side.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kmeans_core.color_quantization import morton as codes

CENTRE = 128.0  # taken off every channel: sums stay small, and whole numbers stay whole


@dataclass(frozen=True)
class Cells:
    """m boxes of any sizes that hold pixels, and each of them at least one.

    `starts` (m + 1,) says which of the distinct colours each holds. `moments` (m, 4) are the sums over its
    pixels of red, green and blue less CENTRE, and of 1.
    """

    starts: np.ndarray
    moments: np.ndarray

    def __len__(self):
        return len(self.moments)

    @property
    def weights(self):
        """How many pixels each cell stands for, shape (m,)."""
        return self.moments[:, 3]

    @property
    def means(self):
        """The mean colour of each cell, shape (m, 3)."""
        return self.rows[:, :3] + CENTRE

    @cached_property
    def rows(self):
        """The mean colour of each cell less CENTRE, and a 1: shape (m, 4)."""
        return self.moments / self.moments[:, 3:]

    def merged(self, first):
        """Return the sums of these from each of `first` (c,) to the next."""
        moments = np.empty((len(first), 4))
        for column, part in zip(moments.T, self.moments.T, strict=True):
            column[:] = np.add.reduceat(part, first)
        return Cells(self.starts[np.append(first, -1)], moments)


@dataclass(frozen=True)
class Grain:
    """The g finest Cells, in boxes of one size, that others are sums of.

    `forks` (g - 1,) are the bits in which neighbours differ.
    """

    finest: Cells
    forks: np.ndarray

    def cells(self, most):
        """Return at most `most` Cells, cut where pixels crowd most."""
        return self.merged(self.parted(most))

    def cells_in(self, boxes, most):
        """Return `cells(most)`, parted once more wherever two of `boxes` meet."""
        return self.merged(self.parted(most) | (self.forks >= codes.BITS - boxes.bits))

    def merged(self, parted):
        """Return the sums of neighbours that are not `parted` (g - 1,)."""
        return self.finest if parted.all() else self.finest.merged(np.append(0, np.flatnonzero(parted) + 1))

    def parted(self, most):
        """Return between which neighbours a cell ends when there are at most `most`, (g - 1,) bool."""
        parted = np.ones(len(self.forks), dtype=bool)
        if most <= len(parted):
            left = len(parted) - most + 1
            parted[np.argpartition(self.crowded, left - 1)[:left]] = False
        return parted

    @cached_property
    def crowded(self):
        return crowding(self.forks, self.finest.weights)


@dataclass(frozen=True)
class Boxes:
    """The m boxes of one size that hold pixels: those whose colours share the first `bits` of their codes.

    `starts` (m + 1,) says which of the distinct colours each holds, `inside` (m, 3) uint8 is one of them.
    """

    bits: int
    starts: np.ndarray
    inside: np.ndarray

    def __len__(self):
        return len(self.inside)

    @cached_property
    def width(self):
        """How far it is from the lowest to the highest red, green and blue of a box, shape (3,)."""
        return codes.width(self.bits)

    @cached_property
    def middles(self):
        """The middle of each box less CENTRE, and a 1: shape (m, 4) float32."""
        corner = self.inside & ~self.width.astype(np.uint8)
        middles = np.ones((len(self), 4), np.float32)
        middles[:, :3] = corner + self.width / 2 - np.float32(CENTRE)
        return middles


def crowding(forks, weights):
    """Return how crowded the smallest box is that holds both neighbours, for each two of m runs of colours, (m - 1,).

    That is its pixels times its squared width, a bound on what they can differ by: never less for a box than for
    one inside it. So the runs that the c most crowded pairs part from each other each fill a box. `forks` (m - 1,)
    are the bits in which neighbours differ, `weights` (m,) the pixels of each run.
    """
    bits = np.concatenate([[codes.BITS], forks, [codes.BITS]]).astype(np.uint8)  # nothing holds both sides of an end
    before = np.concatenate([[0], np.cumsum(weights)])
    crowded = np.zeros(len(bits))
    gaps = np.arange(len(bits))
    for bit in np.unique(forks):  # the gaps inside a box are gone when its turn comes, but the one in its middle
        middle = bits == bit
        at = np.flatnonzero(middle)
        crowded[gaps[at]] = (before[gaps[at + 1]] - before[gaps[at - 1]]) * 4 ** ((int(bit) + 1) / 3)
        bits, gaps = bits[~middle], gaps[~middle]
    return crowded[1:-1]
