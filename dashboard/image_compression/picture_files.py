"""Reading picture files of any kind: the pixels, or one plain sentence that says why there are none.

An unknown file is checked by its header before any pixel is decoded. A note says what was changed on the way to sRGB:
turned, placed on white, scaled from 16 bits, reduced to its first frame.
Left out: HEIC, camera raw, drawings without pixels (SVG, PDF, EPS).
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image, ImageCms

from dashboard.common.csv_table import Unusable
from dashboard.common.formatting import join_words

MAX_BYTES = 10 << 20
MAX_PIXELS = 16_000_000
MAX_TILE_PIXELS = 1 << 22  # a tile of a TIFF is always decoded completely
# Markers that a file may not repeat often: each scan of a JPEG is one more pass over the picture, and Pillow keeps each
# comment of a GIF as an object of its own. (start of the file, marker, maximum)
MAX_MARKERS = ((b"\xff\xd8", b"\xff\xda", 100), (b"GIF8", b"!\xfe", 10_000))
BAND_PIXELS = 1 << 20  # pixels converted to RGB at a time
TILE_WIDTH_TAG, TILE_HEIGHT_TAG = 322, 323  # of a TIFF
FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF")  # never EPS: it calls Ghostscript
GRAY_16_MODES = ("I;16", "I;16L", "I;16B", "I;16N")
ACCEPTED = f"choose a file in the format {join_words(FORMATS, 'or')}"
EXPENSIVE = "The file is built in a way that takes far too much work to read; save the picture again."
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # by EXIF orientation
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
    """Pixels (h, w, 3) uint8 in sRGB; `format` and `bytes` are the file's, `notes` say what was changed."""

    pixels: np.ndarray
    format: str
    bytes: int
    notes: tuple[str, ...] = ()


def read_picture(content: bytes, band_pixels=BAND_PIXELS) -> Picture:
    """Return the picture in `content`, or raise Unusable with a sentence that says what is wrong."""
    if not content:
        raise Unusable("The file is empty.")
    if len(content) > MAX_BYTES:
        raise Unusable(f"The file has {len(content) / (1 << 20):.1f} MB; the limit is {MAX_BYTES >> 20}.")
    im = checked_header(content)
    try:
        im.load()
        pixels, notes = to_rgb(im, band_pixels)
        pixels, turned = upright(pixels, im)
        notes = (*first_of_many(im), *turned, *notes)
    except Unusable:
        raise
    except Exception:  # a damaged file makes Pillow raise anything: OSError, SyntaxError, struct.error, IndexError...
        raise Unusable("The picture is damaged or incomplete.") from None
    return Picture(pixels, "JPEG" if im.format == "MPO" else im.format, len(content), notes)


