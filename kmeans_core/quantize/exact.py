"""The nearest palette entry of every distinct colour."""

import numpy as np


def nearest_entry(colors, palette):
    """Return each colour's nearest entry of `palette` (k, 3) uint8, shape (u,) uint8; the lowest on a tie."""
    p = palette.astype(np.float32) - 128
    out = np.empty(len(colors), np.uint8)
    for start in range(0, len(colors), 1024):
        x = colors[start : start + 1024].astype(np.float32) - 128
        out[start : start + 1024] = ((p * p).sum(axis=1) - 2 * x @ p.T).argmin(axis=1)
    return out
