"""The colours of an image, counted once for every k, and the public functions of this package."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from kmeans_core import validation
from kmeans_core.color_quantization import morton
from kmeans_core.color_quantization.candidates import nearest_entry
from kmeans_core.color_quantization.histogram import CENTRE, Boxes, Cells, FineHistogram
from kmeans_core.color_quantization.search import BUDGETS, N_FINE_BOXES, search
from kmeans_core.color_quantization.weighted import nearest
from kmeans_core.validation import Seed, validated_at_call

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue (ITU-R BT.709)
MIN_BOXES = 2048  # boxes that share their candidates: more boxes take longer, fewer leave more ambiguous colours
MAX_KEPT_CODES = 1 << 20  # up to this many pixels their codes are kept for the next k; beyond, they are packed again


@dataclass(frozen=True)
class PaletteStep:
    """One state of the search: its palette (k, 3) float, and the label (m,) of each of `cells()` in it.

    `kind` is "start", "move" (Lloyd's), "swap" (one centroid removed, another cluster split) or "finish" (moves
    on finer cells). `mse` is the mean squared error per channel of the whole picture.
    """

    kind: str
    palette: np.ndarray
    labels: np.ndarray
    mse: float


def quantize(image: ArrayLike, k: int, *, quality: str = "default", seed: Seed = None) -> tuple[np.ndarray, np.ndarray]:
    """Return (palette (k, 3) uint8 sorted by luminance, indices (h, w) uint8) of `image` (h, w, 3) uint8.

    k is at most 256 and at most the number of pixels. Every pixel has the index of its nearest entry, the lowest on
    a tie. An image of fewer than k colours gets a palette of just those, and no error.
    `quality` is "draft", "default" or "best": how long to search. Without a seed the search is the same each time;
    a seed changes the order of swaps with about the same expected gain.

    >>> image = np.array([[[0, 0, 0], [255, 0, 0], [250, 0, 0]]], dtype=np.uint8)
    >>> quantize(image, 2)[1]
    array([[0, 1, 1]], dtype=uint8)
    """
    return prepare(image).quantize(k, quality=quality, seed=seed)


def prepare(image: ArrayLike) -> "Colors":
    """Return the Colors of `image` (h, w, 3) uint8: all that does not depend on k."""
    return Colors(validation.as_image(image))


class Colors:
    """The distinct colours `unique` (u, 3) uint8 of an image of `shape` (h, w); `counts` (u,) are their pixels.

    Keeps the image, not a copy: leave it as it is.
    """

    def __init__(self, image: np.ndarray, max_kept_codes: int = MAX_KEPT_CODES) -> None:
        self.shape = image.shape[:2]
        self._pixels = image.reshape(-1, 3)
        order = morton.pack(self._pixels, np.empty(len(self._pixels), np.uint32))
        self._packed = order.copy() if len(order) <= max_kept_codes else None
        order.sort()
        starts = morton.starts_of(np.not_equal, order[1:], order[:-1])
        self._codes = order[starts[:-1]]
        del order  # by far the largest array of a large picture: it goes before others come
        self.counts = np.diff(starts)
        self.unique = morton.unpack(self._codes)
        self._split_bits = morton.split_bits(self._codes)
        self._fine_histograms = {}

    def cells(self, most: int = 6500) -> Cells:
        """Return at most `most` Cells, smaller where there are many pixels; one for each colour if there are so few."""
        most = validation.as_count(most, "most", 1)
        return self.fine_histogram(max(most, N_FINE_BOXES)).cells(most)

    def fine_histogram(self, most: int) -> FineHistogram:
        """Return the FineHistogram of the finest boxes of one size of which there are at most `most`."""
        bits = int(np.searchsorted(self._sizes, most, "right")) - 1
        if bits not in self._fine_histograms:
            starts = self._box_starts(bits)
            moments = np.empty((len(starts) - 1, 4))
            for column, part in zip(moments.T, self._sums(), strict=True):
                column[:] = np.add.reduceat(part, starts[:-1])
            self._fine_histograms[bits] = FineHistogram(Cells(starts, moments), self._split_bits[starts[1:-1] - 1])
        return self._fine_histograms[bits]

    @cached_property
    def boxes(self) -> Boxes:
        """The largest Boxes of which there are at least MIN_BOXES, or one for each colour."""
        bits = min(morton.BITS, int(np.searchsorted(self._sizes, MIN_BOXES)))
        starts = self._box_starts(bits)
        return Boxes(bits, starts, self.unique[starts[:-1]])

    def quantize(self, k: int, *, quality: str = "default", seed: Seed = None) -> tuple[np.ndarray, np.ndarray]:
        """Return (palette, indices), as the function `quantize` does."""
        return deque(self.quantizing(k, quality=quality, seed=seed), maxlen=1)[0]

    @validated_at_call
    def quantizing(
        self, k: int, *, quality: str = "default", seed: Seed = None
    ) -> Iterator[tuple[np.ndarray, np.ndarray] | None]:
        """Yield None many times, so that the caller can stop, and finally what `quantize` returns."""
        k, budget, rng = self._asked(k, quality, seed)
        if k >= len(self.unique):
            palette = by_luminance(self.unique)
            yield palette, self.indices(palette)
            return
        for state in search(self, k, budget, rng):
            last = state
            yield None
        palette, labels = self._rounded(last.centroids + CENTRE)
        yield palette, self.at_pixels(labels)

    @validated_at_call
    def steps(self, k: int, *, quality: str = "default", seed: Seed = None) -> Iterator[PaletteStep]:
        """Yield the states of the search that `quantize` runs, the start first. The mse never rises.

        The last palette, rounded to whole numbers, is that of `quantize`.
        """
        k, budget, rng = self._asked(k, quality, seed)
        rows = self.cells().rows
        squares = sum(float(np.square(x - CENTRE) @ self.counts) for x in self.unique.T)
        for kind, centroids, between_cluster_ss in search(self, min(k, len(self.unique)), budget, rng):
            mse = max(0.0, squares - between_cluster_ss) / (3 * len(self._pixels))
            yield PaletteStep(kind, centroids + CENTRE, nearest(rows, centroids), mse)

    def indices(self, palette: ArrayLike) -> np.ndarray:
        """Return each pixel's nearest entry of `palette` (k, 3) uint8, shape (h, w) uint8; the lowest on a tie."""
        return self.at_pixels(nearest_entry(self.unique, self.boxes, validation.as_palette(palette)))

    def _asked(self, k, quality, seed):
        """Return (k, budget, rng), checked; rng is None where there is no seed."""
        k = validation.as_palette_size(k, len(self._pixels))
        return k, BUDGETS[validation.as_choice(quality, "quality", BUDGETS)], validation.as_rng(seed, or_none=True)

    @cached_property
    def _sizes(self):
        """How many boxes hold pixels when 0 to 24 bits of a code name them, shape (25,)."""
        halved = np.bincount(self._split_bits, minlength=morton.BITS)[::-1]
        return 1 + np.append(0, np.cumsum(halved))

    def _box_starts(self, bits):
        return morton.starts_of(np.greater_equal, self._split_bits, morton.BITS - bits)

    def _sums(self):
        """Yield the sums (u,) over the pixels of each colour of red, green and blue minus CENTRE, and of 1."""
        for channel in self.unique.T:
            yield (channel - CENTRE) * self.counts
        yield self.counts

    def _rounded(self, palette):
        """Return (the palette in whole numbers by luminance, the nearest entry (u,) of each distinct colour).

        Rounding can make two entries equal. One of them then takes the colour that has the most error.
        """
        palette = np.rint(palette).astype(np.uint8)
        while True:
            palette = by_luminance(palette)
            labels = nearest_entry(self.unique, self.boxes, palette)
            idle = np.flatnonzero(np.bincount(labels, minlength=len(palette)) == 0)
            if not len(idle):
                return palette, labels
            miss = self.unique.astype(int) - palette[labels]
            error = np.einsum("if,if,i->i", miss, miss, self.counts)
            worst = np.argsort(-error, kind="stable")[: len(idle)]
            palette[idle] = self.unique[worst]

    def at_pixels(self, labels: np.ndarray) -> np.ndarray:
        """Return the label (h, w) of each pixel, given that of each distinct colour (u,)."""
        table = np.zeros(1 << morton.BITS, labels.dtype)
        table[self._codes] = labels
        indices = np.empty(len(self._pixels), labels.dtype)
        buffer = np.empty(morton.BLOCK, np.uint32)
        for first in range(0, len(indices), morton.BLOCK):
            block = slice(first, first + morton.BLOCK)
            if self._packed is None:
                packed = morton.pack(self._pixels[block], buffer[: len(indices[block])])
            else:
                packed = self._packed[block]
            np.take(table, packed, mode="clip", out=indices[block])
        return indices.reshape(self.shape)


def by_luminance(palette):
    """Return `palette` (k, 3) from dark to light."""
    return palette[np.argsort(palette @ LUMINANCE, kind="stable")]
