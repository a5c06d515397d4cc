"""Cells: the distinct colours of one box of the colour cube, summarised by their weight and their mean.

A few thousand of them stand for every pixel: k-means on the means, weighted, differs from k-means on the pixels
only where a box lies across the border of two clusters.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kmeans_core.quantize import codes

CENTRE = 128.0  # taken off every channel: sums stay small, and whole numbers stay whole


@dataclass(frozen=True)
class Cells:
    """m boxes that hold pixels. Each has `weights` pixels, whose colours add up to `moments` (m, 4): red, green and
    blue less CENTRE, and 1, each times the pixels. `starts` (m + 1,) says which distinct colours a box holds.

    `bits` of a colour's code name its box. `squares` is the sum of squares of all pixels less CENTRE.
    """

    bits: int
    starts: np.ndarray
    low: np.ndarray
    moments: np.ndarray
    squares: float

    def __len__(self):
        return len(self.moments)

    @property
    def weights(self):
        """How many pixels each cell stands for, shape (m,)."""
        return self.moments[:, 3]

    @cached_property
    def rows(self):
        """The mean colour of each cell less CENTRE, and a 1: shape (m, 4)."""
        return self.moments / self.moments[:, 3:]

    @property
    def means(self):
        """The mean colour of each cell, shape (m, 3)."""
        return self.rows[:, :3] + CENTRE

    @cached_property
    def width(self):
        """From the lowest to the highest red, green and blue of a box, shape (3,)."""
        free = codes.BITS - self.bits
        return np.array([(1 << (free + f) // 3) - 1 for f in range(3)], np.float32)

    @cached_property
    def middle(self):
        """The middle of each box less CENTRE, and a 1: shape (m, 4)."""
        middle = np.ones((len(self), 4), np.float32)
        middle[:, :3] = (self.low & ~self.width.astype(np.uint8)) + self.width / 2 - np.float32(CENTRE)
        return middle

    def mse(self, saved):
        """Return the mean squared error per channel of a palette that saves so much of `squares`."""
        return max(0.0, self.squares - saved) / (3 * float(self.weights.sum()))
