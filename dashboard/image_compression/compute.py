"""A picture in few colours, and what that costs in bytes and in error."""

import io
import math
import zipfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.image_compression import color
from dashboard.image_compression.dithering import DITHERS
from dashboard.image_compression.palette_files import palette_png, rgb_png
from dashboard.image_compression.picture_files import read_picture
from dashboard.image_compression.quantizers import QUANTIZERS, run_timed
from kmeans_core import Colors, assign, kmeans, kmeans_plusplus, lloyd, prepare

QUALITIES = ("draft", "default", "best")
SPACES = ("sRGB", "OKLab")
MAX_BEST_K = 128  # with more colours, "best" takes a second and gains 0.05 dB
OKLAB_SEARCHES = {"draft": (1500, 1), "default": (6500, 3), "best": (6500, 10)}  # cells, starts of k-means for k <= 64
LUMINANCE = (0.2126, 0.7152, 0.0722)
Progress = tuple[float, str]  # the share that is done, and a sentence


@dataclass(frozen=True)
class PaletteMethod:
    """How the palette is found, and how its colours are laid out in the picture."""

    quality: str
    space: str
    dither: str


PLAIN = PaletteMethod("default", "sRGB", "off")


@dataclass(frozen=True)
class Compressed:
    """A picture in at most k colours: its PNG file, and its palette (k, 3) uint8 from dark to light.

    `counts` (k,) are the pixels of each colour. The difference from the original is the mean squared error per
    channel `mse`, `ssim`, and the mean distance in OKLab `oklab_error`.
    """

    png: bytes
    palette: np.ndarray
    counts: np.ndarray
    mse: float
    ssim: float
    oklab_error: float

    @property
    def psnr(self) -> float:
        return color.psnr_of(self.mse)

    @property
    def shares(self) -> np.ndarray:
        return self.counts / self.counts.sum()

    @property
    def entropy(self) -> float:
        """The average bits per pixel if the code of each colour is as long as its share requires."""
        used = self.shares[self.shares > 0]
        return max(0.0, float(-(used * np.log2(used)).sum()))


def compress(pixels, colors: Colors, k: int, method: PaletteMethod = PLAIN) -> Compressed:
    """Return `pixels` (h, w, 3), whose Colors are `colors`, in at most `k` colours."""
    *_, (palette, indices) = quantizing(pixels, colors, k, method)
    return scored(pixels, palette, indices)


def compressing(pixels, colors: Colors, k: int, method: PaletteMethod) -> Generator[Progress, None, Compressed]:
    """Yield the progress, and return what `compress` returns."""
    for state in quantizing(pixels, colors, k, method):
        result = state
        yield 0.4, f"Searching for {k} colours …"
    yield 0.8, "Measuring the error and writing the PNG file …"
    return scored(pixels, *result)


def zipping(pixels, colors: Colors, ks, method: PaletteMethod) -> Generator[Progress, None, bytes]:
    """Yield the progress, and return a ZIP file with the picture in each of `ks` numbers of colours."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:  # PNG files are compressed already
        for done, k in enumerate(ks):
            for state in quantizing(pixels, colors, k, method):
                result = state
                yield done / len(ks), f"{k} colours …"
            archive.writestr(f"{k}-colours.png", palette_png(*result))
    return file.getvalue()


def compressing_file(content: bytes, k: int, method: PaletteMethod) -> Generator[Progress, None, Compressed]:
    """Yield the progress, and return what `compress` returns for a picture file at its full size."""
    yield 0.0, "Reading the picture …"
    pixels = read_picture(content).pixels
    yield 0.2, "Counting its colours …"
    return (yield from compressing(pixels, prepare(pixels), k, method))


def quantizing(pixels, colors: Colors, k: int, method: PaletteMethod) -> Iterator[tuple | None]:
    """Yield None many times, so that the caller can stop, and finally the palette (k, 3) and the indices (h, w)."""
    if method.space == "OKLab":
        for best in oklab_palettes(colors, k, method.quality):
            palette = best
            yield None
        labels = assign(color.to_oklab(colors.unique), color.to_oklab(palette))
        result = palette, colors.at_pixels(labels.astype(np.uint8))
    else:
        quality = "default" if k > MAX_BEST_K else method.quality
        for state in colors.quantizing(min(k, len(colors.unique)), quality=quality, seed=0):
            result = state
            yield None
    if method.dither != "off" and len(result[0]) < len(colors.unique):
        result = result[0], DITHERS[method.dither](pixels, result[0])
    yield result


def scored(pixels, palette, indices) -> Compressed:
    """Return `pixels` as `palette` (k, 3) and `indices` (h, w) show them."""
    reduced = np.take(palette, indices, axis=0)
    counts = np.bincount(indices.ravel(), minlength=len(palette))
    scores = color.mse(pixels, reduced), color.ssim(pixels, reduced), color.oklab_error(pixels, reduced)
    return Compressed(palette_png(palette, indices), palette, counts, *scores)


def palette_curve(pixels, colors: Colors, ks, method: PaletteMethod) -> Iterator[tuple[int, int, float]]:
    """Yield (colours, bytes, PSNR in dB) of the palette PNG for each of `ks` until all colours of the picture fit."""
    for k in ks:
        *_, (palette, indices) = quantizing(pixels, colors, k, method)
        yield len(palette), len(palette_png(palette, indices)), color.psnr(pixels, np.take(palette, indices, axis=0))


def oklab_palettes(colors: Colors, k: int, quality: str) -> Iterator[np.ndarray]:
    """Yield the best palette so far after each start of k-means in OKLab, where distances are closer to what the eye
    sees. Large k get fewer starts."""
    if len(colors.unique) <= k:
        yield by_luminance(colors.unique)
        return
    X, weights = oklab_cells(colors, OKLAB_SEARCHES[quality][0])
    best, rng = None, np.random.default_rng(0)
    for _ in range(oklab_starts(k, quality)):
        result = kmeans(X, min(k, len(X)), seed=rng, sample_weight=weights)
        if best is None or result.inertia < best.inertia:
            best = result
        yield by_luminance(np.unique(color.from_oklab(best.centroids), axis=0))


def oklab_starts(k: int, quality: str) -> int:
    """Return how many runs of k-means in OKLab there are: fewer for a large k."""
    return max(1, 64 * OKLAB_SEARCHES[quality][1] // max(k, 64))


def oklab_cells(colors: Colors, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return at most so many cells of `colors` in OKLab, (m, 3), and their weights (m,)."""
    cells = colors.cells(most)
    return color.to_oklab(np.rint(cells.means).astype(np.uint8)).astype(np.float64), cells.weights


