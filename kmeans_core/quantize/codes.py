"""Colours as numbers: 24-bit Morton codes, the bits of red, green and blue in turns.

The first p bits of a code name a box of the colour cube, the first p + 1 one of its halves: sorted codes are an
octree (and all the levels between) without a pointer.

Morton (1966), "A computer oriented geodetic data base and a new technique in file sequencing", IBM.
"""

import numpy as np

BITS = 24
BLOCK = 1 << 15  # pixels packed at a time: they stay in the processor's cache

_bit = np.arange(8)
_SPREAD = ((np.arange(256)[:, None] >> _bit & 1) << 3 * _bit).sum(axis=1).astype(np.uint32)
SPREAD = (_SPREAD << 2, _SPREAD << 1, _SPREAD)  # red, green and blue, each in its own bits
_half = np.arange(1 << 12)[:, None]
GATHER = np.stack([(_half >> (3 * np.arange(4) + 2 - f) & 1) << np.arange(4) for f in range(3)], axis=-1)
GATHER = np.pad(GATHER.sum(axis=1).astype(np.uint8), ((0, 0), (0, 1)))  # 12 bits of code -> 4 of each channel, and a 0
GATHER = GATHER.view(np.uint32)[:, 0]


def pack(pixels):
    """Return the codes (n,) uint32 of `pixels` (n, 3) uint8."""
    codes = np.empty(len(pixels), np.uint32)
    room = np.empty(BLOCK, np.uint32)
    for start in range(0, len(pixels), BLOCK):
        block = codes[start : start + BLOCK]
        part = room[: len(block)]
        np.take(SPREAD[0], pixels[start : start + BLOCK, 0], mode="clip", out=block)
        for f in (1, 2):
            block |= np.take(SPREAD[f], pixels[start : start + BLOCK, f], mode="clip", out=part)
    return codes


def unpack(codes):
    """Return the colours (n, 3) uint8 of `codes` (n,)."""
    four = np.take(GATHER, codes >> 12) << 4 | np.take(GATHER, codes & 0xFFF)
    return four.view(np.uint8).reshape(-1, 4)[:, :3]


def runs(values):
    """Return where each run of equal `values` (n,) starts, and at last n."""
    new = np.flatnonzero(values[1:] != values[:-1])
    return np.concatenate([[0], new + 1, [len(values)]])
