"""Odd pictures, built here: no binary stands in the repository."""

import io
import struct
import zlib

import numpy as np
from PIL import ExifTags, Image, ImageCms

SCENE = np.random.default_rng(0).integers(0, 256, (6, 8, 3), dtype=np.uint8).repeat(10, axis=0).repeat(10, axis=1)


def saved(im, form, **options) -> bytes:
    """Return the file of a Pillow image or an array."""
    out = io.BytesIO()
    (im if isinstance(im, Image.Image) else Image.fromarray(im)).save(out, form, **options)
    return out.getvalue()


def zeros(n: int) -> bytes:
    """Return `n` zero bytes, compressed, without ever holding them."""
    squeeze = zlib.compressobj(9)
    parts = [squeeze.compress(bytes(min(1 << 20, n - at))) for at in range(0, n, 1 << 20)]
    return b"".join(parts) + squeeze.flush()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def black_png(width: int, height: int, *, bits=8, kind=2, extra=b"") -> bytes:
    """Return a black PNG of any size: `kind` 0 is gray, 2 RGB, 6 RGBA."""
    row = 1 + -(-width * bits * {0: 1, 2: 3, 6: 4}[kind] // 8)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", zeros(row * height)) + chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """Return a PNG of a few kilobytes with a text chunk of 64 megabytes."""
    return black_png(4, 4, extra=chunk(b"zTXt", b"k\0\0" + zeros(64 << 20)))


def many_scans() -> bytes:
    """Return a progressive JPEG that repeats its last scan a thousand times."""
    content = saved(SCENE, "JPEG", progressive=True)
    return content[:-2] + content[content.rindex(b"\xff\xda") : -2] * 1000 + b"\xff\xd9"


def many_comments() -> bytes:
    """Return a GIF with twenty thousand comments of one letter before its picture."""
    content = saved(SCENE, "GIF")
    at = content.index(b"\x2c", 13 + 3 * 256)  # the picture, after the header and the palette
    return content[:at] + b"\x21\xfe\x01a\x00" * 20_000 + content[at:]


def giant_tile() -> bytes:
    """Return a TIFF of 100 x 100 whose only tile has 30,000 x 30,000 pixels."""
    long = {256: 100, 257: 100, 258: 8, 259: 8, 262: 1, 277: 1, 322: 30_000, 323: 30_000, 324: 8, 325: 16}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in long.items())
    return b"II*\0" + struct.pack("<I", 24) + bytes(16) + struct.pack("<H", len(long)) + entries + bytes(4)


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


def red_green_swapped() -> bytes:
    """Return a colour profile like sRGB whose red primary is green and the other way round."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ", 128), profile.index(b"gXYZ", 128)
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