def by_luminance(palette) -> np.ndarray:
    return palette[np.argsort(palette @ LUMINANCE, kind="stable")]


@dataclass(frozen=True)
class SearchState:
    """A state of the search for a palette: `centroids` (k, 3) in the colour space, the same colours as uint8 sRGB in
    `palette`, and the mean squared error per channel, in the units of the colour space."""

    kind: str
    centroids: np.ndarray
    palette: np.ndarray
    error: float


def search_states(colors: Colors, k: int, method: PaletteMethod) -> Iterator[SearchState]:
    """Yield the states of the search for k colours, the start first; the error never rises."""
    if method.space == "sRGB":
        for step in colors.steps(min(k, len(colors.unique)), quality=method.quality, seed=0):
            yield SearchState(step.kind, step.palette, np.rint(step.palette).astype(np.uint8), step.mse)
        return
    X, weights = oklab_cells(colors, 6500)
    start = kmeans_plusplus(X, min(k, len(np.unique(X, axis=0))), seed=0, sample_weight=weights)
    for step in lloyd(X, start, sample_weight=weights):
        kind = "move" if step.iteration else "start"
        error = step.inertia / weights.sum() / 3
        yield SearchState(kind, step.centroids, color.from_oklab(step.centroids), error)


def states_to_show(states: list[SearchState], most: int) -> list[int]:
    """Return which states the film shows: those that lower the error by a thousandth, and the last; at most `most`."""
    errors = [state.error for state in states]
    kept = [i for i in range(len(states)) if not i or errors[i] < 0.999 * errors[i - 1]]
    if len(kept) > most - 1:
        kept = sorted({kept[i] for i in np.rint(np.geomspace(1, len(kept), most - 1)).astype(int) - 1})
    return sorted({*kept, len(states) - 1})


@dataclass(frozen=True)
class QuantizerResult:
    """The picture with the colours that a quantizer chose in `seconds` of processor time."""

    name: str
    seconds: float
    compressed: Compressed


def compare_quantizers(pixels, k: int) -> Iterator[QuantizerResult]:
    """Yield the picture in `k` colours, chosen by each of the quantizers, ours first."""
    for name, quantizer in QUANTIZERS.items():
        palette, indices, seconds = run_timed(quantizer, pixels, k)
        yield QuantizerResult(name, seconds, scored(pixels, palette, indices))


def highlighted(palette, j: int) -> np.ndarray:
    """Return the `palette` (k, 3) uint8 with colour `j` as it is and the others pale and gray."""
    gray = np.repeat(palette @ LUMINANCE * 0.25 + 185, 3).reshape(-1, 3).astype(np.uint8)
    gray[j] = palette[j]
    return gray


def block_means(values, max_blocks: int) -> tuple[np.ndarray, int]:
    """Return the means of square blocks of `values` (h, w), and the side of a block: the smallest that gives about
    `max_blocks`. Blocks at the right and lower edge may be smaller."""
    height, width = values.shape
    side = max(1, math.ceil(math.sqrt(values.size / max_blocks)))
    rows, columns = np.arange(0, height, side), np.arange(0, width, side)
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    return sums / np.outer(np.minimum(side, height - rows), np.minimum(side, width - columns)), side


def cell_number_png(numbers) -> bytes:
    """Return the numbers (h, w) below 65,536 as the pixels of a PNG file: red * 256 + green."""
    channels = [numbers >> 8, numbers & 255, np.zeros_like(numbers)]
    return rgb_png(np.stack(channels, axis=-1).astype(np.uint8), compress_level=1)
