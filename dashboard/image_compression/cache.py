"""What the Image compression page computes once for each picture and setting.

A picture is known by a key: its name, or the sha256 of an upload's bytes. Every store is small: results keep the
PNG file and not the pixels.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.common.projection import COMPONENTS, view
from dashboard.common.questions import Question
from dashboard.components.player import Beat, script
from dashboard.image_compression import color, figures, quantizers
from dashboard.image_compression import compute as compression
from dashboard.image_compression import text as words
from dashboard.image_compression.compute import Compressed, Found, Rival, Way
from dashboard.image_compression.picture_files import preview, read
from dashboard.image_compression.pictures import NAMED
from dashboard.image_compression.questions import QUESTIONS
from dashboard.image_compression.questions import questions as ask
from dashboard.server.result_cache import gathered, kept, places, remembered
from dashboard.server.work_limit import turn
from kmeans_core import Colors, assign, prepare

MOST_SIDE = 800  # of a picture on the screen; a larger one is scaled down, and compressed in full for the download
MOST_CELLS = 1000  # markers of the colour space
MOST_STATES = 10  # of its film
MOST_FILM_COLORS = 32
MOST_HEAT = 36_000  # cells of the error map
CURVE_KS = (2, 4, 8, 16, 32, 64, 128, 256)
JPEG_QUALITIES = (1, 5, 10, 20, 35, 50, 65, 80, 90, 95)


@dataclass(frozen=True)
class Subject:
    """A picture as the page works on it: `pixels` of at most 800 on a side and the same as a PNG; the (width,
    height) in `full`, the `format` and `bytes` of its file, and what was changed on the way (`notes`)."""

    key: str
    pixels: np.ndarray
    png: bytes
    full: tuple[int, int]
    format: str
    bytes: int
    notes: tuple[str, ...]

    @property
    def size(self) -> tuple[int, int]:
        height, width = self.pixels.shape[:2]
        return width, height

    @property
    def is_scaled(self) -> bool:
        return self.size != self.full


def subject(key, picture) -> Subject:
    height, width = picture.pixels.shape[:2]
    pixels = preview(picture.pixels, MOST_SIDE)
    pixels.flags.writeable = False
    png = compression.png(pixels)
    return Subject(key, pixels, png, (width, height), picture.format, picture.bytes, picture.notes)


@remembered(6)  # 1.3 MiB
def named(name: str) -> Subject:
    return subject(name, NAMED[name].make())


def own(content: bytes, fingerprint: str, sign) -> Subject:
    """Return the upload with these bytes; a file that cannot be used raises Unusable."""
    place = _uploads(fingerprint)
    if "subject" not in place:
        with turn(sign):
            sign.caption("Reading the picture …")
            if "subject" not in place:  # or another visitor with the same file was first
                place["subject"] = subject(fingerprint, read(content))
    return place["subject"]


_uploads = places(4)


@remembered(3)  # up to 13 MiB each, as they are used
def _colors(key: str, _pixels) -> Colors:
    return prepare(_pixels)


_result = places(48)


_place = places(12)


def distinct(picture: Subject) -> int:
    """Return how many colours the picture has."""
    return len(_colors(picture.key, picture.pixels).unique)


def compressed(picture: Subject, ks, way: Way, sign) -> list[Compressed]:
    """Return the picture in each number of colours `ks`; `sign` is an st.empty() for progress."""
    places = [_result(picture.key, k, way) for k in ks]
    missing = [(k, place) for k, place in zip(ks, places, strict=True) if "done" not in place]
    if missing:
        said = f"Compressing: {{}} of {len(missing)} pictures …"
        gathered(
            _each(picture, missing, way),
            heavy=True,
            sign=sign,
            told=lambda done: said.format(len(done)),
        )
    return [place["done"] for place in places]


def _each(picture: Subject, missing, way: Way) -> Iterator[int | None]:
    """Yield each k when it is done, and None between its parts."""
    colors = _colors(picture.key, picture.pixels)
    for k, place in missing:
        if "done" not in place:  # or another visitor was first
            for part in compression.compressing(picture.pixels, colors, k, way):
                if part is not None:
                    place["done"] = part
                else:
                    yield None
            _colors.weigh(picture.key, picture.pixels)
        yield k


@dataclass(frozen=True)
class Space:
    """The colour space with its film: the figure, the player's script, and what the painter of the picture needs."""

    figure: object
    script: dict
    colors: np.ndarray
    cells: bytes
    note: str