def checked_header(content: bytes) -> Image.Image:
    """Return the picture with only its header read, or raise Unusable."""
    if any(content.startswith(start) and content.count(marker) > most for start, marker, most in MAX_MARKERS):
        raise Unusable(EXPENSIVE)
    try:
        im = Image.open(io.BytesIO(content), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(f"The picture has far more than {MAX_PIXELS / 1e6:.0f} megapixels, the limit.") from None
    except Exception:
        raise Unusable(why_unreadable(content)) from None
    width, height = im.size
    if width * height > MAX_PIXELS:
        raise Unusable(
            f"The picture has {math.ceil(width * height / 1e6)} megapixels ({width:,} x {height:,}); "
            f"the limit is {MAX_PIXELS / 1e6:.0f}: make it smaller first."
        )
    if im.format == "TIFF" and im.tag_v2.get(TILE_WIDTH_TAG, 0) * im.tag_v2.get(TILE_HEIGHT_TAG, 0) > MAX_TILE_PIXELS:
        raise Unusable(EXPENSIVE)
    return im


def why_unreadable(content: bytes) -> str:
    """Return a sentence about a file that is in none of the known formats."""
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
        return f"This is text, not a picture: {ACCEPTED}. A table, such as a CSV file, can be used on the other pages."
    return f"This is not a picture in a known format, or its beginning is damaged: {ACCEPTED}."


def to_rgb(im, band_pixels) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return RGB pixels (h, w, 3) of the decoded `im`, and notes on what was changed.

    Bands of about `band_pixels` are converted one after another, so that little memory is used beside the result.
    """
    width, height = im.size
    tops, lefts = range(0, height, max(1, band_pixels // width)), range(0, width, min(width, band_pixels))
    pixels = np.empty((height, width, 3), np.uint8)
    bands = []  # (a view of some of the pixels, their box in `im`)
    for top in tops:
        for left in lefts:
            bottom, right = min(top + tops.step, height), min(left + lefts.step, width)
            bands.append((pixels[top:bottom, left:right], (left, top, right, bottom)))
    if im.mode in GRAY_16_MODES:
        return pixels, write_16_bit_gray(im, bands)
    if im.mode in ("I", "F"):
        return pixels, write_any_numbers(im, bands)
    convert, notes = srgb_converter(im)
    is_transparent = False
    for target, box in bands:
        band = im.crop(box)
        if im.has_transparency_data:
            band = band.convert("RGBA")
            is_transparent |= band.getextrema()[3][0] < 255
            band = Image.alpha_composite(Image.new("RGBA", band.size, "white"), band).convert("RGB")
        target[:] = convert(band)
    return pixels, notes + ("Transparent parts were placed on white.",) * is_transparent


def srgb_converter(im) -> tuple[Callable[[Image.Image], Image.Image], tuple[str, ...]]:
    """Return what converts a band of `im` to sRGB, using the colour profile in the file if there is one; and a note."""
    mode = "CMYK" if im.mode == "CMYK" else "RGB"
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(im.info["icc_profile"]))
        if "srgb" not in ImageCms.getProfileDescription(profile).lower():
            transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")
            note = "Its colour profile was converted to sRGB."
            return lambda band: ImageCms.applyTransform(band.convert(mode), transform), (note,)
    except (KeyError, OSError, ImageCms.PyCMSError):
        pass  # no profile, a damaged one, or one for another kind of colours
    note = "CMYK inks became RGB without a colour profile."
    return lambda band: band.convert("RGB"), (note,) * (mode == "CMYK")


def write_16_bit_gray(im, bands) -> tuple[str, ...]:
    """Write 16 bits of gray as 8, by a shift. A camera of 12 bits leaves the upper bits empty: they do not count."""
    maximum = max(int(np.asarray(im.crop(box)).max()) for _, box in bands)
    surplus = max(0, maximum.bit_length() - 8)
    for target, box in bands:
        target[:] = (np.asarray(im.crop(box)) >> surplus)[..., None]
    return (f"{8 + surplus} bits of grey became 8.",) * bool(surplus)


def write_any_numbers(im, bands) -> tuple[str]:
    """Write numbers of any range as gray from black, the least, to white, the greatest. NaN becomes black."""
    low, high = np.inf, -np.inf
    for _, box in bands:
        values = np.asarray(im.crop(box))
        values = values[np.isfinite(values)]
        if values.size:
            low, high = min(low, float(values.min())), max(high, float(values.max()))
    if low > high:
        raise Unusable("The picture holds no finite number.")
    for target, box in bands:
        values = (np.asarray(im.crop(box), np.float64) - low) / ((high - low) or 1.0)
        target[:] = np.nan_to_num(np.clip(values, 0, 1) * 255 + 0.5)[..., None]
    if low == high:
        return (f"All its values are {low:.6g}: shown in black.",)
    return (f"Its values, {low:.6g} to {high:.6g}, became grey levels from black to white.",)


def upright(pixels, im) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return `pixels` turned or mirrored as the EXIF orientation of `im` says, and a note."""
    try:
        turn = TURNS.get(im.getexif().get(ExifTags.Base.Orientation))
    except Exception:  # a damaged EXIF block; the pixels are intact
        turn = None
    if turn is None:
        return pixels, ()
    return np.asarray(Image.fromarray(pixels).transpose(turn)), ("Turned as its EXIF orientation says.",)


def first_of_many(im) -> tuple[str, ...]:
    if im.format == "MPO" or not getattr(im, "is_animated", False):
        return ()
    return ("Only the first page is used." if im.format == "TIFF" else "Only the first frame is used.",)


def preview(pixels, max_side: int) -> np.ndarray:
    """Return `pixels` scaled down so that no side is longer than `max_side`; smaller pictures as they are.

    Every pixel counts in the mean of its area (a box filter): a thin line becomes faint but never disappears.
    """
    height, width = pixels.shape[:2]
    longest = max(height, width)
    if longest <= max_side:
        return pixels
    size = max(1, round(width * max_side / longest)), max(1, round(height * max_side / longest))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))
