"""The Image compression page in a real browser: what is seen is the file that was computed."""

import base64

import numpy as np
import pytest

from dashboard.image_compression.compute import PLAIN, compress, highlighted, search_states, states_to_show
from dashboard.image_compression.palette_files import hex_colors, indices_of
from dashboard.image_compression.pictures import PICTURES
from kmeans_core import assign, prepare
from tests.browser.serving import rest, settle

PIXELS = PICTURES["shapes"]().pixels
COLORS = prepare(PIXELS)

# The pixels of an <img> or a <canvas>, as the browser has them.
SHOWN = """(element) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [element.naturalWidth ?? element.width, element.naturalHeight ?? element.height];
  const context = canvas.getContext("2d");
  context.drawImage(element, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let text = "";
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
  return [canvas.width, canvas.height, btoa(text)];
}"""


def part(page, css):
    return page.locator(f".st-key-compare {css}")


def pixels(element):
    width, height, text = element.evaluate(SHOWN)
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)[..., :3]


def seen(page, css):
    return pixels(part(page, css))


def test_before_and_after_are_the_computed_pictures_under_a_line_that_moves_and_a_colour_shows_its_pixels(visit):
    page = visit("/image_compression?ask=0&image=shapes&k=4")
    for css in (".before", ".after"):
        part(page, css + ".loaded").wait_for()
    result = compress(PIXELS, COLORS, 4)
    np.testing.assert_array_equal(seen(page, ".before"), PIXELS)
    np.testing.assert_array_equal(seen(page, ".after"), result.palette[indices_of(result.png)])

    clip = "(cut) => cut.style.clipPath"
    part(page, ".divide").focus()
    page.keyboard.press("Home")
    assert part(page, ".cut").evaluate(clip) in ("inset(0px 0px 0px 0%)", "inset(0px)", "inset(0 0 0 0%)")
    box = part(page, ".stage").bounding_box()
    page.mouse.move(box["x"] + 3, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 100)
    page.mouse.up()
    assert abs(float(part(page, ".divide").input_value()) - 75) <= 1

    part(page, ".stage").focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert part(page, ".zoom").inner_text() == "4×"
    before = part(page, ".after").evaluate("(image) => image.style.transform")
    page.keyboard.press("ArrowRight")
    assert part(page, ".after").evaluate("(image) => image.style.transform") != before
    page.keyboard.press("0")
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.2 * box["height"])  # in the blue rectangle
    part(page, ".pixel").filter(has_text="#0072b2").wait_for()

    # A click on a colour of the palette.
    page.wait_for_selector(".st-key-palette .bars .point path", state="attached")
    swatches = page.locator(".st-key-palette .bars .point path")
    assert swatches.count() == 8  # a bar and a swatch each
    swatches.nth(6).click(force=True)
    part(page, ".tag.right").get_by_text(f"Only {hex_colors(result.palette)[2]}", exact=True).wait_for()
    settle(page)
    part(page, ".after").evaluate("(image) => image.decode()")
    np.testing.assert_array_equal(seen(page, ".after"), highlighted(result.palette, 2)[indices_of(result.png)])


SHOWN_SPACE = """() => {
  const columns = ({ x, y, z }) => [x, y, z].map((values) => Array.from(values ?? []));
  const traces = document.querySelector(".st-key-stage .js-plotly-plot")._fullData;
  return Object.fromEntries(traces.map((trace) => [trace.name, { places: columns(trace), color: trace.marker.color }]));
}"""


def color_of(name):
    return [int(channel) for channel in name[4:-1].split(",")]


@pytest.mark.parametrize(
    "markers, motion",
    [("their palette colour", "no-preference"), ("their own colour", "reduce")],
    ids=["palette", "own"],
)
def test_every_state_of_the_search_is_drawn_as_it_was_computed(visit, markers, motion):
    address = f"/image_compression?ask=0&image=shapes&k=4&ks=2&tab=Colour+space&markers={markers.replace(' ', '+')}"
    page = visit(address, reduced_motion=motion)
    canvas = page.locator(".st-key-repaint .picture")
    page.wait_for_function("(canvas) => canvas.width > 300", arg=canvas.element_handle())  # its file has come
    small = PIXELS[::2, ::2]
    np.testing.assert_array_equal(pixels(canvas), small)
    cells = COLORS.cells(1000)
    own = np.rint(cells.means).astype(np.uint8)
    states = list(search_states(COLORS, 4, PLAIN))
    for i in states_to_show(states, 10):
        page.locator(".st-key-player .next").click()
        rest(page)
        palette, labels = states[i].palette, assign(cells.means, states[i].centroids)
        shown = page.evaluate(SHOWN_SPACE)
        np.testing.assert_allclose(np.transpose(shown["cells"]["places"]), cells.means)
        np.testing.assert_allclose(np.transpose(shown["centroids"]["places"]), states[i].centroids, rtol=1e-5)
        assert list(map(color_of, shown["centroids"]["color"])) == palette.tolist()
        drawn = own if markers == "their own colour" else palette[labels]
        assert list(map(color_of, shown["cells"]["color"])) == drawn.tolist()
        cell_of_pixel = assign(small.reshape(-1, 3), cells.means)
        np.testing.assert_array_equal(pixels(canvas).reshape(-1, 3), palette[labels][cell_of_pixel])
    assert page.locator(".st-key-player .next").get_attribute("aria-disabled") == "true"
