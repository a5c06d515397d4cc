"""One picture in few colours, and what that costs in bytes and in error. No Streamlit."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image

from dashboard.image_compression import color, quantizers
from dashboard.image_compression import dithering as dither
from dashboard.image_compression.palette_files import palette_png, pieces
from dashboard.image_compression.picture_files import png, read
from kmeans_core import Colors, assign, kmeans, kmeans_plusplus, lloyd, prepare

QUALITIES = ("draft", "default", "best")
SPACES = ("sRGB", "OKLab")
STARTS = {"draft": 1, "default": 3, "best": 10}  # of k-means in OKLab
OWN_COLORS = 64  # that stand for the markers' own
LUMINANCE = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True)
class Way:
    """How the colours are found and laid out."""

    quality: str
    space: str
    dither: str


@dataclass(frozen=True)
class Compressed:
    """A picture in at most k colours: its PNG file, the palette (k, 3) uint8 from dark to light, the pixels each
    colour has, and how far it is from the original: mse per channel, ssim, and `eye`, the mean distance in OKLab.
    """

    png: bytes
    palette: np.ndarray
    counts: np.ndarray
    mse: float
    ssim: float
    eye: float

    @property
    def psnr(self) -> float:
        return 10 * math.log10(255**2 / self.mse) if self.mse else math.inf

    @property
    def shares(self) -> np.ndarray:
        return self.counts / self.counts.sum()

    @property
    def entropy(self) -> float:
        """Bits a pixel needs on average where each colour's code is as long as its share deserves."""
        used = self.shares[self.shares > 0]
        return max(0.0, float(-(used * np.log2(used)).sum()))


def compress(pixels, colors: Colors, k: int, way: Way) -> Compressed:
    """Return `pixels` (h, w, 3), whose Colors are `colors`, in at most `k` colours."""
    *_, done = compressing(pixels, colors, k, way)
    return done


def compressing(pixels, colors: Colors, k: int, way: Way) -> Iterator[Compressed | None]:
    """Yield None again and again, so that a caller can stop, and at last what `compress` returns."""
    if way.space == "OKLab":
        for found in oklab_palettes(colors, k, way.quality):
            palette = found
            yield None
        labels = assign(color.to_oklab(colors.unique), color.to_oklab(palette))
        indices = colors.at_pixels(labels.astype(np.uint8))
    else:
        for part in colors.quantizing(min(k, len(colors.unique)), quality=way.quality, seed=0):
            found = part
            yield None
        palette, indices = found
    if way.dither != "off":
        indices = dither.METHODS[way.dither](pixels, palette)
        yield None
    yield scored(pixels, palette, indices)


def scored(pixels, palette, indices) -> Compressed:
    """Return `pixels` as `palette` (k, 3) and `indices` (h, w) show them."""
    shown = np.take(palette, indices, axis=0)
    counts = np.bincount(indices.ravel(), minlength=len(palette))
    scores = color.mse(pixels, shown), color.ssim(pixels, shown), color.oklab_error(pixels, shown)
    return Compressed(palette_png(palette, indices), palette, counts, *scores)


def full_size(content: bytes, k: int, way: Way, made: dict) -> Iterator[str]:
    """Compress the picture file `content` at its own size: yield, again and again, what is being done.

    In the end `made` has the "file", a PNG, and its "mse" per channel. Each part is short: a caller can stop between.
    """
    yield "reading the picture"
    pixels = read(content).pixels
    yield "counting its colours"
    colors = prepare(pixels)
    searching = f"searching for {k} colours"
    yield searching
    if way.space == "OKLab":
        for found in oklab_palettes(colors, k, way.quality):
            palette = found
            yield searching
    else:
        palette = colors.unique
        for state in colors.steps(k, quality=way.quality, seed=0) if k < len(palette) else ():
            palette = np.rint(state.palette).astype(np.uint8)
            yield searching
    palette = by_luminance(palette)
    placing = "giving each pixel its colour"
    yield placing
    if way.dither == "Floyd-Steinberg":
        indices = np.empty(pixels.shape[:2], np.uint8)
        for _ in dither.diffused(pixels, palette, indices):
            yield placing
    else:
        indices = dither.METHODS[way.dither](pixels, palette) if way.dither != "off" else colors.indices(palette)
    yield "measuring the error"
    made["mse"] = color.mse(pixels, np.take(palette, indices, axis=0))
    parts = []
    for part in pieces(palette, indices):
        parts.append(part)
        yield "writing the PNG file"
    made["file"] = b"".join(parts)


