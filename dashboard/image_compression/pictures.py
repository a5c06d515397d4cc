"""The named pictures. The photographs come with scikit-learn, the others are drawn here."""

import importlib.util
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from dashboard.image_compression.color import from_oklab
from dashboard.image_compression.palette_files import rgb_png
from dashboard.image_compression.picture_files import Picture, read_picture

WIDTH, HEIGHT = 640, 427  # of the drawn pictures: the size of scikit-learn's photographs


def photograph(file: str) -> Picture:
    """Return a photograph that ships with scikit-learn, read as a file: importing scikit-learn takes a second."""
    package = Path(importlib.util.find_spec("sklearn").origin).parent
    return read_picture((package / "datasets" / "images" / file).read_bytes())


@cache
def drawn(draw: Callable[[], np.ndarray]) -> Picture:
    """Return what `draw` draws, as if it came in a PNG file."""
    pixels = draw()
    return Picture(pixels, "PNG", len(rgb_png(pixels)))


def gradient() -> np.ndarray:
    """Every hue from left to right, light to dark from top to bottom: no colour occurs often."""
    hue = np.linspace(0, 2 * np.pi, WIDTH, endpoint=False)
    lightness = np.linspace(0.92, 0.25, HEIGHT)[:, None]
    chroma = 0.09 * np.sin(np.pi * np.linspace(0.25, 0.85, HEIGHT))[:, None]
    lab = np.stack([np.broadcast_to(lightness, (HEIGHT, WIDTH)), chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
    return from_oklab(255 * lab)


def shapes() -> np.ndarray:
    """Seven flat shapes on white: eight colours and not one more."""
    im = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(im)
    pen.rectangle((40, 40, 220, 190), fill="#0072b2")
    pen.ellipse((250, 30, 410, 190), fill="#e69f00")
    pen.polygon([(440, 190), (520, 30), (600, 190)], fill="#009e73")
    pen.rectangle((40, 230, 130, 390), fill="#d55e00")
    pen.ellipse((160, 230, 330, 390), fill="#56b4e9")
    pen.polygon([(350, 390), (390, 230), (470, 250), (480, 370)], fill="#cc79a7")
    pen.rectangle((510, 230, 600, 390), fill="#222222")
    return np.asarray(im)


def text() -> np.ndarray:
    """Dark letters on paper, one word in red: their edges blend the two."""
    im = Image.new("RGB", (WIDTH, HEIGHT), "#fbf7ec")
    pen = ImageDraw.Draw(im)
    lines = (
        "Assign each point",
        "to its nearest centroid.",
        "Move each centroid",
        "to the mean of its points.",
        "Repeat.",
    )
    for i, line in enumerate(lines):
        color = "#b3261e" if line == lines[-1] else "#1d2b53"
        pen.text((36, 30 + 74 * i), line, fill=color, font=ImageFont.load_default(46))
    return np.asarray(im)


def balloon() -> np.ndarray:
    """A small red balloon in a wide sky over a dark field."""
    down = np.linspace(0, 1, HEIGHT)[:, None, None]
    sky = (1 - down) * np.array([86, 140, 200]) + down * np.array([235, 225, 205])
    grain = np.random.default_rng(0).normal(0, 2, (HEIGHT, WIDTH, 3))
    im = Image.fromarray(np.clip(np.broadcast_to(sky, grain.shape) + grain, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(im)
    pen.polygon([(0, 380), (220, 345), (430, 365), (WIDTH, 335), (WIDTH, HEIGHT), (0, HEIGHT)], fill="#3d5a3a")
    pen.ellipse((447, 95, 465, 116), fill="#d7191c")
    pen.line((456, 116, 457, 140), fill="#5b5b5b")
    return np.asarray(im)


PICTURES: dict[str, Callable[[], Picture]] = {
    "china": partial(photograph, "china.jpg"),
    "flower": partial(photograph, "flower.jpg"),
    "gradient": partial(drawn, gradient),
    "shapes": partial(drawn, shapes),
    "text": partial(drawn, text),
    "balloon": partial(drawn, balloon),
}
