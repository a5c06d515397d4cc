"""Cells: the distinct colours of one box of the colour cube, summed up by their weight and their mean.

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
    """m boxes that hold pixels, and each of them at least one.

    The first `bits` of a colour's code name its box. `starts` (m + 1,) says which of the distinct colours it holds,
    `inside` (m, 3) uint8 is one of them. `moments` (m, 4) are the sums over its pixels of red, green and blue less
    CENTRE, and of 1.
    """

    bits: int
    starts: np.ndarray
    inside: np.ndarray
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

    @cached_property
    def width(self):
        """How far it is from the lowest to the highest red, green and blue of a box, shape (3,)."""
        free = codes.BITS - self.bits
        return np.array([(1 << (free + f) // 3) - 1 for f in range(3)], np.float32)

    @cached_property
    def middles(self):
        """The middle of each box less CENTRE, and a 1: shape (m, 4) float32."""
        corner = self.inside & ~self.width.astype(np.uint8)
        middles = np.ones((len(self), 4), np.float32)
        middles[:, :3] = corner + self.width / 2 - np.float32(CENTRE)
        return middles
