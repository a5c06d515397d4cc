"""The Image compression page: a picture and settings in, that picture in that many colours out."""

import io

import numpy as np
import pytest
from PIL import Image

from dashboard.image_compression.compute import PaletteMethod, compress
from dashboard.image_compression.figures import drawable_colors
from dashboard.image_compression.picture_files import read_picture
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.tabs import LESSON
from dashboard.image_compression.text import LESSONS, file_size
from kmeans_core import prepare
from tests.pages.pages import behind, complaints, figures, sent
from tests.pages.pages import opened as asked
from tests.pages.pages import with_results as opened

PAGE = "pages/5_image_compression.py"
TABS = ["Side by side", "Palette", "Colour space", "Error", "Rate and distortion", "Against the others", "Code", "Try"]
TABS.append("Take home")


def texts(at):
    return " ".join(text.value for text in (*at.markdown, *at.text)).replace("\u00a0", " ")


def metrics(at):
    return {metric.label: metric.value for metric in at.metric}


def file_of(pixels, form="PNG", **options):
    out = io.BytesIO()
    (pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)).save(out, form, **options)
    return out.getvalue()


def uploaded(content, name="mine.png", at=None, **settings):
    at = at or opened(PAGE, image="your own", **settings)
    at.get("file_uploader")[0].upload(name, content, "image/png")
    return at.run()


def test_a_link_with_settings_shows_that_picture_in_that_many_colours():
    pixels = PICTURES["flower"]().pixels
    result = compress(pixels, prepare(pixels), 6, PaletteMethod("draft", "OKLab", "Bayer"))
    at = opened(PAGE, image="flower", k="6", quality="draft", space="OKLab", dither="Bayer")
    assert not complaints(at)
    assert metrics(at)["PSNR"] == f"{result.psnr:.1f} dB" and metrics(at)["SSIM"] == f"{result.ssim:.3f}"
    assert figures(at)[0]["data"][0]["marker"]["color"] == drawable_colors(result.palette)


def test_no_size_and_no_palette_is_in_the_page_before_a_guess():
    pixels = PICTURES["shapes"]().pixels
    size = file_size(len(compress(pixels, prepare(pixels), 16).png))
    at = asked(PAGE, image="shapes")
    assert not metrics(at) and not figures(at) and not at.tabs and size not in texts(at) and not complaints(at)
    at.get("button_group")[0].set_value("100 kB").run()
    assert f"You said 100 kB; the file with 8 colours takes {size}." in texts(at) and metrics(at) and figures(at)
    at.select_slider(key="k").set_value(4).run()
    assert "You said 100 kB" in texts(at)  # the guess is about the picture, whatever k is
    assert not metrics(asked(PAGE)) and metrics(asked(PAGE, **{"guess.china": "50 kB"}))


def test_after_a_guess_the_picture_has_as_many_colours_as_the_question_said():
    at = asked(PAGE)
    at.select_slider(key="k").set_value(4).run()
    assert "only 16 colours" in texts(at)
    at.get("button_group")[0].set_value("50 kB").run()
    assert at.select_slider(key="k").value == 16
    assert f"the file with 16 colours takes {metrics(at)['PNG file']}." in texts(at)


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_opens_with_few_and_with_many_colours(name):
    for k in ("2", "256"):
        at = opened(PAGE, image=name, k=k, ks="3", quality="draft")
        assert not complaints(at) and LESSONS[name] in texts(at)


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens(tab):
    at = opened(PAGE, tab=tab, image="shapes", k="5", ks="2")
    assert not complaints(at)


def test_the_film_and_every_rerun_stay_small():
    assert sent(opened(PAGE)) < 30 * 1024
    assert sent(opened(PAGE, tab="Colour space")) < 70 * 1024
    assert sent(opened(PAGE, tab="Colour space", k="256", markers="their own colour", view="flat")) < 110 * 1024


@pytest.mark.parametrize(
    "tab, button", [("Rate and distortion", "Compare with JPEG"), ("Against the others", "Run the race")]
)
def test_a_comparison_is_computed_on_a_click_and_stays(tab, button):
    at = opened(PAGE, tab=tab, image="text", k="3", ks="2")
    labels = lambda: [one.label for one in at.button]  # noqa: E731
    before = len(texts(at))
    at.button[labels().index(button)].click().run()
    assert not complaints(at) and len(texts(at)) > before
    at.run()
    assert button not in labels() and len(texts(at)) > before


