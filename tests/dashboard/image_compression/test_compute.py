"""A picture in few colours: the file contains what the scores describe."""

import io
import math

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression import color, compute
from dashboard.image_compression.compute import PLAIN, Compressed, PaletteMethod, SearchState, compress
from dashboard.image_compression.dithering import DITHERS
from dashboard.image_compression.palette_files import indices_of, rgb_png
from dashboard.image_compression.pictures import PICTURES
from kmeans_core import prepare

FLOWER = PICTURES["flower"]().pixels[100:260, 200:440]
COLORS = prepare(FLOWER)


def decoded(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


@pytest.mark.parametrize("space", compute.SPACES)
@pytest.mark.parametrize("dither", DITHERS)
@pytest.mark.parametrize("k", [2, 5, 40])
def test_the_file_has_the_palette_and_the_scores_are_the_files(space, dither, k):
    result = compress(FLOWER, COLORS, k, PaletteMethod("draft", space, dither))
    pixels = decoded(result.png)
    np.testing.assert_array_equal(result.palette[indices_of(result.png)], pixels)
    assert len(result.palette) == k and result.counts.sum() == FLOWER.shape[0] * FLOWER.shape[1]
    assert result.psnr == pytest.approx(color.psnr(FLOWER, pixels))
    assert (np.diff(result.palette @ compute.LUMINANCE) >= 0).all()


def test_oklab_is_closer_to_the_eye_and_farther_in_srgb():
    srgb, oklab = (compress(FLOWER, COLORS, 8, PaletteMethod("best", space, "off")) for space in compute.SPACES)
    assert srgb.mse < oklab.mse and oklab.oklab_error < srgb.oklab_error


@pytest.mark.parametrize("space", compute.SPACES)
@pytest.mark.parametrize("dither", DITHERS)
@pytest.mark.parametrize("colors", [1, 2, 7])
def test_fewer_colours_than_k_are_kept_exactly(space, dither, colors):
    pixels = np.random.default_rng(0).integers(0, 256, (colors, 1, 3)).astype(np.uint8).repeat(9, axis=1)
    result = compress(pixels, prepare(pixels), 16, PaletteMethod("default", space, dither))
    np.testing.assert_array_equal(decoded(result.png), pixels)
    assert len(result.palette) == colors and math.isinf(result.psnr)
    assert result.entropy == pytest.approx(math.log2(colors))  # all equally common


def test_the_error_of_the_search_never_rises_and_ends_near_that_of_the_compressed_picture():
    for space in compute.SPACES:
        states = list(compute.search_states(COLORS, 12, PaletteMethod("default", space, "off")))
        errors = [state.error for state in states]
        assert states[0].kind == "start" and (np.diff(errors) <= 1e-6 * errors[0]).all()
    states = list(compute.search_states(COLORS, 12, PLAIN))
    assert states[-1].error == pytest.approx(compress(FLOWER, COLORS, 12).mse, rel=0.02)


def test_the_film_has_the_first_and_the_last_state_and_none_that_changes_nothing():
    states = [SearchState("move", None, None, error) for error in (100, 90, 89.99, 80, 79.99)]
    assert compute.states_to_show(states, 10) == [0, 1, 3, 4]
    many = [SearchState("move", None, None, 0.9**i) for i in range(60)]
    kept = compute.states_to_show(many, 10)
    assert kept[0] == 0 and kept[-1] == 59 and len(kept) <= 10


def test_cell_numbers_can_be_read_from_their_png():
    numbers = np.arange(6500, dtype=np.uint16).reshape(65, 100)
    pixels = decoded(compute.cell_number_png(numbers)).astype(int)
    np.testing.assert_array_equal(256 * pixels[..., 0] + pixels[..., 1], numbers)


def test_only_the_highlighted_colour_keeps_its_pixels():
    indices = np.array([[0, 1], [1, 2]])
    pixels = np.arange(12, dtype=np.uint8).reshape(2, 2, 3) * 20
    highlighted = compute.highlighted(pixels, indices, 1)
    np.testing.assert_array_equal(highlighted[indices == 1], pixels[indices == 1])
    assert (highlighted[indices != 1] >= 185).all()


def test_block_means_by_hand():
    values = np.array([[1.0, 3, 10], [5, 7, 20], [2, 4, 30]])
    # nine values in about three blocks: blocks of 2 x 2 and what is left over at the edges,
    # (1+3+5+7)/4, (10+20)/2, (2+4)/2, 30
    means, side = compute.block_means(values, 3)
    assert side == 2
    np.testing.assert_array_equal(means, [[4, 15], [3, 30]])


def test_every_quantizer_keeps_to_k_and_ours_is_the_closest():
    results = [result.compressed for result in compute.compare_quantizers(FLOWER, 16)]
    assert all(len(result.palette) <= 16 for result in results)
    assert max(results, key=lambda result: result.psnr) is results[0]


@pytest.mark.parametrize("space", compute.SPACES)
@pytest.mark.parametrize("dither", DITHERS)
def test_a_file_is_compressed_in_short_parts_to_what_its_pixels_give(space, dither):
    method = PaletteMethod("draft", space, dither)
    *parts, result = compute.compress_file(rgb_png(FLOWER), 12, method)
    assert all(isinstance(part, str) for part in parts) and len(set(parts)) >= 4
    assert isinstance(result, Compressed) and result.png == compress(FLOWER, COLORS, 12, method).png
