"""Questions worth trying on the Image compression page, with computed answers."""

import numpy as np

from dashboard.common.formatting import percent
from dashboard.common.questions import Question
from dashboard.image_compression import text
from dashboard.image_compression.compute import PLAIN, PaletteMethod, compress
from dashboard.image_compression.palette_files import indices_of
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import jpeg_curve
from kmeans_core import prepare


def compressed(name: str, k: int, method: PaletteMethod = PLAIN):
    pixels = PICTURES[name]().pixels
    return pixels, compress(pixels, prepare(pixels), k, method)


def the_balloon() -> Question:
    pixels = PICTURES["balloon"]().pixels
    colors = prepare(np.ascontiguousarray(pixels[::2, ::2]))
    red = np.array([215, 25, 28])  # the balloon
    share = float((np.abs(pixels.astype(int) - red).max(axis=2) < 12).mean())
    palettes = ((k, colors.quantize(k, quality="draft", seed=0)[0].astype(int)) for k in range(2, 65))
    first = next((k for k, palette in palettes if np.linalg.norm(palette - red, axis=1).min() < 30), None)
    when = f"only from k = {first} on" if first else "not even at k = 64"
    return Question(
        "The balloon is what everyone sees first. From which k on is it red?",
        {"image": "balloon", "k": "4"},
        f"The balloon has {percent(share)} of the pixels. Every pixel counts the same, so a wide sky of many similar "
        f"blues is worth more colours than a small spot of red: the palette holds the balloon's red {when}.",
    )


def seven_of_eight() -> Question:
    _, eight = compressed("shapes", 8)
    pixels, seven = compressed("shapes", 7)
    moved = float((np.take(seven.palette, indices_of(seven.png), axis=0) != pixels).any(axis=2).mean())
    return Question(
        "A drawing of eight flat colours: what does one colour less cost?",
        {"image": "shapes", "k": "7"},
        f"With eight, the PSNR is {text.decibel(eight.psnr)}: every pixel keeps its colour. With seven, two "
        f"colours must share one, their mean: {percent(moved)} of the pixels change, and the PSNR is "
        f"{text.decibel(seven.psnr)}. k-means gives up the pair that costs the smallest squared error.",
    )


def smoother() -> Question:
    _, plain = compressed("gradient", 16)
    _, dithered = compressed("gradient", 16, PaletteMethod("default", "sRGB", "Floyd-Steinberg"))
    return Question(
        "Dithering makes the bands of a gradient disappear. Does the error fall, too?",
        {"image": "gradient", "k": "16", "dither": "Floyd-Steinberg"},
        f"{'No' if dithered.psnr < plain.psnr else 'Yes'}: the PSNR goes from {plain.psnr:.1f} dB to "
        f"{dithered.psnr:.1f} dB, and the file from {text.file_size(len(plain.png))} to "
        f"{text.file_size(len(dithered.png))}. A single pixel is farther from the original, and its neighbours "
        "compensate for it: the eye blurs them together, but the mean squared error does not.",
    )


def photograph_or_drawing() -> Question:
    sentences = []
    for name in ("china", "shapes"):
        pixels, result = compressed(name, 16)
        sentences.append(f"On “{name}”: {text.against_jpeg(result, jpeg_curve(pixels))}")
    return Question(
        "Palette or JPEG: which is better at the same number of bytes?",
        {"image": "shapes", "k": "16", "tab": "Rate and distortion"},
        " ".join(sentences)
        + " A palette suits flat colours and sharp edges; JPEG suits the soft shades of photographs.",
    )


QUESTIONS = (the_balloon, seven_of_eight, smoother, photograph_or_drawing)
