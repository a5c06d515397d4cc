"""Files of an image and of its palette: PNG, hex, CSV and GIMP."""

import io
import zlib

import numpy as np
from PIL import Image

from dashboard.common.export import table_csv


def rgb_png(pixels, **options) -> bytes:
    """Return `pixels` (h, w, 3) uint8 as a PNG file with all their colours; `options` are Pillow's."""
    return saved_png(Image.fromarray(pixels), **options)


def palette_png(palette, indices) -> bytes:
    """Return the image of `indices` (h, w) uint8 into `palette` (k, 3) uint8 as a palette PNG, k at most 256.

    Up to 16 colours Pillow packs several pixels into a byte and stores differences of bytes, which is often worse
    than one byte per pixel as it is. A palette padded to 17 colours gets the latter, and the smaller file is returned.
    zlib's highest level would save a few per cent and take six times as long.
    """
    image = Image.fromarray(np.ascontiguousarray(indices, np.uint8))
    image.putpalette(palette.tobytes())
    file = saved_png(image)
    if len(palette) > 16:
        return file
    image.putpalette(palette.tobytes() + bytes(3 * (17 - len(palette))))
    return min(file, saved_png(image, compress_type=zlib.Z_FILTERED), key=len)


def saved_png(image, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def indices_of(png: bytes) -> np.ndarray:
    """Return the palette indices (h, w) uint8 in a palette PNG."""
    return np.asarray(Image.open(io.BytesIO(png)))


def hex_colors(palette) -> list[str]:
    """Return the colours as #rrggbb."""
    return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in np.asarray(palette).tolist()]


def swatch_look(hex_color: str) -> str:
    """Return the style of a table's cell with the name of a colour on the colour itself, in black or white."""
    red, green, blue = bytes.fromhex(hex_color[1:])
    ink = "#000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 127 else "#ffffff"
    return f"background-color: {hex_color}; color: {ink}"


def palette_txt(palette) -> str:
    """Return one line #rrggbb per colour."""
    return "\n".join([*hex_colors(palette), ""])


def palette_csv(palette, counts) -> str:
    """Return one line per colour: its number, hex, red, green, blue, and how many pixels have it."""
    rows = zip(hex_colors(palette), np.asarray(palette).tolist(), np.asarray(counts).tolist(), strict=True)
    lines = [f"{j},{name},{r},{g},{b},{count}" for j, (name, (r, g, b), count) in enumerate(rows, start=1)]
    return "\n".join(["cluster,hex,red,green,blue,pixels", *lines, ""])


def palette_gpl(palette, name: str = "k-means") -> str:
    """Return the palette as a GIMP palette file (.gpl), which Inkscape and Krita read too."""
    colors = zip(np.asarray(palette).tolist(), hex_colors(palette), strict=True)
    lines = [f"{r:3d} {g:3d} {b:3d}\t{hex_color}" for (r, g, b), hex_color in colors]
    return "\n".join(["GIMP Palette", f"Name: {name}", "Columns: 8", "#", *lines, ""])


def colors_csv(pixels, indices) -> str:
    """Return one line for each distinct colour of `pixels` (h, w, 3): its pixels and, from 1, its index (h, w)."""
    codes = pixels.reshape(-1, 3).astype(np.int64) @ (1 << 16, 1 << 8, 1)
    distinct, first, counts = np.unique(codes, return_index=True, return_counts=True)
    columns = distinct >> 16, distinct >> 8 & 255, distinct & 255, counts, indices.ravel()[first].astype(int) + 1
    return table_csv(("red", "green", "blue", "pixels", "cluster"), np.column_stack(columns).tolist())