def oklab_palettes(colors: Colors, k: int, quality: str) -> Iterator[np.ndarray]:
    """Yield the best palette so far after each start of k-means on the weighted cells in OKLab.

    Distance there is what the eye sees.
    """
    if len(colors.unique) <= k:
        yield by_luminance(colors.unique)
        return
    X, weights = oklab_cells(colors)
    best, rng = None, np.random.default_rng(0)
    for _ in range(STARTS[quality]):
        found = kmeans(X, min(k, len(X)), seed=rng, sample_weight=weights)
        if best is None or found.inertia < best.inertia:
            best = found
        yield by_luminance(np.unique(color.from_oklab(best.centroids), axis=0))


def oklab_cells(colors: Colors) -> tuple[np.ndarray, np.ndarray]:
    cells = colors.cells()
    return color.to_oklab(np.rint(cells.means).astype(np.uint8)).astype(np.float64), cells.weights


def by_luminance(palette) -> np.ndarray:
    return palette[np.argsort(palette @ LUMINANCE, kind="stable")]


@dataclass(frozen=True)
class Found:
    """One state of the search for a palette: its `places` (k, 3) in the colour space, the same as uint8 sRGB
    (`palette`), and the error: per channel, of the cells, in the units of the space."""

    kind: str
    places: np.ndarray
    palette: np.ndarray
    error: float


def search(colors: Colors, k: int, way: Way) -> Iterator[Found]:
    """Yield the states of the search for k colours, the start first; the error never rises."""
    if way.space == "sRGB":
        for step in colors.steps(min(k, len(colors.unique)), quality=way.quality, seed=0):
            yield Found(step.kind, step.palette, np.rint(step.palette).astype(np.uint8), step.mse)
        return
    X, weights = oklab_cells(colors)
    start = kmeans_plusplus(X, min(k, len(np.unique(X, axis=0))), seed=0, sample_weight=weights)
    for step in lloyd(X, start, sample_weight=weights):
        kind = "move" if step.iteration else "start"
        error = step.inertia / weights.sum() / 3
        yield Found(kind, step.centroids, color.from_oklab(step.centroids), error)


@dataclass(frozen=True)
class Rival:
    """What another way to choose the colours made of the picture, and the processor `seconds` it took."""

    name: str
    idea: str
    seconds: float
    done: Compressed


def rivals(pixels, k: int) -> Iterator[Rival]:
    """Yield the picture in `k` colours, chosen in each of the ways."""
    for way in quantizers.ALL:
        chosen = quantizers.run(way, pixels, k)
        yield Rival(way.name, way.idea, chosen.seconds, scored(pixels, chosen.palette, chosen.indices))


def rounded(colors) -> tuple[np.ndarray, np.ndarray]:
    """Return each of `colors` (m, 3) uint8 as its place (m,) uint8 in a palette that is near to all of them."""
    counted = prepare(colors[None])
    palette, indices = counted.quantize(min(OWN_COLORS, len(counted.unique)), quality="draft", seed=0)
    return indices[0], palette


def indices_of(png: bytes) -> np.ndarray:
    """Return the palette indices (h, w) uint8 in a palette PNG."""
    return np.asarray(Image.open(io.BytesIO(png)))


def lit(pixels, indices, j: int) -> np.ndarray:
    """Return `pixels` with those of colour `j` as they are and the others pale and gray."""
    gray = pixels @ np.array(LUMINANCE, np.float32) * 0.25 + 185
    return np.where((indices == j)[..., None], pixels, gray[..., None].astype(np.uint8))


def means(values, step: int) -> np.ndarray:
    """Return the means of blocks of `step` x `step` of `values` (h, w); what is left over at the edges is its own."""
    height, width = values.shape
    rows, columns = np.arange(0, height, step), np.arange(0, width, step)
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    counts = np.outer(np.minimum(step, height - rows), np.minimum(step, width - columns))
    return sums / counts


def numbered(cells_of_pixels) -> bytes:
    """Return the numbers (h, w) below 65,536 as a PNG: red * 256 + green."""
    parts = [cells_of_pixels >> 8, cells_of_pixels & 255, np.zeros_like(cells_of_pixels)]
    return png(np.stack(parts, axis=-1).astype(np.uint8))
