"""A palette picture as a PNG file of 1, 2, 4 or 8 bits a pixel, and the palette as text. No Streamlit.

Pillow predicts each pixel from a neighbour (a row filter), which hurts indices: neighbours in a palette are
no neighbours in number. Here rows are stored as they are, and the compressor sees the runs.
PNG: ISO/IEC 15948, https://www.w3.org/TR/png-3/
"""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

import numpy as np
from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE_COLOUR = 3  # the colour type of the header
LEFT = 1  # the row filter that stores each byte less the one to its left
SAMPLE = 1_000_000  # pixels on which the ways to write a large picture are compared
PIECE = 1 << 18  # pixels of a large picture written at a time


def palette_png(palette, indices) -> bytes:
    """Return `indices` (h, w) into `palette` (k, 3) uint8, k <= 256, as the smallest PNG of several ways to write it.

    A large picture is written as `pieces` says.
    """
    if indices.size > SAMPLE:
        return b"".join(pieces(palette, indices))
    return min((write(palette, indices) for write in (*packings(len(palette)), pillow_png)), key=len)


def pieces(palette, indices) -> Iterator[bytes]:
    """Yield the PNG of a large picture bit by bit: a caller can say how far it is, and stop.

    A band in the middle chooses between bytes as they are and each less the one to its left, as Pillow has them.
    """
    height, width = indices.shape
    rows = max(1, SAMPLE // width)
    top = max(0, (height - rows) // 2)
    sizes = {}
    for is_differenced in (False, True):
        sizes[is_differenced] = 0
        for piece in streamed(palette, indices[top : top + rows], is_differenced):
            sizes[is_differenced] += len(piece)
            yield b""
    yield from streamed(palette, indices, min(sizes, key=sizes.get))


def streamed(palette, indices, is_differenced: bool) -> Iterator[bytes]:
    """Yield the PNG with as few bits a pixel as `palette` needs, a few rows at a time."""
    strategy = zlib.Z_FILTERED if is_differenced else zlib.Z_DEFAULT_STRATEGY
    squeeze = zlib.compressobj(9, memLevel=9, strategy=strategy)
    bits = bits_for(len(palette))
    rows = max(1, PIECE // indices.shape[1])
    yield head(palette, indices.shape, bits)
    for top in range(0, len(indices), rows):
        lines = scanlines(indices[top : top + rows], bits)
        if is_differenced:
            lines[:, 2:] = np.diff(lines[:, 1:])
            lines[:, 0] = LEFT
        yield chunk(b"IDAT", squeeze.compress(lines))
    yield chunk(b"IDAT", squeeze.flush()) + chunk(b"IEND", b"")


def packings(k: int):
    """Return the ways worth trying for `k` colours. Eight bits a pixel can beat four: matches may begin anywhere."""
    bits = bits_for(k)
    ways = (default,) if bits == 8 else (default, filtered, in_short_blocks)
    packed = [partial(packed_png, bits=bits, deflate=deflate) for deflate in ways]
    return packed + [partial(packed_png, bits=8, deflate=filtered)] * (bits == 4)


def bits_for(k: int) -> int:
    """Return the bits a pixel needs for `k` colours: 1, 2, 4 or 8, as PNG has it."""
    return next(bits for bits in (1, 2, 4, 8) if k <= 1 << bits)


def default(data) -> bytes:
    return zlib.compress(data, 9)


def filtered(data) -> bytes:
    """Return `data` compressed without short matches, which cost more than the few symbols they stand for."""
    squeeze = zlib.compressobj(9, strategy=zlib.Z_FILTERED)
    return squeeze.compress(data) + squeeze.flush()


def in_short_blocks(data) -> bytes:
    """Return `data` compressed as `filtered` does, with a code of its own for each few rows: a sky, then a field."""
    squeeze = zlib.compressobj(9, memLevel=3, strategy=zlib.Z_FILTERED)
    return squeeze.compress(data) + squeeze.flush()


def packed_png(palette, indices, bits: int, deflate=default) -> bytes:
    """Return the PNG with `bits` a pixel, every row unfiltered (filter 0)."""
    data = deflate(scanlines(indices, bits))
    return head(palette, indices.shape, bits) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def head(palette, shape, bits: int) -> bytes:
    """Return what stands before the pixels."""
    height, width = shape
    header = struct.pack(">IIBBBBB", width, height, bits, PALETTE_COLOUR, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"PLTE", np.asarray(palette, np.uint8).tobytes())


def scanlines(indices, bits: int) -> np.ndarray:
    """Return the rows packed, each behind the number 0: no row filter."""
    rows = pack(indices, bits)
    lines = np.zeros((len(rows), rows.shape[1] + 1), np.uint8)
    lines[:, 1:] = rows
    return lines


def pack(indices, bits: int) -> np.ndarray:
    """Return rows of bytes, the leftmost pixel in the highest bits; the last byte of a row is padded with 0."""
    per_byte = 8 // bits
    height, width = indices.shape
    padded = np.zeros((height, -(-width // per_byte) * per_byte), np.uint8)
    padded[:, :width] = indices
    rows = np.zeros((height, padded.shape[1] // per_byte), np.uint8)
    for at in range(per_byte):
        rows |= padded[:, at::per_byte] << (8 - bits * (at + 1))
    return rows


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pillow_png(palette, indices) -> bytes:
    """Return the PNG as Pillow writes it when asked to be small."""
    im = Image.fromarray(np.ascontiguousarray(indices, np.uint8))
    im.putpalette(np.asarray(palette, np.uint8).tobytes())
    out = io.BytesIO()
    im.save(out, "PNG", optimize=True)
    return out.getvalue()


def hexes(palette) -> list[str]:
    """Return the colours as #rrggbb."""
    return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.asarray(palette).tolist()]


def palette_csv(palette, counts) -> str:
    """Return one line per colour: its number, hex, red, green, blue, and the pixels that have it."""
    rows = zip(hexes(palette), np.asarray(palette).tolist(), np.asarray(counts).tolist(), strict=True)
    lines = [f"{j},{name},{r},{g},{b},{count}" for j, (name, (r, g, b), count) in enumerate(rows, start=1)]
    return "\n".join(["cluster,hex,red,green,blue,pixels", *lines, ""])


def palette_gpl(palette, name: str = "k-means") -> str:
    """Return the palette as a GIMP palette file (.gpl), which Inkscape and Krita read too."""
    lines = [f"{r:3d} {g:3d} {b:3d}\t#{r:02x}{g:02x}{b:02x}" for r, g, b in np.asarray(palette).tolist()]
    return "\n".join(["GIMP Palette", f"Name: {name}", "Columns: 8", "#", *lines, ""])
