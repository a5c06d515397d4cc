"""Runs of neighbouring colours, each as one weighted mean."""

from dataclasses import dataclass

import numpy as np

CENTRE = 128  # colours are centred, so that float32 loses less


@dataclass(frozen=True)
class Cells:
    """m boxes of the colour cube that hold pixels: `means` (m, 3) of their colours and `weights` (m,), their pixels.

    `starts` (m + 1,) says which distinct colours each box holds. `scatter` is the sum of squared distances of all
    pixels to the mean of their box: what no palette that treats a box as one can save.
    """

    means: np.ndarray
    weights: np.ndarray
    starts: np.ndarray
    scatter: float

    def __len__(self):
        return len(self.weights)
