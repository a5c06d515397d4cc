"""What the Image compression page computes once for each picture and setting."""

import hashlib
from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np

from dashboard.common.projection import COMPONENTS, view
from dashboard.common.questions import Question
from dashboard.components.player import Beat, script
from dashboard.image_compression import color, compute, figures, text
from dashboard.image_compression.compute import Compressed, PaletteMethod, Progress, QuantizerResult
from dashboard.image_compression.figures import SpaceState
from dashboard.image_compression.palette_files import palette_png, rgb_png
from dashboard.image_compression.picture_files import Picture, preview, read_picture
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import QUANTIZERS, jpeg_curve
from dashboard.image_compression.questions import QUESTIONS
from dashboard.server.results import UPLOAD, cached, counted
from kmeans_core import Colors, assign, prepare

MAX_SIDE_PX = 800  # of a picture on the screen; a larger one is scaled down, and compressed in full for the download
# Sides of a picture in a third of the page. Half of the pixels in each direction also suffice to compare methods:
# the same ones win as at the full size, in a third of the time.
SMALL_SIDE_PX = 400
MAX_CELLS = 600  # markers of the colour space: with 256 colours, a change then sends less than 100 KiB
MAX_FILM_STATES = 10
MAX_FILM_K = 32
CURVE_KS = (2, 4, 8, 16, 32, 64, 128, 256)
JPEG_QUALITIES = (1, 5, 10, 20, 35, 50, 65, 80, 90, 95)


