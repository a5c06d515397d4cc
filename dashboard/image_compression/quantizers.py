"""Six ways to choose k colours: ours, Pillow's two, scikit-learn's example, and two to learn from.

Each takes pixels (h, w, 3) uint8, k and a seed and returns the palette (at most k, 3) and the index of every pixel,
(h, w), both uint8.
"""

import io
import time
from collections.abc import Callable, Iterator

import numpy as np
from PIL import Image

from dashboard.image_compression import color
from dashboard.image_compression.dithering import nearest
from kmeans_core import minibatch_kmeans, quantize

EXAMPLE_SAMPLE_PIXELS = 1000  # in scikit-learn's example "Color Quantization using K-Means"


def run_timed(quantizer: Callable, pixels, k: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the palette, the indices, and the seconds of processor time that they took on one core."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # so that this thread's clock counts all of the work
        quantizer(pixels[:1, :1], 1, seed)  # the first call may import something
        start = time.thread_time()
        return *quantizer(pixels, k, seed), time.thread_time() - start


def weighted_k_means(pixels, k, seed):
    return quantize(pixels, min(k, pixels.size // 3), seed=seed)


def mini_batch(pixels, k, seed):
    """Mini-batch k-means on all pixels."""
    points = pixels.reshape(-1, 3).astype(np.float32)
    result = minibatch_kmeans(points, min(k, count_colors(pixels)), seed=seed)
    palette = np.rint(result.centroids).astype(np.uint8)
    return palette, result.labels.astype(np.uint8).reshape(pixels.shape[:2])


def sklearn_example(pixels, k, seed):
    """k-means on 1,000 random pixels, then predict for all of them."""
    from sklearn.cluster import KMeans
    from sklearn.utils import shuffle

    points = pixels.reshape(-1, 3) / 255
    sample = shuffle(points, random_state=seed, n_samples=min(EXAMPLE_SAMPLE_PIXELS, len(points)))
    model = KMeans(n_clusters=min(k, len(np.unique(sample, axis=0))), random_state=seed).fit(sample)
    palette = np.rint(255 * model.cluster_centers_).astype(np.uint8)
    return palette, model.predict(points).astype(np.uint8).reshape(pixels.shape[:2])


def median_cut(pixels, k, seed, method=Image.Quantize.MEDIANCUT):
    image = Image.fromarray(pixels).quantize(k, method=method)
    return np.array(image.getpalette(), np.uint8).reshape(-1, 3), np.asarray(image)


def octree(pixels, k, seed):
    return median_cut(pixels, k, seed, Image.Quantize.FASTOCTREE)


def random_pixels(pixels, k, seed):
    """The colours of k pixels chosen at random: a start for k-means, and what it improves."""
    points = pixels.reshape(-1, 3)
    rows = np.random.default_rng(seed).choice(len(points), min(k, len(points)), replace=False)
    return points[rows], nearest(pixels, points[rows])


def count_colors(pixels) -> int:
    """Return the number of different colours. Sorting integers is 40 times as fast as `np.unique` of rows."""
    red, green, blue = pixels.reshape(-1, 3).astype(np.uint32).T
    return 1 + np.count_nonzero(np.diff(np.sort(red << 16 | green << 8 | blue)))


QUANTIZERS = {
    "k-means": weighted_k_means,
    "mini-batch": mini_batch,
    "scikit-learn": sklearn_example,
    "median cut": median_cut,
    "octree": octree,
    "random": random_pixels,
}


def jpeg_curve(pixels, qualities=(5, 10, 20, 35, 50, 65, 80, 90, 95)) -> Iterator[tuple[int, int, float]]:
    """Yield (quality, bytes, PSNR in dB) of the image as a JPEG file of each of the `qualities`, 1 to 95."""
    image = Image.fromarray(pixels)
    for quality in qualities:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True)
        yield quality, len(file.getvalue()), color.psnr(pixels, np.asarray(Image.open(file)))
