"""What a reader brings and takes away, in a real browser."""

import re

import pytest

from tests.browser.serving import settle


@pytest.fixture
def offline(chrome, tmp_path):
    """Return a function that saves what a button offers and opens it in a browser without a network."""
    context, errors = chrome.new_context(offline=True), []

    def open_file(page, button):
        path = tmp_path / saved(page, button, tmp_path)
        opened = context.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(path.as_uri())
        return opened

    yield open_file
    context.close()
    assert errors == []


def saved(page, button, folder) -> str:
    """Click a button that offers a file, save it in the folder and return its name."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    waiting.value.save_as(folder / waiting.value.suggested_filename)
    return waiting.value.suggested_filename


def sheets(page) -> int:
    """Return how many sheets of paper the browser prints the page on."""
    page.locator("body[data-drawn]").wait_for()
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


def test_the_films_and_the_handout_of_a_run_work_offline_and_the_picture_is_saved_in_both_formats(
    visit, offline, tmp_path
):
    page = visit("/algorithm?tab=Take+home")
    film = offline(page, "The run as an HTML film")
    film.locator(".caption").filter(has_text="Assign 1: all 300 points").wait_for()
    film.locator(".code [aria-current]").filter(has_text="assign each point").wait_for()
    film.keyboard.press("PageDown")
    film.locator(".count").filter(has_text="half-step 2 of 13").wait_for()
    film.locator(".play").click()
    film.locator(".caption").filter(has_text="Assign 3:").wait_for(timeout=30_000)
    fills = film.evaluate("[...document.querySelectorAll('.point')].map((point) => point.style.fill)")
    assert "rgb(43, 86, 251)" in fills
    handout = offline(page, "Handout to print")
    assert sheets(handout) == 1
    assert handout.locator("figcaption").inner_text().startswith("Converged after")
    assert handout.locator(".point").count() >= 300 and handout.locator("footer svg[viewBox]").count() == 1
    assert "/algorithm" in handout.locator("footer").inner_text()
    assert (tmp_path / saved(page, "Picture as PNG", tmp_path)).read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / saved(page, "Picture as SVG", tmp_path)).read_text("utf-8")


def test_a_film_without_a_curve_plays_offline(visit, offline):
    film = offline(visit("/init_comparison?tab=Take+home"), "The run as an HTML film")
    film.locator(".caption").filter(has_text="centroid").first.wait_for()
    film.keyboard.press("End")
    film.locator(".next").filter(has_text="Converged").wait_for()


def test_a_handout_of_several_figures_fits_on_one_sheet(visit, offline):
    handout = offline(visit("/elbow?tab=Take+home"), "Handout to print")
    assert sheets(handout) == 1 and handout.locator(".js-plotly-plot").count() == 4


def test_the_colours_in_space_play_offline_and_the_pictures_are_printed(visit, offline):
    page = visit("/image_compression?tab=Take+home")
    film = offline(page, "The run as an HTML film")
    film.locator(".caption").filter(has_text="marks").wait_for()
    film.keyboard.press("End")
    film.locator(".count").filter(has_not_text="state 0 of").wait_for()
    assert film.locator(".js-plotly-plot").count() == 1
    handout = offline(page, "Handout to print")
    assert handout.locator(".pictures img").count() == 2
    assert len(re.findall(rb"/Type\s*/Page\b", handout.pdf(prefer_css_page_size=True))) == 1


def test_an_own_table_is_drawn_a_picture_called_csv_leaves_it_in_place_and_another_table_takes_it(fresh_visit):
    page = fresh_visit("/algorithm?data=your+own&k=2&ask=0")
    good = {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n2,1\n,4\n9,8\n8,9\n9,9\n"}
    page.locator("input[type=file]").set_input_files(good)
    page.get_by_text("1 of 6 rows left out").wait_for()
    settle(page)
    page.locator(".st-key-player .caption").filter(has_text="all 5 points").wait_for()
    picture = {"name": "picture.csv", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 50}
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_text("not a text file").wait_for()
    settle(page)
    page.locator(".st-key-player .caption").filter(has_text="all 5 points").wait_for()
    other = {"name": "other.csv", "mimeType": "text/csv", "buffer": b"height;width\n1;2\n2;1\n9;8\n8;9\n"}
    page.locator("input[type=file]").set_input_files(other)
    page.locator(".st-key-player .caption").filter(has_text="all 4 points").wait_for()
    chosen = page.locator("[data-testid=stMultiSelect] [data-tag]")
    assert [tag.strip() for tag in chosen.all_inner_texts()] == ["height", "width"]
