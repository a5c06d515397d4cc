"""The ways to choose k colours, side by side: ours, Pillow's two, scikit-learn's recipe, and two to learn from.

Each takes pixels (h, w, 3) uint8, k and a seed and returns the palette (at most k, 3) and the index of every pixel,
(h, w), both uint8. No Streamlit.
"""

import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PIL import Image

from dashboard.image_compression import color
from dashboard.image_compression.dithering import nearest
from kmeans_core import minibatch_kmeans

SAMPLE = 1000  # pixels in scikit-learn's example "Color Quantization using K-Means"


@dataclass(frozen=True)
class Quantiser:
    """A way to choose k colours; `idea` says in a sentence how."""

    name: str
    idea: str
    choose: Callable[[np.ndarray, int, int], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Choice:
    """What a quantiser chose; `seconds` are of processor time, on one core."""

    palette: np.ndarray
    indices: np.ndarray
    seconds: float

    @property
    def shown(self) -> np.ndarray:
        return self.palette[self.indices]


def run(quantiser: Quantiser, pixels, k: int, seed: int = 0) -> Choice:
    """Return the choice of `quantiser`, at most one colour for each that `pixels` holds."""
    with one_core():
        quantiser.choose(pixels[:1, :1], 1, seed)  # what is imported at the first call is nobody's time
        began = time.thread_time()
        palette, indices = quantiser.choose(pixels, k, seed)
        return Choice(palette, indices, time.thread_time() - began)


@contextmanager
def one_core():
    """Keep the linear algebra of all libraries on this thread, so that its clock counts all of their work."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):
        yield


def ours(pixels, k, seed):
    from kmeans_core import quantize

    return quantize(pixels, min(k, pixels.size // 3), seed=seed)


def median_cut(pixels, k, seed):
    return by_pillow(pixels, k, Image.Quantize.MEDIANCUT)


def octree(pixels, k, seed):
    return by_pillow(pixels, k, Image.Quantize.FASTOCTREE)


def by_pillow(pixels, k, method):
    im = Image.fromarray(pixels).quantize(k, method=method)
    return np.array(im.getpalette(), np.uint8).reshape(-1, 3), np.asarray(im)


def sklearn_recipe(pixels, k, seed):
    """The recipe of scikit-learn's example: k-means on 1,000 random pixels, then predict all of them."""
    from sklearn.cluster import KMeans
    from sklearn.utils import shuffle

    points = pixels.reshape(-1, 3) / 255
    few = shuffle(points, random_state=seed, n_samples=min(SAMPLE, len(points)))
    model = KMeans(n_clusters=min(k, len(np.unique(few, axis=0))), random_state=seed).fit(few)
    palette = np.rint(255 * model.cluster_centers_).astype(np.uint8)
    return palette, model.predict(points).astype(np.uint8).reshape(pixels.shape[:2])


def mini_batch(pixels, k, seed):
    """Mini-batch k-means on all pixels."""
    points = pixels.reshape(-1, 3).astype(np.float32)
    fit = minibatch_kmeans(points, min(k, distinct(pixels)), seed=seed)
    palette = np.rint(fit.centroids).astype(np.uint8)
    return palette, fit.labels.astype(np.uint8).reshape(pixels.shape[:2])


def random_pixels(pixels, k, seed):
    """The colours of k pixels drawn at random: where k-means may start, and what it improves on."""
    points = pixels.reshape(-1, 3)
    rows = np.random.default_rng(seed).choice(len(points), min(k, len(points)), replace=False)
    return points[rows], nearest(pixels, points[rows])


def distinct(pixels) -> int:
    """Return the number of different colours. Sorting whole numbers is 40 times as fast as `np.unique` of rows."""
    red, green, blue = pixels.reshape(-1, 3).astype(np.uint32).T
    return 1 + np.count_nonzero(np.diff(np.sort(red << 16 | green << 8 | blue)))


ALL = (
    Quantiser("k-means", "Our k-means on all colours, each weighted by its pixels, with a search beyond Lloyd.", ours),
    Quantiser("mini-batch", "Mini-batch k-means: every step learns from 1,024 random pixels.", mini_batch),
    Quantiser(
        "scikit-learn",
        "scikit-learn's example: k-means on 1,000 random pixels, the rest assigned to it.",
        sklearn_recipe,
    ),
    Quantiser(
        "median cut",
        "Cut the box of all colours in two where half of the pixels lie, again and again (Pillow).",
        median_cut,
    ),
    Quantiser("octree", "Round colours to a grid of cubes and keep the fullest (Pillow's fast octree).", octree),
    Quantiser("random", "The colours of k random pixels, without any k-means.", random_pixels),
)
NAMED = {quantiser.name: quantiser for quantiser in ALL}


def jpeg_curve(pixels, qualities=(5, 10, 20, 35, 50, 65, 80, 90, 95)) -> Iterator[tuple[int, float]]:
    """Yield (bytes, PSNR in dB) of the picture as a JPEG of each of the `qualities`, 1 to 95."""
    im = Image.fromarray(pixels)
    for quality in qualities:
        file = io.BytesIO()
        im.save(file, "JPEG", quality=quality, optimize=True)
        yield len(file.getvalue()), color.psnr(pixels, np.asarray(Image.open(file)))
