"""What the Image compression page computes once for each picture and setting.

A picture is known by a key: its name, or the sha256 of an upload's bytes. Results keep the PNG file, not the pixels.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.common.projection import COMPONENTS, view
from dashboard.common.questions import Question
from dashboard.components.player import Beat, script
from dashboard.image_compression import color, compute, figures, text
from dashboard.image_compression.compute import Compressed, PaletteMethod, QuantizerResult, SearchState
from dashboard.image_compression.palette_files import rgb_png
from dashboard.image_compression.picture_files import Picture, preview, read_picture
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import QUANTIZERS, jpeg_curve
from dashboard.image_compression.questions import QUESTIONS, compression_questions
from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import collect, compute_once, partial_results
from dashboard.server.work_limit import job
from kmeans_core import Colors, assign, prepare

MAX_SIDE_PX = 800  # of a picture on the screen; a larger one is scaled down, and compressed in full for the download
MAX_CELLS = 1000  # markers of the colour space
MAX_FILM_STATES = 10
MAX_FILM_K = 32
CURVE_KS = (2, 4, 8, 16, 32, 64, 128, 256)
JPEG_QUALITIES = (1, 5, 10, 20, 35, 50, 65, 80, 90, 95)


@dataclass(frozen=True)
class DisplayedPicture:
    """A picture as the page shows it: `pixels` with sides of at most 800, and the same as a PNG file.

    `full_size` (width, height), `format` and `bytes` are those of its file; `notes` say what was changed.
    """

    key: str
    pixels: np.ndarray
    png: bytes
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


def displayed(key: str, picture: Picture) -> DisplayedPicture:
    height, width = picture.pixels.shape[:2]
    pixels = preview(picture.pixels, MAX_SIDE_PX)
    pixels.flags.writeable = False
    return DisplayedPicture(key, pixels, rgb_png(pixels), (width, height), picture.format, picture.bytes, picture.notes)


@cached(6)  # 1.3 MiB each
def named_picture(name: str) -> DisplayedPicture:
    return displayed(name, PICTURES[name]())


def uploaded_picture(content: bytes, status) -> DisplayedPicture:
    """Return the upload with these bytes; a file that cannot be used raises Unusable."""
    key = hashlib.sha256(content).hexdigest()
    result = _upload(key)
    if "picture" not in result:
        with job(status):
            status.caption("Reading the picture …")
            if "picture" not in result:  # another visitor may have sent the same file
                result["picture"] = displayed(key, read_picture(content))
    return result["picture"]


_upload = partial_results(4)
_compressed = partial_results(48)
_result = partial_results(12)


@cached(3)  # up to 13 MiB each, when used
def _colors(key: str, _pixels) -> Colors:
    return prepare(_pixels)


def n_unique_colors(picture: DisplayedPicture) -> int:
    return len(_colors(picture.key, picture.pixels).unique)


def compressed_pictures(picture: DisplayedPicture, ks, method: PaletteMethod, status) -> list[Compressed]:
    """Return the picture in each number of colours `ks`."""
    results = [_compressed(picture.key, k, method) for k in ks]
    missing = [(k, result) for k, result in zip(ks, results, strict=True) if "picture" not in result]
    if missing:
        progress = _counter(f"Compressing: {{}} of {len(missing)} pictures …")
        collect(_compress_missing(picture, missing, method), heavy=True, status=status, progress=progress)
    return [result["picture"] for result in results]


def _compress_missing(picture: DisplayedPicture, missing, method: PaletteMethod) -> Iterator[int | None]:
    """Yield each k when it is finished, and None between the parts of the work."""
    colors = _colors(picture.key, picture.pixels)
    for k, result in missing:
        if "picture" not in result:  # another visitor may have been faster
            for part in compute.compress_in_parts(picture.pixels, colors, k, method):
                if isinstance(part, Compressed):
                    result["picture"] = part
                yield None
            _colors.measure(picture.key, picture.pixels)
        yield k


def compress_at_full_size(content: bytes, k: int, method: PaletteMethod, status) -> Compressed:
    """Return the picture file `content` in `k` colours at its own size; the result is not kept."""
    work = compute.compress_file(content, k, method)
    return collect(work, heavy=True, status=status, progress=lambda parts: text.full_size_progress(parts[-1]))[-1]


def _counter(sentence: str) -> Callable[[list], str]:
    """Return what says how much of some work is done: the `sentence` with the number of results so far."""
    return lambda results: sentence.format(len(results))


def _once(key: tuple, work: Callable[[], Iterable], sentence: str, status, finish=list):
    """Return what `finish` makes of the items of `work()`, which is done once for each `key`."""
    return compute_once(_result(*key), "result", work, finish, heavy=True, status=status, progress=_counter(sentence))


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


def color_space(picture: DisplayedPicture, k: int, method: PaletteMethod, show_own, dimensions, status) -> ColorSpace:
    """Return the search for `k` colours as a film in the colour space."""
    key = ("space", picture.key, k, method.quality, method.space, show_own, dimensions)

    def states():
        return compute.search_states(_colors(picture.key, picture.pixels), k, method)

    def filmed(states):
        return _filmed(picture, method, states, show_own, dimensions, key)

    return _once(key, states, "Searching for a palette: {} states so far …", status, filmed)


def _filmed(picture: DisplayedPicture, method, states: list[SearchState], show_own, dimensions, key) -> ColorSpace:
    colors = _colors(picture.key, picture.pixels)
    cells = colors.cells(MAX_CELLS)
    own = np.rint(cells.means).astype(np.uint8)
    n_states = len(states)
    states = [states[i] for i in compute.states_to_show(states, MAX_FILM_STATES)]
    X = color.to_oklab(own).astype(np.float64) if method.space == "OKLab" else cells.means
    titles, project = text.AXIS_TITLES[method.space], np.asarray
    if dimensions == 2:
        plane = view(X, titles, *COMPONENTS)
        titles, project = plane.titles, plane.on
    drawn = [(assign(X, s.centroids).astype(np.uint8), project(s.centroids), s.palette) for s in states]
    film = figures.color_space_film(project(X), compute.marker_colors(own), cells.weights, drawn, titles, show_own)
    beats = [Beat(name, name, caption, 0) for name, caption in text.film_captions(states, len(colors.unique), len(own))]
    options = dict(code=(), toggles=(), fill={"stage": [360, 900]}, filename="colour space", unit="state")
    numbers = np.repeat(np.arange(len(own), dtype=np.uint16), np.diff(cells.starts))
    cell_png = compute.cell_number_png(colors.at_pixels(numbers))
    _colors.measure(picture.key, picture.pixels)
    played = script({"stage": film}, beats, settings=key, **options)
    return ColorSpace(film.figure, played, own, cell_png, len(states), n_states)


def quantizer_results(picture: DisplayedPicture, k: int, status) -> list[QuantizerResult]:
    """Return the picture in `k` colours chosen by each quantizer, ours first."""
    sentence = f"Racing: {{}} of {len(QUANTIZERS)} done …"
    key = ("quantizers", picture.key, k)
    return _once(key, lambda: compute.compare_quantizers(picture.pixels, k), sentence, status)


def rate_curves(picture: DisplayedPicture, method: PaletteMethod, status) -> tuple[list[tuple], list[tuple]]:
    """Return rows (k, bytes, PSNR) of palettes and rows (quality, bytes, PSNR) of JPEGs of the same picture."""
    pictures = compressed_pictures(picture, CURVE_KS, method, status)
    sentence = f"JPEG: {{}} of {len(JPEG_QUALITIES)} qualities …"
    jpegs = _once(("jpeg", picture.key), lambda: jpeg_curve(picture.pixels, JPEG_QUALITIES), sentence, status)
    rows = {len(one.palette): (len(one.palette), len(one.png), one.psnr) for one in pictures}
    return list(rows.values()), jpegs


def compression_answers(status) -> list[Question]:
    """Return the questions to try, with answers that are computed once."""
    sentence = f"Computing the answers: {{}} of {len(QUESTIONS)} …"
    return _once(("questions",), compression_questions, sentence, status)