def space(picture: Subject, k: int, way: Way, shown: str, dimensions: int, sign) -> Space:
    """Return the search for `k` colours as a film in the colour space."""
    return kept(
        _place("space", picture.key, k, way.quality, way.space, shown, dimensions),
        "space",
        lambda: compression.search(_colors(picture.key, picture.pixels), k, way),
        lambda states: _filmed(picture, _colors(picture.key, picture.pixels), way, states, shown, dimensions),
        heavy=True,
        sign=sign,
        told=lambda done: f"Searching a palette: {len(done)} states so far …",
    )


def _filmed(picture: Subject, colors: Colors, way: Way, states: list[Found], shown: str, dimensions: int) -> Space:
    cells = colors.cells(MOST_CELLS)
    own = np.rint(cells.means).astype(np.uint8)
    places = color.to_oklab(own).astype(np.float64) if way.space == "OKLab" else cells.means
    kept = words.worth_showing(states, MOST_STATES)
    note = words.thinned(len(kept), len(states)) if len(kept) < len(states) else ""
    states = [states[at] for at in kept]
    told = words.told(states, len(colors.unique), len(own))
    labels = [assign(places, state.places).astype(np.uint8) for state in states]
    titles = words.AXES[way.space]
    spots, centroids = places, [state.places for state in states]
    if dimensions == 2:
        seen = view(places, titles, *COMPONENTS)
        spots, centroids, titles = seen.on(places), [seen.on(at) for at in centroids], seen.titles
    codes, palette = compression.rounded(own)
    film = figures.space(
        spots,
        (codes, figures.hexes(palette)),
        cells.weights,
        labels,
        centroids,
        [state.palette for state in states],
        titles,
        shown,
    )
    beats = [Beat(beat.name, beat.name, beat.caption, 0) for beat in told]
    sign_ = repr((picture.key, len(centroids[0]), way, shown, dimensions))
    played = script(
        {"stage": film},
        beats,
        id=hashlib.sha256(sign_.encode()).hexdigest()[:16],
        code=(),
        toggles=(),
        fill={"stage": [360, 900]},
        filename="colour space",
        unit="state",
    )
    numbers = np.repeat(np.arange(len(own), dtype=np.uint16), np.diff(cells.starts))
    _colors.weigh(picture.key, picture.pixels)
    return Space(film.figure, played, own, compression.numbered(colors.at_pixels(numbers)), note)


def rivals(picture: Subject, k: int, sign) -> list[Rival]:
    """Return what every way to choose k colours makes of the picture, our own first."""
    return kept(
        _place("rivals", picture.key, k),
        "done",
        lambda: compression.rivals(picture.pixels, k),
        heavy=True,
        sign=sign,
        told=lambda done: f"Racing: {len(done)} of {len(quantizers.ALL)} done …",
    )


@dataclass(frozen=True)
class Heat:
    """How far the colours moved: `values` (h, w) float, a cell the mean of `step` x `step` pixels; and in words."""

    values: np.ndarray
    step: int
    sentence: str


def heat(picture: Subject, done: Compressed) -> Heat:
    indices = compression.indices_of(done.png)
    moved = color.error_map(picture.pixels, np.take(done.palette, indices, axis=0))
    step = max(1, math.ceil(math.sqrt(moved.size / MOST_HEAT)))
    return Heat(compression.means(moved, step), step, words.heat(moved, done))


def curves(picture: Subject, way: Way, sign) -> tuple[list[tuple], list[tuple]]:
    """Return rows (k, bytes, PSNR) of palettes and rows (quality, bytes, PSNR) of JPEGs of the same picture."""
    done = compressed(picture, CURVE_KS, way, sign)
    jpeg = kept(
        _place("jpeg", picture.key),
        "rows",
        lambda: quantizers.jpeg_curve(picture.pixels, JPEG_QUALITIES),
        lambda files: [(quality, *file) for quality, file in zip(JPEG_QUALITIES, files, strict=True)],
        heavy=True,
        sign=sign,
        told=lambda done: f"JPEG: {len(done)} of {len(JPEG_QUALITIES)} qualities …",
    )
    ours = {len(one.palette): (len(one.palette), len(one.png), one.psnr) for one in done}
    return list(ours.values()), jpeg


def questions(sign) -> list[Question]:
    """Return the questions to try, their answers computed once."""
    told = f"Computing the answers: {{}} of {len(QUESTIONS)} …"
    return kept(_place("questions", ""), "done", ask, heavy=True, sign=sign, told=lambda done: told.format(len(done)))
