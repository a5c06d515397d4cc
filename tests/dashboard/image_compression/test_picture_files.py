"""Pictures as people have them are read as they look; everything else is refused in one sentence."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from dashboard.common.csv_table import Unusable
from dashboard.image_compression.palette_files import rgb_png
from dashboard.image_compression.picture_files import Picture, preview, read_picture
from tests.dashboard.common.odd_files import (
    SCENE,
    black_png,
    giant_tile,
    many_comments,
    many_scans,
    red_green_swapped,
    saved,
    text_bomb,
    turned,
)

LOSSLESS = {"PNG": {}, "WEBP": {"lossless": True}, "GIF": {}, "BMP": {}, "TIFF": {}}
GRAY_16 = np.arange(65536, dtype=np.uint16).reshape(256, 256)


@pytest.mark.parametrize("form", LOSSLESS)
def test_a_lossless_file_gives_exactly_its_pixels(form):
    content = saved(SCENE, form, **LOSSLESS[form])
    picture = read_picture(content)
    np.testing.assert_array_equal(picture.pixels, SCENE)
    assert (picture.format, picture.bytes, picture.notes) == (form, len(content), ())
    assert picture.pixels.dtype == np.uint8 and picture.pixels.flags.c_contiguous


@pytest.mark.parametrize("form", ["JPEG", "AVIF", "MPO"])
def test_a_lossy_file_comes_close(form):
    picture = read_picture(saved(SCENE, form, quality=95))
    assert np.abs(picture.pixels.astype(int) - SCENE).mean() < 8
    assert picture.format == ("JPEG" if form == "MPO" else form)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_its_exif_orientation_says(form, orientation):
    content = saved(SCENE, form, exif=turned(orientation))
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    np.testing.assert_array_equal(read_picture(content).pixels, np.asarray(expected))
    assert expected.size == ((60, 80) if orientation >= 5 else (80, 60))


def test_transparent_parts_show_white_and_never_the_colour_hidden_under_them():
    rgba = np.zeros((1, 3, 4), np.uint8)
    rgba[0] = (10, 20, 30, 0), (10, 20, 30, 255), (0, 100, 255, 51)  # 51 / 255 = 1 / 5
    picture = read_picture(saved(rgba, "PNG"))
    assert picture.pixels[0].tolist() == [[255, 255, 255], [10, 20, 30], [204, 224, 255]]
    assert picture.notes == ("Transparent parts were placed on white.",)


@pytest.mark.parametrize("mode, key", [("P", 0), ("L", 7), ("RGB", (7, 7, 7)), ("1", 0)])
def test_a_colour_named_transparent_shows_white(mode, key):
    im = Image.fromarray(np.array([[7, 200]], np.uint8)).convert("RGB")
    im = im.quantize(2) if mode == "P" else im.convert(mode)
    key = im.getpixel((0, 0)) if mode == "P" else key
    assert read_picture(saved(im, "PNG", transparency=key)).pixels[0, 0].tolist() == [255, 255, 255]


def test_an_opaque_alpha_channel_changes_nothing_and_is_not_mentioned():
    picture = read_picture(saved(Image.fromarray(SCENE).convert("RGBA"), "PNG"))
    np.testing.assert_array_equal(picture.pixels, SCENE)
    assert not picture.notes


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_of_gray_are_scaled_not_clipped(form):
    picture = read_picture(saved(GRAY_16, form))
    np.testing.assert_array_equal(picture.pixels, (GRAY_16 >> 8)[..., None].repeat(3, axis=2))
    assert picture.notes == ("16 bits of grey became 8.",)


def test_a_camera_of_twelve_bits_is_not_black():
    picture = read_picture(saved(GRAY_16 >> 4, "PNG"))
    assert picture.pixels.max() == 255 and picture.notes == ("12 bits of grey became 8.",)


@pytest.mark.parametrize("dtype", [np.int32, np.float32])
def test_numbers_of_any_range_go_from_black_to_white(dtype):
    picture = read_picture(saved(np.linspace(-500, 1540, 256).astype(dtype)[None], "TIFF"))
    np.testing.assert_allclose(picture.pixels[0, :, 0], np.arange(256), atol=1)
    assert picture.notes == ("Its values, -500 to 1540, became grey levels from black to white.",)


def test_numbers_that_are_none_are_black_and_a_picture_of_nothing_else_is_refused():
    values = np.array([[np.nan, 0, 1, np.inf]], np.float32)
    assert read_picture(saved(values, "TIFF")).pixels[0, :, 0].tolist() == [0, 0, 255, 255]
    assert read_picture(saved(np.full_like(values, 7), "TIFF")).notes == ("All its values are 7: shown in black.",)
    with pytest.raises(Unusable, match="no finite number"):
        read_picture(saved(np.full_like(values, np.nan), "TIFF"))


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK"])
def test_every_way_to_store_colours_becomes_rgb(mode):
    im = Image.fromarray(SCENE).quantize(8) if mode == "P" else Image.fromarray(SCENE).convert(mode)
    picture = read_picture(saved(im, "TIFF"))
    np.testing.assert_array_equal(picture.pixels, np.asarray(im.convert("RGB")))
    assert any("CMYK" in note for note in picture.notes) == (mode == "CMYK")


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_colour_profile_is_obeyed(mode):
    red = Image.new(mode, (2, 2), (255, 0, 0))
    picture = read_picture(saved(red, "PNG", icc_profile=red_green_swapped()))
    assert np.abs(picture.pixels.astype(int) - (0, 255, 0)).max() < 8
    assert picture.notes == ("Its colour profile was converted to sRGB.",)


def test_a_damaged_colour_profile_is_passed_over():
    picture = read_picture(saved(SCENE, "PNG", icc_profile=b"nonsense"))
    np.testing.assert_array_equal(picture.pixels, SCENE)


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_of_many_frames_the_first_is_used_and_that_is_said(form):
    content = saved(SCENE, form, save_all=True, append_images=[Image.fromarray(255 - SCENE)], **LOSSLESS.get(form, {}))
    picture = read_picture(content)
    assert np.abs(picture.pixels.astype(int) - SCENE).mean() < 8
    assert picture.notes == (f"Only the first {'page' if form == 'TIFF' else 'frame'} is used.",)


@pytest.mark.parametrize("size", [(1, 1), (6000, 1), (1, 6000)])
def test_the_smallest_and_the_thinnest(size):
    picture = read_picture(black_png(*size))
    assert picture.pixels.shape == (size[1], size[0], 3) and not picture.pixels.any()


@pytest.mark.parametrize("band", [7, 200, 5000])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "F"])
def test_the_size_of_the_bands_does_not_change_the_pixels(band, mode):
    im = Image.fromarray(SCENE).quantize(8) if mode == "P" else Image.fromarray(SCENE).convert(mode)
    content = saved(im, "TIFF")
    np.testing.assert_array_equal(read_picture(content, band_pixels=band).pixels, read_picture(content).pixels)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (bytes((10 << 20) + 1), "10.0 MB; the limit is 10"),
        (b"no picture\nat all", "text.* PNG, JPEG, WEBP, AVIF, GIF, BMP or TIFF.* CSV file, can be used on the other"),
        ("für Elise".encode("latin-1"), "text"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>", "web page"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing"),
        (b"%PDF-1.7\n", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PostScript"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "film"),
        (b"PK\x03\x04word", "archive"),
        (bytes(100), "not a picture in a known format.* PNG, JPEG"),
        (saved(SCENE, "PPM"), "not a picture in a known format"),
        (saved(SCENE[:16, :16], "ICO"), "icon"),
        (saved(SCENE, "JPEG2000"), "JPEG 2000"),
    ],
)
def test_what_is_no_picture_is_named(content, said):
    with pytest.raises(Unusable, match=said) as refusal:
        read_picture(content)
    assert str(refusal.value).endswith(".") and "\n" not in str(refusal.value)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF"])
def test_a_file_cut_anywhere_is_refused_or_read_but_never_fails_otherwise(form):
    content = saved(SCENE, form)
    for length in np.linspace(1, len(content) - 1, 40).astype(int):
        try:
            assert isinstance(read_picture(content[:length]), Picture)
        except Unusable as refusal:
            assert str(refusal).endswith(".")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP", "TIFF"])
def test_a_file_with_wrong_bytes_is_refused_or_read_but_never_fails_otherwise(form):
    rng = np.random.default_rng(1)
    content = np.frombuffer(
        saved(SCENE, form, exif=turned(6)) if form not in ("GIF", "BMP") else saved(SCENE, form), np.uint8
    )
    for _ in range(60):
        broken = content.copy()
        broken[rng.integers(0, min(len(content), 400), 3)] = rng.integers(0, 256, 3)
        try:
            assert isinstance(read_picture(broken.tobytes()), Picture)
        except Unusable as refusal:
            assert str(refusal).endswith(".")


def test_half_a_file_is_called_damaged():
    content = saved(SCENE, "JPEG")
    with pytest.raises(Unusable, match="damaged or incomplete"):
        read_picture(content[: len(content) // 2])


@pytest.mark.parametrize("side", [4001, 12_000, 60_000])
def test_too_many_pixels_are_refused_from_the_header(side):
    header_only = black_png(1, 1).replace((1).to_bytes(4, "big") * 2, side.to_bytes(4, "big") * 2, 1)
    with pytest.raises(Unusable, match="megapixels|known format"):
        read_picture(header_only)


def test_a_bomb_is_refused_by_its_megapixels():
    with pytest.raises(Unusable, match=r"49 megapixels \(7,000 x 7,000\); the limit is 16"):
        read_picture(black_png(7000, 7000, bits=1, kind=0))
    with pytest.raises(Unusable, match="far more than 16 megapixels"):
        read_picture(black_png(20_000, 20_000, bits=1, kind=0))


@pytest.mark.parametrize("build", [many_scans, many_comments, giant_tile])
def test_work_that_the_size_does_not_show_is_refused(build):
    with pytest.raises(Unusable, match="far too much work"):
        read_picture(build())


def test_a_bomb_of_text_is_refused():
    with pytest.raises(Unusable):
        read_picture(text_bomb())


def test_a_preview_keeps_the_shape_and_the_mean():
    pixels = preview(SCENE, 20)
    assert pixels.shape == (15, 20, 3)
    assert np.abs(pixels.mean(axis=(0, 1)) - SCENE.mean(axis=(0, 1))).max() < 1
    assert preview(SCENE, 80) is SCENE
    assert preview(np.zeros((1, 6000, 3), np.uint8), 640).shape == (1, 640, 3)


def test_a_png_of_the_pixels_is_read_as_the_same_pixels():
    np.testing.assert_array_equal(read_picture(rgb_png(SCENE)).pixels, SCENE)
