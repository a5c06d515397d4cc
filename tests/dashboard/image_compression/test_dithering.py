"""Dithering: the wavefronts decide as the textbook's two loops do, and patterns average out."""

import numpy as np
import pytest

from dashboard.image_compression.dithering import METHODS, bayer, bayer_matrix, floyd_steinberg, nearest

RNG = np.random.default_rng(0)
PALETTE = RNG.integers(0, 256, (5, 3), dtype=np.uint8)
BLACK_AND_WHITE = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)


def by_two_loops(pixels, palette):
    wanted = pixels.astype(float)
    height, width = pixels.shape[:2]
    indices = np.empty((height, width), int)
    for y in range(height):
        for x in range(width):
            colour = np.clip(wanted[y, x], 0, 255)
            indices[y, x] = ((palette - colour) ** 2).sum(axis=1).argmin()
            error = colour - palette[indices[y, x]]
            for down, right, share in ((0, 1, 7), (1, -1, 3), (1, 0, 5), (1, 1, 1)):
                if y + down < height and 0 <= x + right < width:
                    wanted[y + down, x + right] += error * share / 16
    return indices


@pytest.mark.parametrize(
    "height, width", [(1, 1), (1, 9), (9, 1), (2, 2), (9, 2), (2, 9), (3, 3), (4, 17), (17, 4), (20, 21)]
)
def test_wavefronts_decide_as_two_loops_do(height, width):
    pixels = RNG.integers(0, 256, (height, width, 3), dtype=np.uint8)
    np.testing.assert_array_equal(floyd_steinberg(pixels, PALETTE), by_two_loops(pixels, PALETTE.astype(float)))


@pytest.mark.parametrize("method", METHODS)
def test_a_picture_of_palette_colours_stays_as_it_is(method):
    palette = np.array([[0, 0, 0], [250, 40, 40], [40, 200, 90], [255, 255, 255]], np.uint8)
    indices = RNG.integers(0, 4, (30, 40))
    np.testing.assert_array_equal(METHODS[method](palette[indices], palette), indices)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [(1, 1), (1, 30), (30, 1)])
def test_one_colour_and_thin_pictures(method, size):
    indices = METHODS[method](np.full((*size, 3), 99, np.uint8), PALETTE[:1])
    assert indices.shape == size and indices.dtype == np.uint8 and not indices.any()


@pytest.mark.parametrize("dither", [bayer, floyd_steinberg])
@pytest.mark.parametrize("gray", [32, 100, 128, 220])
def test_black_and_white_dots_have_the_mean_of_the_gray(dither, gray):
    shown = BLACK_AND_WHITE[dither(np.full((64, 64, 3), gray, np.uint8), BLACK_AND_WHITE)]
    spread = 255 * (bayer_matrix().size ** -0.5) if dither is bayer else 3
    assert abs(shown.mean() - gray) <= spread


def test_without_dither_every_pixel_gets_the_nearest_colour_and_ties_the_first():
    pixels = RNG.integers(0, 256, (40, 50, 3), dtype=np.uint8)
    d2 = ((pixels[:, :, None].astype(int) - PALETTE) ** 2).sum(axis=3)
    np.testing.assert_array_equal(nearest(pixels, PALETTE), d2.argmin(axis=2))
    assert nearest(pixels, PALETTE[[2, 2]]).max() == 0


def test_the_bayer_matrix_is_bayers():
    assert bayer_matrix(2).tolist() == [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]
    assert sorted(bayer_matrix().ravel().tolist()) == list(range(64))
