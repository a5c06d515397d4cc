"""Bytes of an unknown picture in, its pixels out, or one plain sentence. No Streamlit.

A stranger's file is judged from its header before a pixel is decoded, and whatever is changed on the way
to plain sRGB (turned, laid on white, scaled from 16 bits, the first frame taken) is said in a note.
Left out: HEIC, camera raw, drawings that hold no pixels (SVG, PDF, EPS).
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image, ImageCms

from dashboard.common.csv_table import Unusable

MOST_BYTES = 10 << 20
MOST_PIXELS = 16_000_000
MOST_TILE = 1 << 22  # pixels of a TIFF's tile, which is decoded whole, however little of it is shown
# What may not be repeated often: a JPEG's scan is one more pass over the whole picture, and Pillow keeps each
# comment of a GIF as an object of its own. (start of the file, mark, most of them)
LABOURS = ((b"\xff\xd8", b"\xff\xda", 100), (b"GIF8", b"!\xfe", 10_000))
BAND = 1 << 20  # pixels turned into RGB at a time
TILE_WIDTH, TILE_HEIGHT = 322, 323  # TIFF tags
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")  # never EPS: it calls Ghostscript
WIDE_GRAY = ("I;16", "I;16L", "I;16B", "I;16N")
LABORIOUS = "The file is built in a way that takes far too much work to read; save the picture anew."
OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"%!PS", "a PostScript drawing"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "an archive"),
    (b"8BPS", "a Photoshop document"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
)


@dataclass(frozen=True)
class Picture:
    """Pixels (h, w, 3) uint8, ready to be shown; `format` and `bytes` are the file's, `notes` what was changed."""

    pixels: np.ndarray
    format: str
    bytes: int
    notes: tuple[str, ...] = ()


def read(content: bytes) -> Picture:
    """Return the picture in `content`, or raise Unusable with a sentence that says what is wrong."""
    if not content:
        raise Unusable("The file is empty.")
    if len(content) > MOST_BYTES:
        raise Unusable(f"The file has {len(content) / (1 << 20):.1f} MB; the limit is {MOST_BYTES >> 20}.")
    im = judged(content)
    try:
        im.load()
        pixels, notes = flatten(im)
        pixels, turned = upright(pixels, im)
        notes = (*first_of_many(im), *turned, *notes)
    except Unusable:
        raise
    except Exception:  # a damaged file makes Pillow raise anything: OSError, SyntaxError, struct.error, IndexError...
        raise Unusable("The picture is damaged or breaks off before its end.") from None
    return Picture(pixels, "JPEG" if im.format == "MPO" else im.format, len(content), notes)


def judged(content: bytes) -> Image.Image:
    """Return the picture with nothing but its header read, or raise Unusable."""
    if any(content.startswith(start) and content.count(mark) > most for start, mark, most in LABOURS):
        raise Unusable(LABORIOUS)
    try:
        im = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(f"The picture has far more than {MOST_PIXELS / 1e6:.0f} megapixels, the limit.") from None
    except Exception:
        raise Unusable(unreadable(content)) from None
    width, height = im.size
    if width * height > MOST_PIXELS:
        raise Unusable(
            f"The picture has {math.ceil(width * height / 1e6)} megapixels ({width:,} x {height:,}); "
            f"the limit is {MOST_PIXELS / 1e6:.0f}: make it smaller first."
        )
    if im.format == "TIFF" and im.tag_v2.get(TILE_WIDTH, 0) * im.tag_v2.get(TILE_HEIGHT, 0) > MOST_TILE:
        raise Unusable(LABORIOUS)
    return im


