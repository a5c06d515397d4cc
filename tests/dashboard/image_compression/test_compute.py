"""A picture in few colours: the file contains what the scores describe."""

import io
import itertools
import math

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression import color, compute
from dashboard.image_compression.compute import PLAIN, PaletteMethod, SearchState, compress
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


def test_only_the_highlighted_colour_keeps_its_own_and_the_others_are_pale_grays():
    palette = np.array([[0, 0, 0], [200, 30, 40], [255, 255, 255]], np.uint8)
    # black: 0.25 * 0 + 185 = 185; white: 0.25 * 255 + 185 = 248.75, cut off
    np.testing.assert_array_equal(compute.highlighted(palette, 1), [[185] * 3, [200, 30, 40], [248] * 3])


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


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("k", [4, 16])
def test_a_quarter_of_the_pixels_ranks_the_quantizers_as_all_do(name, k):
    full, small = (
        {one.name: one.compressed.psnr for one in compute.compare_quantizers(np.ascontiguousarray(pixels), k)}
        for pixels in (PICTURES[name]().pixels, PICTURES[name]().pixels[::2, ::2])
    )
    for a, b in itertools.combinations(full.keys() - {"random"}, 2):  # one draw of pixels may be a lucky one
        if abs(full[a] - full[b]) > 1:
            assert (full[a] > full[b]) == (small[a] > small[b])


def test_the_curve_of_palettes_has_the_bytes_and_the_psnr_of_each_k():
    method = PaletteMethod("draft", "sRGB", "Bayer")
    rows = list(compute.palette_curve(FLOWER, COLORS, (2, 8), method))
    results = [compress(FLOWER, COLORS, k, method) for k in (2, 8)]
    assert rows == [(len(one.palette), len(one.png), one.psnr) for one in results]


@pytest.mark.parametrize("space", compute.SPACES)
@pytest.mark.parametrize("dither", DITHERS)
def test_a_file_is_compressed_in_short_parts_to_what_its_pixels_give(space, dither):
    method = PaletteMethod("draft", space, dither)
    parts = compute.compressing_file(rgb_png(FLOWER), 12, method)
    shares, result = [], None
    while result is None:
        try:
            shares.append(next(parts)[0])
        except StopIteration as end:
            result = end.value
    assert shares == sorted(shares) and len(set(shares)) >= 4
    assert result.png == compress(FLOWER, COLORS, 12, method).png
