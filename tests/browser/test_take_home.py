"""What a reader brings and takes away, in a real browser."""

from tests.browser.serving import settle


def test_the_downloaded_film_plays_offline_with_captions_and_keys(visit, chrome, tmp_path):
    page = visit("/algorithm?tab=Download")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="The run as an HTML film").click()
    file = tmp_path / "film.html"
    waiting.value.save_as(file)
    context = chrome.new_context(offline=True)
    film, errors = context.new_page(), []
    film.on("pageerror", lambda error: errors.append(str(error)))
    film.goto(file.as_uri())
    film.locator(".caption").filter(has_text="Assign 1: all 300 points").wait_for()
    film.locator(".code [aria-current]").filter(has_text="assign each point").wait_for()
    film.keyboard.press("PageDown")
    film.locator(".count").filter(has_text="half-step 2 of 13").wait_for()
    film.locator(".play").click()
    film.locator(".caption").filter(has_text="Assign 3:").wait_for(timeout=30_000)
    fills = film.evaluate("[...document.querySelectorAll('.point')].map((point) => point.style.fill)")
    assert "rgb(43, 86, 251)" in fills and errors == []
    context.close()


def test_an_own_table_is_drawn_and_a_picture_called_csv_leaves_it_in_place(visit):
    page = visit("/algorithm?data=your+own&k=2")
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


def test_the_first_load_on_the_websocket_is_small(chrome, address):
    context = chrome.new_context(viewport={"width": 1280, "height": 800})
    page, got = context.new_page(), [0]

    def count(frame):
        got[0] += len(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    page.goto(address + "/algorithm")
    settle(page)
    context.close()
    assert 10 < got[0] / 1024 < 250
