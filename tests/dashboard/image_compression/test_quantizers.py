"""Every way to choose k colours keeps the same contract, and ours is the best of them."""

import numpy as np
import pytest

from dashboard.image_compression import color
from dashboard.image_compression.pictures import NAMED as PICTURES
from dashboard.image_compression.quantizers import ALL, NAMED, distinct, jpeg_curve, run

CHINA = PICTURES["china"].make().pixels
SMALL = np.ascontiguousarray(CHINA[::8, ::8])


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("k", [1, 2, 16, 256])
def test_a_palette_of_at_most_k_colours_and_an_index_for_every_pixel(name, k):
    choice = run(NAMED[name], SMALL, k)
    assert choice.palette.dtype == choice.indices.dtype == np.uint8
    assert choice.palette.shape[1] == 3 and 1 <= len(choice.palette) <= k
    assert choice.indices.shape == SMALL.shape[:2] and choice.indices.max() < len(choice.palette)
    assert choice.seconds >= 0


@pytest.mark.parametrize("name", NAMED)
def test_one_pixel_and_fewer_colours_than_k(name):
    pixel = np.array([[[9, 99, 200]]], np.uint8)
    np.testing.assert_array_equal(run(NAMED[name], pixel, 16).shown, pixel)
    flags = np.array([[[0, 0, 0], [255, 0, 0]], [[255, 255, 255], [255, 0, 0]]], np.uint8)
    flags = flags.repeat(5, axis=0).repeat(5, axis=1)
    if name != "random":  # which may draw the same colour twice
        assert np.abs(run(NAMED[name], flags, 8).shown.astype(int) - flags).max() <= 1


@pytest.mark.parametrize("name", NAMED)
def test_the_same_seed_gives_the_same_picture(name):
    np.testing.assert_array_equal(run(NAMED[name], SMALL, 8, 3).shown, run(NAMED[name], SMALL, 8, 3).shown)


@pytest.mark.parametrize("k", [4, 16])
def test_ours_has_the_smallest_error(k):
    scores = {quantiser.name: color.psnr(CHINA, run(quantiser, CHINA, k).shown) for quantiser in ALL}
    assert max(scores, key=scores.get) == "k-means"


def test_colours_are_counted():
    assert distinct(SMALL) == len(np.unique(SMALL.reshape(-1, 3), axis=0))
    assert distinct(np.zeros((3, 3, 3), np.uint8)) == 1


def test_a_better_jpeg_has_more_bytes_and_less_error():
    files, psnrs = zip(*jpeg_curve(CHINA, (10, 50, 90)), strict=True)
    assert sorted(files) == list(files) and sorted(psnrs) == list(psnrs)
