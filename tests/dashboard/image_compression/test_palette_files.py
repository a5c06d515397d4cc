"""The palette PNG is small and gives back every pixel; the palette's text files list the same colours."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression.palette_files import (
    hex_colors,
    indices_of,
    palette_csv,
    palette_gpl,
    palette_png,
    palette_txt,
    rgb_png,
)
from dashboard.image_compression.pictures import PICTURES
from kmeans_core import quantize

COLORS = np.random.default_rng(0).integers(0, 256, (256, 3), dtype=np.uint8)


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 16, 17, 256])
@pytest.mark.parametrize("shape", [(5, 1), (5, 3), (5, 8), (5, 21), (1100, 1000)])
def test_the_file_gives_back_the_palette_and_every_index(k, shape):
    indices = np.random.default_rng(1).integers(0, k, shape, dtype=np.uint8)
    png = palette_png(COLORS[:k], indices)
    np.testing.assert_array_equal(indices_of(png), indices)
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(png)).convert("RGB")), COLORS[indices])


@pytest.mark.parametrize("name", ["china", "flower", "text"])
@pytest.mark.parametrize("k", [2, 4, 16, 64])
def test_a_palette_saves_most_of_the_bytes_of_the_same_pixels_in_full_colour(name, k):
    palette, indices = quantize(PICTURES[name]().pixels, k, seed=0)
    assert len(palette_png(palette, indices)) < 0.75 * len(rgb_png(palette[indices]))


def test_a_few_flat_rows_take_hardly_more_than_the_palette():
    indices = np.repeat(np.arange(3, dtype=np.uint8), 30)[:, None].repeat(200, axis=1)
    assert len(palette_png(COLORS[:3], indices)) < 150


def test_the_palette_as_text():
    palette = np.array([[0, 10, 255], [255, 255, 255]], np.uint8)
    assert hex_colors(palette) == ["#000aff", "#ffffff"]
    assert palette_txt(palette) == "#000aff\n#ffffff\n"
    assert palette_csv(palette, np.array([3, 1])).splitlines() == [
        "cluster,hex,red,green,blue,pixels",
        "1,#000aff,0,10,255,3",
        "2,#ffffff,255,255,255,1",
    ]
    assert palette_gpl(palette, "two").splitlines() == [
        "GIMP Palette",
        "Name: two",
        "Columns: 8",
        "#",
        "  0  10 255\t#000aff",
        "255 255 255\t#ffffff",
    ]
