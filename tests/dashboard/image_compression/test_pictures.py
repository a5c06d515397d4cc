"""The named pictures are what their lessons say."""

import subprocess
import sys

import numpy as np
import pytest

from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.quantizers import count_colors
from dashboard.image_compression.text import LESSONS
from kmeans_core import quantize


@pytest.mark.parametrize("name", PICTURES)
def test_a_named_picture_is_rgb_the_same_each_time_and_has_a_lesson(name):
    picture = PICTURES[name]()
    assert picture.pixels.shape == (427, 640, 3) and picture.pixels.dtype == np.uint8
    np.testing.assert_array_equal(picture.pixels, PICTURES[name]().pixels)
    assert picture.bytes > 0 and not picture.notes and LESSONS[name].endswith(".")


def test_the_shapes_have_eight_colours_and_the_gradient_very_many():
    assert count_colors(PICTURES["shapes"]().pixels) == 8
    assert count_colors(PICTURES["gradient"]().pixels) > 100_000


def test_eight_colours_keep_the_shapes_and_seven_do_not():
    pixels = PICTURES["shapes"]().pixels
    for k in (7, 8):
        palette, indices = quantize(pixels, k, seed=0)
        assert np.array_equal(palette[indices], pixels) == (k == 8)


def test_the_balloon_waits_for_a_colour_of_its_own():
    pixels = PICTURES["balloon"]().pixels
    red = pixels[105, 456].astype(int)
    far = []
    for k in (4, 16):
        palette, _ = quantize(pixels, k, seed=0)
        far.append(np.abs(palette - red).sum(axis=1).min())
    assert far[0] > 150 and far[1] < 20


def test_a_photograph_is_read_without_loading_scikit_learn():
    script = "import sys; from dashboard.image_compression import pictures; pictures.PICTURES['china']()"
    script += "; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode == 0
