"""Colours as numbers: 24-bit Morton codes, the bits of red, green and blue in turns.

The first p bits of a code name a box of the colour cube, the first p + 1 one of its halves. So sorted codes are
an octree, with levels between, and no pointers: whatever lies in one box is a run of neighbours.

Morton (1966), "A computer oriented geodetic data base and a new technique in file sequencing", IBM.
"""

import numpy as np

BITS = 24
BLOCK = 1 << 15  # pixels packed at a time: they stay in the processor's cache


def spread_table():
    """Return for each value of a channel its 8 bits with two zeros after each, shape (256,) uint32."""
    bits = np.arange(256)[:, None] >> np.arange(8) & 1
    return (bits << 3 * np.arange(8)).sum(axis=1).astype(np.uint32)


def gather_table():
    """Return for each 12 bits of a code the 4 bits of red, green and blue in its bytes, shape (4096,) uint32."""
    half = np.arange(1 << 12)[:, None, None]
    bits = half >> 3 * np.arange(4) + 2 - np.arange(3)[:, None] & 1
    channels = (bits << np.arange(4)).sum(axis=-1).astype(np.uint8)
    return np.pad(channels, ((0, 0), (0, 1))).view(np.uint32)[:, 0]


SPREAD = [spread_table() << shift for shift in (2, 1, 0)]
GATHER = gather_table()


def pack(pixels, codes):
    """Write the codes of `pixels` (n, 3) uint8 into `codes` (n,) uint32."""
    room = np.empty(min(BLOCK, len(codes)), np.uint32)
    for start in range(0, len(pixels), BLOCK):
        block, part = pixels[start : start + BLOCK], codes[start : start + BLOCK]
        np.take(SPREAD[0], block[:, 0], mode="clip", out=part)
        for f in (1, 2):
            part |= np.take(SPREAD[f], block[:, f], mode="clip", out=room[: len(part)])
    return codes


def unpack(codes):
    """Return the colours (n, 3) uint8 of `codes` (n,) uint32."""
    four = np.take(GATHER, codes >> 12, mode="clip") << 4
    four |= np.take(GATHER, codes & 0xFFF, mode="clip")
    return np.ascontiguousarray(four.view(np.uint8).reshape(-1, 4)[:, :3])


def starts_of(jumps):
    """Return where runs start, and at last how long all are: `jumps` (n - 1,) tells what differs from the one before."""
    new = np.empty(len(jumps) + 2, dtype=bool)
    new[0] = new[-1] = True
    new[1:-1] = jumps
    return np.flatnonzero(new)