@dataclass(frozen=True)
class DisplayedPicture:
    """A picture as the page shows it: `pixels` with sides of at most 800, and the same as a PNG file.

    `key` is its name, or the sha256 of an upload's bytes. `full_size` (width, height), `format` and `bytes` are those
    of its file; `notes` say what was changed.
    """

    key: str
    pixels: np.ndarray = field(repr=False)
    png: bytes = field(repr=False)
    full_size: tuple[int, int]
    format: str
    bytes: int
    notes: tuple[str, ...]

    @property
    def size(self) -> tuple[int, int]:
        height, width = self.pixels.shape[:2]
        return width, height

    @property
    def is_scaled(self) -> bool:
        return self.size != self.full_size

    @property
    def step(self) -> int:
        return -(-max(self.size) // SMALL_SIDE_PX)

    @property
    def small_pixels(self) -> np.ndarray:
        """Every second pixel of every second row, if there are many. Means of pixels would be new colours."""
        return np.ascontiguousarray(self.pixels[:: self.step, :: self.step])


def displayed(key: str, picture: Picture) -> DisplayedPicture:
    height, width = picture.pixels.shape[:2]
    pixels = preview(picture.pixels, MAX_SIDE_PX)
    pixels.flags.writeable = False
    png = rgb_png(pixels, compress_level=1)  # for the screen alone
    return DisplayedPicture(key, pixels, png, (width, height), picture.format, picture.bytes, picture.notes)


@cached(6)  # 1.3 MiB each
def named_picture(name: str) -> DisplayedPicture:
    return displayed(name, PICTURES[name]())


def uploaded_picture(content: bytes, status) -> DisplayedPicture:
    """Return the upload with these bytes; a file that cannot be used raises Unusable."""
    return _uploaded_picture(UPLOAD + hashlib.sha256(content).hexdigest(), content, status=status)


@cached(2)
def _uploaded_picture(key: str, _content: bytes) -> DisplayedPicture:
    return displayed(key, read_picture(_content))


@cached(3)  # up to 13 MiB each, when used
def colors_of(picture: DisplayedPicture) -> Colors:
    return prepare(picture.pixels)


@cached(48)
def compressed_picture(
    picture: DisplayedPicture, k: int, method: PaletteMethod
) -> Generator[Progress, None, Compressed]:
    return (yield from compute.compressing(picture.pixels, colors_of(picture), k, method))


@cached(6)  # 4 MiB each
def _small_colors(picture: DisplayedPicture) -> Colors:
    return prepare(picture.small_pixels)


@cached(96)
def small_picture(picture: DisplayedPicture, k: int, method: PaletteMethod) -> tuple[int, bytes]:
    """Return how many colours the small picture gets for this k, and its PNG file."""
    pixels = picture.small_pixels
    *_, (palette, indices) = compute.quantizing(pixels, _small_colors(picture), k, method)
    return len(palette), palette_png(palette, indices)


@cached(2)
def compressed_file(key: str, k: int, method: PaletteMethod, _content: bytes) -> Generator[Progress, None, Compressed]:
    """Return the picture file with this key in `k` colours at its own size."""
    return (yield from compute.compressing_file(_content, k, method))


@dataclass(frozen=True)
class ColorSpace:
    """The search in the colour space as a film: the figure, the player's script, and what draws the picture.

    `colors` (m, 3) uint8 are the cells' own, `cell_png` the number of each pixel's cell; `n_shown` of `n_states`
    states are in the film.
    """

    figure: object
    script: dict
    colors: np.ndarray
    cell_png: bytes
    n_shown: int
    n_states: int


@cached(8)
def color_space(picture: DisplayedPicture, k: int, method: PaletteMethod, show_own, dimensions) -> ColorSpace:
    """Return the search for `k` colours as a film in the colour space."""
    colors = colors_of(picture)
    cells = colors.cells(MAX_CELLS)
    own = np.rint(cells.means).astype(np.uint8)
    states = list(compute.search_states(colors, k, method))
    n_states = len(states)
    states = [states[i] for i in compute.states_to_show(states, MAX_FILM_STATES)]
    X = color.to_oklab(own).astype(np.float64) if method.space == "OKLab" else cells.means
    titles, project = text.AXIS_TITLES[method.space], np.asarray
    if dimensions == 2:
        plane = view(X, titles, *COMPONENTS)
        titles, project = plane.titles, plane.on
    drawn = [SpaceState(assign(X, s.centroids).astype(np.uint8), project(s.centroids), s.palette) for s in states]
    film = figures.color_space_film(project(X), own, cells.weights, drawn, titles, show_own)
    beats = [Beat(name, name, caption, 0) for name, caption in text.film_captions(states, len(colors.unique), len(own))]
    options = dict(code=(), toggles=(), fill={"stage": [360, 900]}, filename="colour space", unit="state")
    numbers = np.repeat(np.arange(len(own), dtype=np.uint16), np.diff(cells.starts))
    cell_png = compute.cell_number_png(colors.at_pixels(numbers)[:: picture.step, :: picture.step])
    played = script({"stage": film}, beats, settings=(picture, k, method, show_own, dimensions), **options)
    return ColorSpace(film.figure, played, own, cell_png, len(states), n_states)


@cached(12)
def quantizer_results(picture: DisplayedPicture, k: int) -> Generator[Progress, None, list[QuantizerResult]]:
    """Return the small picture in `k` colours chosen by each quantizer, ours first."""
    results = compute.compare_quantizers(picture.small_pixels, k)
    return (yield from counted(results, len(QUANTIZERS), "{} of {} methods …"))


@cached(12)
def rate_curves(picture: DisplayedPicture, method: PaletteMethod) -> Generator[Progress, None, tuple[list, list]]:
    """Return rows (k, bytes, PSNR) of palettes and rows (quality, bytes, PSNR) of JPEGs of the same picture."""
    palettes = compute.palette_curve(picture.pixels, colors_of(picture), CURVE_KS, method)
    palettes = yield from counted(palettes, len(CURVE_KS), "{} of {} palettes …")
    jpegs = jpeg_curve(picture.pixels, JPEG_QUALITIES)
    jpegs = yield from counted(jpegs, len(JPEG_QUALITIES), "{} of {} JPEG files …")
    return list({row[0]: row for row in palettes}.values()), jpegs


@cached(1)
def questions() -> Generator[Progress, None, list[Question]]:
    answers = (question() for question in QUESTIONS)
    return (yield from counted(answers, len(QUESTIONS), "{} of {} answers …"))
