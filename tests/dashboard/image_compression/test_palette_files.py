"""The palette PNG is small and gives back every pixel; the palette's text files say the same colours."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression import palette_files
from dashboard.image_compression.color import LUMA
from dashboard.image_compression.palette_files import bits_for, hexes, pack, packed_png, palette_csv, palette_gpl
from dashboard.image_compression.pictures import ALL
from kmeans_core import assign, kmeans

COLOURS = np.random.default_rng(0).integers(0, 256, (256, 3), dtype=np.uint8)
RAMP = np.repeat(np.arange(64, dtype=np.uint8)[:, None], 3, axis=1)


def read_back(content) -> Image.Image:
    im = Image.open(io.BytesIO(content))
    im.load()
    return im


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 16, 17, 256])
@pytest.mark.parametrize("width", [1, 3, 8, 21])
def test_the_file_gives_back_the_palette_and_every_index(k, width):
    indices = np.random.default_rng(width).integers(0, k, (5, width), dtype=np.uint8)
    im = read_back(packed_png(COLOURS[:k], indices, bits_for(k)))
    assert im.mode in ("P", "1") and im.size == (width, 5)
    np.testing.assert_array_equal(np.asarray(im.convert("RGB")), COLOURS[indices])


@pytest.mark.parametrize("k, bits", [(1, 1), (2, 1), (3, 2), (4, 2), (5, 4), (16, 4), (17, 8), (256, 8)])
def test_a_pixel_takes_no_more_bits_than_the_palette_needs(k, bits):
    assert bits_for(k) == bits
    assert packed_png(COLOURS[:k], np.zeros((2, 2), np.uint8), bits)[24] == bits  # the header's bit depth


def test_pixels_are_packed_from_the_left_and_rows_padded_with_nothing():
    row = np.array([[1, 2, 3, 0, 1]], np.uint8)
    assert pack(row, 2).tolist() == [[0b01_10_11_00, 0b01_00_00_00]]
    assert pack(row, 4).tolist() == [[0x12, 0x30, 0x10]]
    assert pack(row & 1, 1).tolist() == [[0b10101000]]


def quantised(pixels, k):
    """Return a palette of plain k-means on some pixels, from dark to light, and the nearest of every pixel."""
    few = pixels.reshape(-1, 3)[::37].astype(float)
    palette = np.rint(kmeans(few, k, seed=0).centroids).astype(np.uint8)
    palette = palette[np.argsort(palette @ LUMA)]
    indices = assign(pixels.reshape(-1, 3).astype(float), palette.astype(float))
    return palette, indices.astype(np.uint8).reshape(pixels.shape[:2])


@pytest.mark.parametrize("k", [4, 16])
def test_over_the_pictures_the_files_are_at_most_nine_tenths_of_pillows(k):
    chosen = [quantised(named.make().pixels, k) for named in ALL if named.name != "shapes"]  # it has eight colours
    files = [(len(palette_files.palette_png(*each)), len(palette_files.pillow_png(*each))) for each in chosen]
    assert sum(own for own, _ in files) <= 0.90 * sum(pillow for _, pillow in files)
    assert all(own <= pillow for own, pillow in files)


@pytest.mark.parametrize("k", [2, 3, 9, 40])
@pytest.mark.parametrize("is_differenced", [False, True])
def test_a_large_picture_written_in_pieces_reads_back_exactly(k, is_differenced, monkeypatch):
    monkeypatch.setattr(palette_files, "PIECE", 400)
    indices = np.random.default_rng(0).integers(0, k, (90, 41), dtype=np.uint8)
    colours = np.arange(3 * k, dtype=np.uint8).reshape(k, 3)
    parts = list(palette_files.streamed(colours, indices, is_differenced))
    assert len(parts) > 10
    np.testing.assert_array_equal(np.asarray(read_back(b"".join(parts)).convert("RGB")), colours[indices])


def test_of_a_large_picture_a_band_chooses_the_smaller_way(monkeypatch):
    monkeypatch.setattr(palette_files, "SAMPLE", 4000)
    noise = np.random.default_rng(0).integers(0, 30, (200, 50), dtype=np.uint8)
    slope = np.cumsum(noise % 2, axis=1, dtype=np.uint8)  # small steps to the right, a long way in all
    for indices in (noise, slope):
        ways = [b"".join(palette_files.streamed(RAMP, indices, way)) for way in (False, True)]
        assert palette_files.palette_png(RAMP, indices) == min(ways, key=len)


def test_the_palette_as_text():
    palette = np.array([[0, 10, 255], [255, 255, 255]], np.uint8)
    assert hexes(palette) == ["#000aff", "#ffffff"]
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
