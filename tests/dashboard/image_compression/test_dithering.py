"""Dithered pixels have palette colours, and their average is closer to the picture than the nearest colours are."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from dashboard.image_compression import color
from dashboard.image_compression.dithering import DITHERS, bayer, bayer_matrix, floyd_steinberg, nearest
from dashboard.image_compression.pictures import PICTURES

RNG = np.random.default_rng(0)
PALETTE = RNG.integers(0, 256, (5, 3), dtype=np.uint8)
BLACK_AND_WHITE = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
each_pattern = pytest.mark.parametrize("dither", [bayer, floyd_steinberg])


@pytest.mark.parametrize("dither", DITHERS.values())
def test_a_picture_of_palette_colours_stays_as_it_is(dither):
    palette = np.array([[0, 0, 0], [250, 40, 40], [40, 200, 90], [255, 255, 255]], np.uint8)
    indices = RNG.integers(0, 4, (30, 40))
    np.testing.assert_array_equal(dither(palette[indices], palette), indices)


@pytest.mark.parametrize("dither", DITHERS.values())
@pytest.mark.parametrize("size", [(1, 1), (1, 30), (30, 1)])
def test_one_colour_and_thin_pictures(dither, size):
    indices = dither(np.full((*size, 3), 99, np.uint8), PALETTE[:1])
    assert indices.shape == size and indices.dtype == np.uint8 and not indices.any()


@pytest.mark.parametrize("dither", DITHERS.values())
@pytest.mark.parametrize("k", [1, 2, 5, 256])
def test_only_colours_of_the_palette_are_used(dither, k):
    pixels = RNG.integers(0, 256, (40, 50, 3), dtype=np.uint8)
    assert dither(pixels, RNG.integers(0, 256, (k, 3), dtype=np.uint8)).max() < k


def blurred(pixels):
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(3)))


@each_pattern
def test_dithering_lowers_the_error_of_the_blurred_picture(dither):
    pixels = PICTURES["gradient"]().pixels
    palette = (np.indices((2, 2, 2)).reshape(3, 8).T * 160 + 48).astype(np.uint8)
    plain, dithered = (blurred(palette[method(pixels, palette)]) for method in (nearest, dither))
    assert color.mse(blurred(pixels), dithered) < color.mse(blurred(pixels), plain) / 2


@each_pattern
@pytest.mark.parametrize("gray", [32, 100, 128, 220])
def test_black_and_white_dots_have_the_mean_of_the_gray(dither, gray):
    dots = BLACK_AND_WHITE[dither(np.full((64, 64, 3), gray, np.uint8), BLACK_AND_WHITE)]
    tolerance = 255 * (bayer_matrix().size ** -0.5) if dither is bayer else 3
    assert abs(dots.mean() - gray) <= tolerance


def test_without_dither_every_pixel_gets_the_nearest_colour_and_ties_the_first():
    pixels = RNG.integers(0, 256, (40, 50, 3), dtype=np.uint8)
    d2 = ((pixels[:, :, None].astype(int) - PALETTE) ** 2).sum(axis=3)
    np.testing.assert_array_equal(nearest(pixels, PALETTE), d2.argmin(axis=2))
    assert nearest(pixels, PALETTE[[2, 2]]).max() == 0


def test_the_bayer_matrix_is_bayers():
    assert bayer_matrix(2).tolist() == [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]
    assert sorted(bayer_matrix().ravel().tolist()) == list(range(64))
