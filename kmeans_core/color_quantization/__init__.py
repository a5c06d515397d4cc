"""Colours as clusters: k-means on the pixels of an image, as good as a long search and fast enough to wait for.

    palette, indices = quantize(image, 16)     # (16, 3) and (h, w), both uint8; palette[indices] is the picture
    colors = prepare(image)                    # what does not depend on k, once for many k
    colors.shape, colors.unique, colors.counts # (h, w), the distinct colours (u, 3) uint8, their pixels (u,)
    colors.cells(6500)                         # Cells: means (m, 3), weights (m,), every pixel in at most 6,500 cells
    colors.quantize(16, quality="best")        # as above; min(k, len(colors.unique)) is always a k that fits
    colors.indices(palette)                    # (h, w) uint8: the nearest entry of any palette (k, 3) uint8
    for step in colors.steps(16): ...          # PaletteStep(kind, palette (k, 3) float, labels (m,), mse), start first

An image has few distinct colours, and they are whole numbers. So the pixels are sorted by a code that keeps
neighbours together (morton.py), equal ones are counted (colors.py), and runs of them are summed up as cells
(histogram.py). The search splits the colour cube for a start (varpart.py), improves the palette on the cells by Lloyd's
steps and swaps (weighted.py, split_merge.py, search.py), and finishes exactly (candidates.py). Left out: dithering,
other colour spaces, files.
"""

from kmeans_core.color_quantization.colors import Colors, PaletteStep, prepare, quantize
from kmeans_core.color_quantization.histogram import Cells

__all__ = ["Cells", "Colors", "PaletteStep", "prepare", "quantize"]