def unreadable(content: bytes) -> str:
    """Return the sentence for a file that none of the readers takes."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    kind = next((kind for start, kind in OTHER_KINDS if content.startswith(start)), None)
    if content[4:8] == b"ftyp" and content[8:11] != b"avi":
        kind = "a HEIC photo" if content[8:11] in (b"hei", b"hev", b"mif", b"msf") else "a film"
    if b"<svg" in head:
        kind = "an SVG drawing, made of shapes instead of pixels"
    if kind:
        return f"This is {kind}, which cannot be read here; save it as PNG or JPEG first."
    if head.startswith((b"<!doctype", b"<html")):
        return "This is a web page, not a picture."
    if not any(byte < 32 and byte not in b"\t\n\f\r" for byte in head):
        return "This is text, not a picture."
    return "This is not a picture in a known format, or its beginning is damaged."


def flatten(im) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return RGB pixels (h, w, 3) of the decoded `im`, made a band at a time, and what was done to them."""
    width, height = im.size
    tops, lefts = range(0, height, max(1, BAND // width)), range(0, width, min(width, BAND))
    pixels = np.empty((height, width, 3), np.uint8)
    bands = [
        (
            pixels[top : top + tops.step, left : left + lefts.step],
            (left, top, min(left + lefts.step, width), min(top + tops.step, height)),
        )
        for top in tops
        for left in lefts
    ]
    if im.mode in WIDE_GRAY:
        return pixels, narrow(im, bands)
    if im.mode in ("I", "F"):
        return pixels, stretch(im, bands)
    convert, notes = to_srgb(im)
    is_clear = False
    for room, box in bands:
        band = im.crop(box)
        if im.has_transparency_data:
            is_clear |= lay_on_white(band.convert("RGBA"), room)
            band = Image.fromarray(room)
        room[:] = convert(band)
    return pixels, notes + ("Transparent parts were laid on white.",) * is_clear


def to_srgb(im) -> tuple[Callable[[Image.Image], Image.Image], tuple[str, ...]]:
    """Return what turns a band of `im` into sRGB, by the colour profile in the file if there is one, and its note."""
    inks = "CMYK" if im.mode == "CMYK" else "RGB"
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(im.info["icc_profile"]))
        if "srgb" not in ImageCms.getProfileDescription(profile).lower():
            transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), inks, "RGB")
            note = "Its colour profile was turned into sRGB."
            return lambda band: ImageCms.applyTransform(band.convert(inks), transform), (note,)
    except (KeyError, OSError, ImageCms.PyCMSError):
        pass  # no profile, a damaged one, or one for another kind of colours
    note = "CMYK inks became RGB without a colour profile."
    return lambda band: band.convert("RGB"), (note,) * (inks == "CMYK")


def narrow(im, bands) -> tuple[str, ...]:
    """Write 16 bits of gray as 8, by a shift. A camera of 12 bits leaves the upper ones empty: these do not count."""
    most = max(int(np.asarray(im.crop(box)).max()) for _, box in bands)
    surplus = max(0, most.bit_length() - 8)
    for room, box in bands:
        room[:] = (np.asarray(im.crop(box)) >> surplus)[..., None]
    return (f"{8 + surplus} bits of gray became 8.",) * bool(surplus)


def lay_on_white(band, room) -> bool:
    """Write the RGBA `band` on white into `room`; return whether any of it was transparent."""
    rgba = np.asarray(band)
    alpha = rgba[..., 3:].astype(np.uint16)
    if alpha.min() == 255:
        room[:] = rgba[..., :3]
        return False
    mixed = rgba[..., :3] * alpha
    mixed += 255 * (255 - alpha) + 127
    np.floor_divide(mixed, 255, out=mixed)
    room[:] = mixed
    return True


def stretch(im, bands) -> tuple[str]:
    """Write numbers of any range as gray from black, the least, to white, the greatest. NaN becomes black."""
    low, high = np.inf, -np.inf
    for _, box in bands:
        values = np.asarray(im.crop(box))
        values = values[np.isfinite(values)]
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    if low > high:
        raise Unusable("The picture holds no finite number.")
    for room, box in bands:
        values = (np.asarray(im.crop(box), np.float64) - low) / ((high - low) or 1.0)
        room[:] = np.nan_to_num(np.clip(values, 0, 1) * 255 + 0.5)[..., None]
    if low == high:
        return (f"All its values are {low:.6g}; shown black.",)
    return (f"Its values, {low:.6g} to {high:.6g}, became gray from black to white.",)


def upright(pixels, im) -> tuple[np.ndarray, tuple[str, ...]]:
    """Turn or mirror `pixels` as the file's EXIF orientation (1..8) asks."""
    try:
        orientation = im.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # a damaged EXIF block says nothing; the pixels are sound
        orientation = 1
    if orientation not in (2, 3, 4, 5, 6, 7, 8):
        return pixels, ()
    if orientation >= 5:
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels), ("Turned as its EXIF orientation says.",)


def first_of_many(im) -> tuple[str, ...]:
    if im.format == "MPO" or not getattr(im, "is_animated", False):
        return ()
    return ("Only the first page is used." if im.format == "TIFF" else "Only the first frame is used.",)


def preview(pixels, most_side: int) -> np.ndarray:
    """Return `pixels` scaled down so that no side is longer than `most_side`; smaller ones as they are.

    Every pixel counts in the mean of its place (a box filter): a thin line becomes faint, never absent.
    """
    height, width = pixels.shape[:2]
    longest = max(height, width)
    if longest <= most_side:
        return pixels
    size = max(1, round(width * most_side / longest)), max(1, round(height * most_side / longest))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))


def png(pixels) -> bytes:
    """Return `pixels` (h, w, 3) as a PNG file of all their colours."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
