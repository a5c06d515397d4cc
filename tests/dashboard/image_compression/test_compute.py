"""A picture in few colours: the file shows what the scores speak of."""

import io
import math

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression import color
from dashboard.image_compression import compute as compression
from dashboard.image_compression.compute import Way
from dashboard.image_compression.dithering import METHODS
from dashboard.image_compression.pictures import NAMED
from kmeans_core import prepare

PLAIN = Way("default", "sRGB", "off")
FLOWER = NAMED["flower"].make().pixels[100:260, 200:440]
COLORS = prepare(FLOWER)


def decoded(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("space", compression.SPACES)
@pytest.mark.parametrize("dither", METHODS)
@pytest.mark.parametrize("k", [2, 5, 40])
def test_the_file_shows_the_palette_and_the_scores_are_the_files(space, dither, k):
    done = compression.compress(FLOWER, COLORS, k, Way("draft", space, dither))
    shown = decoded(done.png)
    np.testing.assert_array_equal(np.take(done.palette, compression.indices_of(done.png), axis=0), shown)
    assert len(done.palette) == k and done.counts.sum() == FLOWER.shape[0] * FLOWER.shape[1]
    assert done.psnr == pytest.approx(color.psnr(FLOWER, shown))
    assert (np.diff(done.palette @ compression.LUMINANCE) >= 0).all()


def test_oklab_is_nearer_for_the_eye_and_farther_in_srgb():
    plain, eye = (compression.compress(FLOWER, COLORS, 8, Way("best", space, "off")) for space in compression.SPACES)
    assert plain.mse < eye.mse and eye.eye < plain.eye


@pytest.mark.parametrize("space", compression.SPACES)
@pytest.mark.parametrize("colors", [1, 2, 7])
def test_fewer_colours_than_k_are_kept_exactly(space, colors):
    pixels = np.random.default_rng(0).integers(0, 256, (colors, 1, 3)).astype(np.uint8).repeat(9, axis=1)
    done = compression.compress(pixels, prepare(pixels), 16, Way("default", space, "off"))
    np.testing.assert_array_equal(decoded(done.png), pixels)
    assert len(done.palette) == colors and math.isinf(done.psnr)
    assert done.entropy == pytest.approx(math.log2(colors))  # all equally common


def test_the_error_of_the_search_never_rises_and_ends_near_the_picture_shown():
    for space in compression.SPACES:
        states = list(compression.search(COLORS, 12, Way("default", space, "off")))
        errors = [state.error for state in states]
        assert states[0].kind == "start" and (np.diff(errors) <= 1e-6 * errors[0]).all()
    states = list(compression.search(COLORS, 12, PLAIN))
    assert states[-1].error == pytest.approx(compression.compress(FLOWER, COLORS, 12, PLAIN).mse, rel=0.02)


def test_cell_numbers_survive_the_way_through_a_png():
    numbers = np.arange(6500, dtype=np.uint16).reshape(65, 100)
    read = decoded(compression.numbered(numbers)).astype(int)
    np.testing.assert_array_equal(256 * read[..., 0] + read[..., 1], numbers)


def test_only_the_lit_colour_keeps_its_pixels():
    indices = np.array([[0, 1], [1, 2]])
    pixels = np.arange(12, dtype=np.uint8).reshape(2, 2, 3) * 20
    shown = compression.lit(pixels, indices, 1)
    np.testing.assert_array_equal(shown[indices == 1], pixels[indices == 1])
    assert (shown[indices != 1] >= 185).all()


def test_block_means_by_hand():
    values = np.array([[1.0, 3, 10], [5, 7, 20], [2, 4, 30]])
    # blocks of 2 x 2, what is left over at the edges by itself: (1+3+5+7)/4, (10+20)/2, (2+4)/2, 30
    np.testing.assert_array_equal(compression.means(values, 2), [[4, 15], [3, 30]])


def test_every_rival_keeps_to_k_and_ours_is_the_nearest():
    field = list(compression.rivals(FLOWER, 16))
    assert all(len(rival.done.palette) <= 16 for rival in field)
    assert max(field, key=lambda rival: rival.done.psnr) is field[0]


@pytest.mark.parametrize(
    "way", [PLAIN, Way("draft", "OKLab", "Bayer"), Way("draft", "sRGB", "Floyd-Steinberg")], ids=lambda way: way.dither
)
def test_at_full_size_the_file_is_that_of_the_same_pixels_on_the_screen(way):
    made = {}
    parts = list(compression.full_size(compression.png(FLOWER), 12, way, made))
    done = compression.compress(FLOWER, COLORS, 12, way)
    np.testing.assert_array_equal(decoded(made["file"]), decoded(done.png))
    assert made["mse"] == done.mse and len(parts) >= 6
