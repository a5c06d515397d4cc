"""Every way to choose k colours keeps the same contract, and ours has the smallest error."""

import numpy as np
import pytest

from dashboard.image_compression import color
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import QUANTIZERS, count_colors, jpeg_curve, run_timed

CHINA = PICTURES["china"]().pixels
SMALL = np.ascontiguousarray(CHINA[::8, ::8])
each_quantizer = pytest.mark.parametrize("name", QUANTIZERS)


def reduced(name, pixels, k, seed=0):
    palette, indices, _ = run_timed(QUANTIZERS[name], pixels, k, seed)
    return palette[indices]


@each_quantizer
@pytest.mark.parametrize("k", [1, 2, 16, 256])
def test_a_palette_of_at_most_k_colours_and_an_index_for_every_pixel(name, k):
    palette, indices, seconds = run_timed(QUANTIZERS[name], SMALL, k)
    assert palette.dtype == indices.dtype == np.uint8
    assert palette.shape[1] == 3 and 1 <= len(palette) <= k
    assert indices.shape == SMALL.shape[:2] and indices.max() < len(palette)
    assert seconds >= 0


@each_quantizer
def test_one_pixel_and_fewer_colours_than_k(name):
    pixel = np.array([[[9, 99, 200]]], np.uint8)
    np.testing.assert_array_equal(reduced(name, pixel, 16), pixel)
    flags = np.array([[[0, 0, 0], [255, 0, 0]], [[255, 255, 255], [255, 0, 0]]], np.uint8)
    flags = flags.repeat(5, axis=0).repeat(5, axis=1)
    if name != "random":  # which may draw the same colour twice
        assert np.abs(reduced(name, flags, 8).astype(int) - flags).max() <= 1


@each_quantizer
def test_the_same_seed_gives_the_same_picture(name):
    np.testing.assert_array_equal(reduced(name, SMALL, 8, 3), reduced(name, SMALL, 8, 3))


@pytest.mark.parametrize("k", [4, 16])
def test_ours_has_the_smallest_error(k):
    scores = {name: color.psnr(CHINA, reduced(name, CHINA, k)) for name in QUANTIZERS}
    assert max(scores, key=scores.get) == "k-means"


def test_colours_are_counted():
    assert count_colors(SMALL) == len(np.unique(SMALL.reshape(-1, 3), axis=0))
    assert count_colors(np.zeros((3, 3, 3), np.uint8)) == 1


def test_a_better_jpeg_has_more_bytes_and_less_error():
    qualities, files, psnrs = zip(*jpeg_curve(CHINA, (10, 50, 90)), strict=True)
    assert qualities == (10, 50, 90)
    assert sorted(files) == list(files) and sorted(psnrs) == list(psnrs)
