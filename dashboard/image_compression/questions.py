"""The Image compression page's questions, their answers computed."""

from dataclasses import replace

import numpy as np

from dashboard.common.formatting import percent
from dashboard.common.questions import Number, Question, Reply, without_guess
from dashboard.image_compression import color, text
from dashboard.image_compression.compute import PLAIN, PaletteMethod, compress, palette_curve, quantizing
from dashboard.image_compression.palette_files import indices_of, rgb_png
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import jpeg_curve
from kmeans_core import prepare

BALLOON, NEAR_BALLOON = np.array([215, 25, 28]), 30  # its red, and how far a colour may be from it


def bytes_and_psnr(pixels, k: int, method: PaletteMethod = PLAIN) -> tuple[int, float]:
    """Return the size of `pixels` in k colours as a PNG file, and their PSNR in dB."""
    ((_, n_bytes, psnr),) = palette_curve(pixels, prepare(pixels), [k], method)
    return n_bytes, psnr


def picture_link(name: str, **settings: str) -> dict[str, str]:
    return {"image": name, **settings} | without_guess(name)


def two_pictures() -> Question:
    pixels = np.ascontiguousarray(PICTURES["flower"]().pixels[::2, ::2])
    result = compress(pixels, prepare(pixels), 16)
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
    pixels = PICTURES["shapes"]().pixels
    *_, (palette, indices) = quantizing(pixels, prepare(pixels), 7, PLAIN)
    seven = np.take(palette, indices, axis=0)
    _, psnr_of_eight = bytes_and_psnr(pixels, 8)
    moved = float((seven != pixels).any(axis=2).mean())
    return Question(
        "A drawing has eight flat colours. What happens to them in a palette of seven?",
        (
            Reply("One takes on the colour of another", "a centroid is one of the points"),
            Reply("Two become their mean"),
            Reply("All eight shift a little", "every centroid depends on all points"),
        ),
        f"With eight, the PSNR is {text.decibel(psnr_of_eight)}: every pixel keeps its colour. With seven, two colours "
        f"share one, the mean of their pixels: {percent(moved)} of the pixels change, and the PSNR is "
        f"{text.decibel(color.psnr(pixels, seven))}. k-means gives up the pair that costs the smallest squared error.",
        {"See seven colours": picture_link("shapes", k="7")},
    )


def smoother() -> Question:
    pixels = PICTURES["gradient"]().pixels
    plain_bytes, plain_psnr = bytes_and_psnr(pixels, 16)
    dithered_bytes, dithered_psnr = bytes_and_psnr(pixels, 16, replace(PLAIN, dither="Floyd-Steinberg"))
    return Question(
        "Dithering makes the bands of a gradient disappear. What does it do to the mean squared error?",
        (
            Reply("It falls: the picture looks closer", "what looks closer has the smaller error"),
            Reply("It stays: the palette is the same", "the error depends on the palette alone"),
            Reply("It rises"),
        ),
        f"The PSNR goes from {plain_psnr:.1f} dB to {dithered_psnr:.1f} dB, and the file from "
        f"{text.file_size(plain_bytes)} to {text.file_size(dithered_bytes)}. A single pixel is farther from the "
        "original, and its neighbours compensate for it: the eye blurs them together, but the mean squared error "
        "does not.",
        {"See it": picture_link("gradient", dither="Floyd-Steinberg")},
    )


def drawing_in_common() -> Question:
    sentences = []
    for name in ("china", "shapes"):
        pixels = PICTURES[name]().pixels
        sentences.append(f"On “{name}”: {text.against_jpeg(*bytes_and_psnr(pixels, 16), jpeg_curve(pixels))}")
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
