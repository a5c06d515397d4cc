"""Colours as numbers: 24-bit Morton codes, which take their bits from red, green and blue in turn.

The first p bits of a code name a box of the colour cube, the first p + 1 bits one of its halves. So sorted codes are
an octree without pointers: the colours of a box are neighbours.

Morton (1966), "A computer oriented geodetic data base and a new technique in file sequencing", IBM.
"""

import numpy as np

BITS = 24
BLOCK = 1 << 15  # pixels packed at a time: they stay in the processor's cache


def spread_table():
    """Return for each value of a channel its 8 bits with two zeros after each, shape (256,) uint32."""
    bits = np.arange(256)[:, None] >> np.arange(8) & 1
    return (bits << 3 * np.arange(8)).sum(axis=1).astype(np.uint32)


SPREAD = [spread_table() << shift for shift in (2, 1, 0)]


def pack(pixels, codes):
    """Write the codes of `pixels` (n, 3) uint8 into `codes` (n,) uint32."""
    buffer = np.empty(min(BLOCK, len(codes)), np.uint32)
    for start in range(0, len(pixels), BLOCK):
        block, part = pixels[start : start + BLOCK], codes[start : start + BLOCK]
        np.take(SPREAD[0], block[:, 0], mode="clip", out=part)
        for f in (1, 2):
            part |= np.take(SPREAD[f], block[:, f], mode="clip", out=buffer[: len(part)])
    return codes


def unpack(codes):
    """Return the colours (n, 3) uint8 of `codes` (n,) uint32."""
    colors = np.empty((len(codes), 3), np.uint8)
    for f in range(3):
        bits = codes >> np.uint32(2 - f)
        bits &= 0x249249  # every third bit; then by twos, by fours, and all eight together
        bits |= bits >> 2
        bits &= 0x0C30C3
        bits |= bits >> 4
        bits &= 0x00F00F
        bits |= bits >> 8
        colors[:, f] = bits
    return colors


def split_bits(codes):
    """Return the highest bit in which neighbours of the sorted `codes` (n,) differ, shape (n - 1,): 0 is the last bit.

    There the smallest box that holds both is halved.
    """
    differ = codes[1:] ^ codes[:-1]
    return ((differ.astype(np.float32).view(np.uint32) >> 23) - 127).astype(np.uint8)  # the exponent is that bit


def width(bits):
    """Return how far it is from the lowest to the highest red, green and blue of a box of so many bits, shape (3,)."""
    free = BITS - bits
    return np.array([(1 << (free + f) // 3) - 1 for f in range(3)], np.float32)


def starts_of(differ, *neighbours):
    """Return where runs of values start, and at last where all end.

    The ufunc `differ` tells from `neighbours` (n - 1,) which values begin a new run.
    """
    new = np.empty(len(neighbours[0]) + 2, dtype=bool)
    new[0] = new[-1] = True
    differ(*neighbours, out=new[1:-1])
    return np.flatnonzero(new)
