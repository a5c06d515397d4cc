"""Questions worth trying on the Image compression page, their answers computed. No Streamlit."""

from collections.abc import Iterator

import numpy as np

from dashboard.common.formatting import percent
from dashboard.common.questions import Question
from dashboard.image_compression import compute as compression
from dashboard.image_compression import text as words
from dashboard.image_compression.compute import Way
from dashboard.image_compression.pictures import NAMED
from dashboard.image_compression.quantizers import jpeg_curve
from kmeans_core import prepare

PLAIN = Way("default", "sRGB", "off")


def questions() -> Iterator[Question]:
    """Yield the page's questions; each answer takes a while."""
    for question in QUESTIONS:
        yield question()


def compressed(name: str, k: int, way: Way = PLAIN):
    pixels = NAMED[name].make().pixels
    return pixels, compression.compress(pixels, prepare(pixels), k, way)


def the_balloon() -> Question:
    pixels = NAMED["balloon"].make().pixels
    colors = prepare(pixels)
    red = np.array([215, 25, 28])  # the balloon
    share = float((np.abs(pixels.astype(int) - red).max(axis=2) < 12).mean())
    first = next(
        (k for k in range(2, 65) if np.linalg.norm(colors.quantize(k, seed=0)[0].astype(int) - red, axis=1).min() < 30),
        None,
    )
    when = f"only from k = {first} on" if first else "not even at k = 64"
    return Question(
        "The balloon is what everybody sees first. From which k on is it red?",
        {"image": "balloon", "k": "4"},
        f"The balloon has {percent(share)} of the pixels. Every pixel counts the same, so a wide sky of many near "
        f"blues is worth more colours than a small spot of red: the palette holds the balloon's red {when}.",
    )


def seven_of_eight() -> Question:
    _, eight = compressed("shapes", 8)
    pixels, seven = compressed("shapes", 7)
    moved = float((np.take(seven.palette, compression.indices_of(seven.png), axis=0) != pixels).any(axis=2).mean())
    return Question(
        "A drawing of eight flat colours: what does one colour less cost?",
        {"image": "shapes", "k": "7"},
        f"With eight, the PSNR is {words.decibel(eight.psnr)}: every pixel keeps its colour. With seven, two "
        f"colours must share one, their mean: {percent(moved)} of the pixels change, and the PSNR is "
        f"{words.decibel(seven.psnr)}. k-means gives up the pair that costs the fewest squared errors.",
    )


def smoother() -> Question:
    _, plain = compressed("gradient", 16)
    _, mixed = compressed("gradient", 16, Way("default", "sRGB", "Floyd-Steinberg"))
    return Question(
        "Dithering makes the bands of a gradient vanish. Does the error fall, too?",
        {"image": "gradient", "k": "16", "dither": "Floyd-Steinberg"},
        f"{'No' if mixed.psnr < plain.psnr else 'Yes'}: the PSNR goes from {plain.psnr:.1f} dB to {mixed.psnr:.1f} dB, "
        f"and the file from {words.size(len(plain.png))} to {words.size(len(mixed.png))}. A pixel alone is "
        "farther from the original, for its neighbours to make up for it: the eye blurs them, the mean squared error "
        "does not.",
    )


def photograph_or_drawing() -> Question:
    told = []
    for name in ("china", "shapes"):
        pixels, done = compressed(name, 16)
        rows = [(0, *row) for row in jpeg_curve(pixels)]
        told.append(f"On “{name}”: {words.against_jpeg(done, rows)}")
    return Question(
        "Palette or JPEG: which is better at the same number of bytes?",
        {"image": "shapes", "k": "16", "tab": "Rate and distortion"},
        " ".join(told) + " A palette suits flat colours and sharp edges; JPEG suits the soft shades of photographs.",
    )


QUESTIONS = (the_balloon, seven_of_eight, smoother, photograph_or_drawing)
