"""Clicks on the Elbow page, in a real browser: what is clicked is what is shown and what the address says."""

import re

from tests.browser.serving import rest, settle

PLACE = """([name, i]) => {
  const has = (graph) => (graph._fullData || []).some((trace) => trace.name === name);
  const graph = [...document.querySelectorAll(".js-plotly-plot")].find(has);
  graph.scrollIntoView({ block: "center" });
  const trace = graph._fullData.find((trace) => trace.name === name), { xaxis, yaxis } = graph._fullLayout;
  const box = graph.getBoundingClientRect(), lies = trace.orientation === "h";
  return [box.left + xaxis._offset + xaxis.d2p(lies ? trace.x[i] / 2 : trace.x[i]),
          box.top + yaxis._offset + yaxis.d2p(trace.y[i])];
}"""
SHOWN = """(name) => [...document.querySelectorAll(".js-plotly-plot")].flatMap((graph) => graph._fullData)
           .filter((trace) => trace.name === name).map((trace) => Array.from(trace.x))[0]"""


def click(page, name, i):
    """Click mark `i` of the trace `name`, as a hand does: there first, then down."""
    settle(page)
    x, y = page.evaluate(PLACE, [name, i])
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    rest(page)
    page.mouse.click(x, y)


def test_clicks_choose_k_and_points_and_the_slider_has_the_last_word(visit):
    page = visit("/elbow?ask=0&n=60&n_init=1&data=uniform")
    click(page, "inertia", 5)
    page.wait_for_url("**k=6**")
    page.get_by_text(re.compile("^The clustering into k = 6: inertia .*, mean silhouette")).wait_for()
    page.get_by_role("slider", name="k shown in the pictures").press("ArrowLeft")
    page.wait_for_url("**k=5**")
    click(page, "inertia", 5)  # the same mark again: a selection that is already there would say nothing
    page.wait_for_url("**k=6**")
    click(page, "silhouette", 0)
    page.wait_for_url("**k=2**")
    click(page, "points", 16)
    page.get_by_text(re.compile("Point 17 is in cluster")).wait_for()
    settle(page)
    assert len(page.evaluate(SHOWN, "centroids")) == 2 and page.evaluate(SHOWN, "chosen") == [2]
    assert len(page.evaluate(SHOWN, "own")) + len(page.evaluate(SHOWN, "other")) == 3 * 59
    click(page, "cluster 1", 3)
    page.get_by_text(re.compile(r"Point (?!17 )\d+ is in cluster 1\.")).wait_for()


COUNT = """() => { window.again = 0;
  for (const name of ["relayout", "restyle", "update"]) {
    const draw = Plotly[name];
    Plotly[name] = (...all) => { again += 1; return draw(...all); };
  } }"""


def test_on_a_laptop_no_figure_is_drawn_again_for_its_letters_or_its_axes(fresh_visit):
    page = fresh_visit("/elbow?ask=0", width=1366, height=768)
    page.evaluate(COUNT)
    page.get_by_role("slider", name="k shown in the pictures").press("ArrowRight")
    page.wait_for_url("**k=5**")
    page.get_by_text(re.compile("^The clustering into k = 5")).wait_for()
    settle(page)
    assert page.evaluate("again") == 0
    page.set_viewport_size({"width": 1920, "height": 1080})  # where larger letters are needed, the count sees it
    page.wait_for_function("again > 0")


def test_a_finger_scrolls_the_page_over_a_chart(visit):
    page = visit("/elbow?ask=0&n=60&n_init=1", width=390, height=844)
    settle(page)
    chart = page.locator(".js-plotly-plot").first
    chart.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.js-plotly-plot')._fullLayout.dragmode === false")
    box, session = chart.bounding_box(), page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    session.send("Input.dispatchTouchEvent", dict(type="touchStart", touchPoints=[dict(x=x, y=y)]))
    for moved in range(12, 100, 12):
        session.send("Input.dispatchTouchEvent", dict(type="touchMove", touchPoints=[dict(x=x, y=y - moved)]))
    session.send("Input.dispatchTouchEvent", dict(type="touchEnd", touchPoints=[]))
    page.wait_for_function(f"document.querySelector('[data-testid=stMain]').scrollTop > {before + 40}")
