"""The Image compression page's questions, their answers computed."""

import numpy as np

from dashboard.common.formatting import percent
from dashboard.common.questions import Number, Question, Reply, without_guess
from dashboard.image_compression import color, text
from dashboard.image_compression.compute import PLAIN, PaletteMethod, compress
from dashboard.image_compression.palette_files import indices_of, rgb_png
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import jpeg_curve
from kmeans_core import prepare

BALLOON, NEAR_BALLOON = np.array([215, 25, 28]), 30  # its red, and how far a colour may be from it


def compressed(name: str, k: int, method: PaletteMethod = PLAIN, step=1):
    """Return every `step`-th pixel of a picture in both directions, and these in `k` colours."""
    pixels = np.ascontiguousarray(PICTURES[name]().pixels[::step, ::step])
    return pixels, compress(pixels, prepare(pixels), k, method)


def picture_link(name: str, **settings: str) -> dict[str, str]:
    return {"image": name, **settings} | without_guess(name)


def two_pictures() -> Question:
    pixels, result = compressed("flower", 16, step=2)
    errors = color.error_map(pixels, result.palette[indices_of(result.png)])
    return Question(
        "One of these two pictures has 16 colours, the other has thousands. Which has 16?",
        (Reply("A"), Reply("B", "a picture in few colours looks worse everywhere")),
        "It is A: look at the smooth background, where the colours change in steps. "
        f"{text.error_summary(errors, result)}",
        {"See where": picture_link("flower", tab="Error")},
        pictures=(result.png, rgb_png(pixels)),
    )


def the_balloon() -> Question:
    pixels = PICTURES["balloon"]().pixels
    colors = prepare(np.ascontiguousarray(pixels[::2, ::2]))
    share = float((np.abs(pixels.astype(int) - BALLOON).max(axis=2) < 12).mean())
    palettes = ((k, colors.quantize(k, quality="draft", seed=0)[0].astype(int)) for k in range(2, 65))
    first = next(k for k, palette in palettes if np.linalg.norm(palette - BALLOON, axis=1).min() < NEAR_BALLOON)
    return Question(
        "A red balloon in a blue sky is what everyone sees first. How many colours does the palette need before one of "
        "them is the balloon's red?",
        (Reply(str(first)), Reply("2", "k-means keeps the colours that people look at")),
        f"It needs {first}. The balloon has {percent(share)} of the pixels, and every pixel counts the same: a wide "
        "sky of many similar blues gets several colours before a small spot of red gets one.",
        {
            "See four colours": picture_link("balloon", k="4"),
            f"See {first} colours": picture_link("balloon", k=str(first)),
        },
        Number(2, 64, near=1),
    )


def seven_of_eight() -> Question:
    _, eight = compressed("shapes", 8)
    pixels, seven = compressed("shapes", 7)
    moved = float((np.take(seven.palette, indices_of(seven.png), axis=0) != pixels).any(axis=2).mean())
    return Question(
        "A drawing has eight flat colours. What happens to them in a palette of seven?",
        (
            Reply("One takes on the colour of another", "a centroid is one of the points"),
            Reply("Two become their mean"),
            Reply("All eight shift a little", "every centroid depends on all points"),
        ),
        f"With eight, the PSNR is {text.decibel(eight.psnr)}: every pixel keeps its colour. With seven, two colours "
        f"share one, the mean of their pixels: {percent(moved)} of the pixels change, and the PSNR is "
        f"{text.decibel(seven.psnr)}. k-means gives up the pair that costs the smallest squared error.",
        {"See seven colours": picture_link("shapes", k="7")},
    )


def smoother() -> Question:
    _, plain = compressed("gradient", 16)
    _, dithered = compressed("gradient", 16, PaletteMethod("default", "sRGB", "Floyd-Steinberg"))
    return Question(
        "Dithering makes the bands of a gradient disappear. What does it do to the mean squared error?",
        (
            Reply("It falls: the picture looks closer", "what looks closer has the smaller error"),
            Reply("It stays: the palette is the same", "the error depends on the palette alone"),
            Reply("It rises"),
        ),
        f"The PSNR goes from {plain.psnr:.1f} dB to {dithered.psnr:.1f} dB, and the file from "
        f"{text.file_size(len(plain.png))} to {text.file_size(len(dithered.png))}. A single pixel is farther from the "
        "original, and its neighbours compensate for it: the eye blurs them together, but the mean squared error "
        "does not.",
        {"See it": picture_link("gradient", dither="Floyd-Steinberg")},
    )


def drawing_in_common() -> Question:
    sentences = []
    for name in ("china", "shapes"):
        pixels, result = compressed(name, 16)
        sentences.append(f"On “{name}”: {text.against_jpeg(result, jpeg_curve(pixels))}")
    return Question(
        "A drawing in flat colours and a page of text: what do these two have in common that a photograph lacks?",
        (
            Reply("Fewer pixels to store", "only the number of pixels counts"),
            Reply("Most pixels have one of a few colours"),
            Reply("Sharp edges, which need many colours", "sharp edges need many colours"),
        ),
        "There a palette is nearly exact, and equal neighbours make the file small. A photograph has soft shades "
        f"instead, which JPEG is made for. {' '.join(sentences)}",
        {
            "See the drawing": picture_link("shapes", tab="Rate and distortion"),
            "See the text": picture_link("text", tab="Rate and distortion"),
        },
    )


QUESTIONS = (two_pictures, seven_of_eight, the_balloon, smoother, drawing_in_common)