def test_the_side_by_side_list_is_the_addresss_and_none_is_said():
    at = opened(PAGE, image="text", ks="32")
    assert "**32 colours**" in texts(at) and "**2 colours**" not in texts(at)
    at.pills(key="ks").set_value([]).run()
    assert not complaints(at) and "side by side" in at.info[0].value


def test_a_colour_is_highlighted_until_it_leaves_the_palette():
    at = opened(PAGE, image="shapes", k="8")
    at.selectbox(key="highlight").set_value("#e69f00").run()
    assert not complaints(at) and at.selectbox(key="highlight").value == "#e69f00"
    at.select_slider(key="k").set_value(2).run()
    assert not complaints(at) and at.selectbox(key="highlight").value is None


def test_presets_set_every_control():
    at = opened(PAGE, **behind(opened(PAGE, image="text", k="3", space="OKLab"), "Bands, dithered"))
    assert (at.selectbox(key="image").value, at.select_slider(key="k").value) == ("gradient", 16)
    assert (at.selectbox(key="dither").value, at.selectbox(key="space").value) == ("Floyd-Steinberg", "sRGB")


def test_one_pixel_and_one_colour_are_exact_and_said():
    for pixels in (np.full((1, 1, 3), 77, np.uint8), np.full((40, 60, 3), 200, np.uint8)):
        for tab in TABS:
            at = uploaded(file_of(pixels), tab=tab)
            assert not complaints(at) and metrics(at)["PSNR"] == "exact"
        assert "single colour" in texts(at)


@pytest.mark.parametrize(
    "content, note",
    [
        (file_of(Image.new("RGBA", (30, 20), (255, 0, 0, 90))), "Transparent parts were placed on white."),
        (file_of(np.arange(600, dtype=np.uint16).reshape(20, 30) * 100), "16 bits of grey became 8."),
        (file_of(np.random.default_rng(0).integers(0, 256, (1, 6000, 3)).astype(np.uint8)), "scaled down"),
        (file_of(PICTURES["text"]().pixels, "WEBP"), "WEBP file"),
    ],
    ids=["transparent", "16 bits", "6000 x 1", "WebP"],
)
def test_odd_pictures_are_shown_and_what_was_changed_is_said(content, note):
    at = uploaded(content)
    assert not complaints(at) and note in texts(at)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\nbroken", b"%PDF-1.4"])
def test_a_bad_file_gets_one_sentence_and_the_last_good_picture_stays(content):
    at = uploaded(file_of(np.full((1, 3, 3), 9, np.uint8)))
    good = metrics(at)
    assert not at.get("file_uploader")[0].proto.type  # the browser takes every file, so that the page can say why not
    at = uploaded(content, "[x](http://y).csv", at)
    assert len(complaints(at)) == 1 and metrics(at) == good
    assert not any("http://" in text.value for text in at.markdown)


def test_a_large_picture_is_compressed_in_full_when_asked():
    pixels = np.kron(PICTURES["flower"]().pixels[:300, :400], np.ones((3, 3, 1), np.uint8))
    content = file_of(pixels, "JPEG")
    at = uploaded(content, "large.jpg", tab="Take home", k="8", ks="2")
    assert not complaints(at) and "1,200 x 900" in texts(at) and len(at.get("download_button")) == 11
    next(button for button in at.button if button.label.startswith("Compress all")).click().run()
    assert not complaints(at) and len(at.get("download_button")) == 12
    full = compress(pixels := read_picture(content).pixels, prepare(pixels), 8)
    assert f"takes {file_size(len(full.png))}" in texts(at)


def test_the_camera_is_asked_for_only_where_it_is_chosen():
    assert not opened(PAGE).get("camera_input")
    at = opened(PAGE, image="camera")
    assert not complaints(at) and len(at.get("camera_input")) == 1


def test_the_lesson_runs_as_it_is_shown_and_gives_16_colours(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Image.fromarray(PICTURES["flower"]().pixels[::4, ::4]).save("picture.jpg")
    scope = {}
    exec(LESSON, scope)
    assert scope["compressed"].shape == scope["image"].shape == (107, 160, 3)
    assert len(np.unique(scope["compressed"].reshape(-1, 3), axis=0)) == 16


def test_the_page_says_that_a_pixel_is_a_point_and_a_palette_colour_a_centroid():
    assert "pixel is a point" in texts(opened(PAGE)) and "each centroid is one colour" in texts(opened(PAGE))
