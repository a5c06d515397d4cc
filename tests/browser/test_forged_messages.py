"""A browser may send anything for a click: its sender sees the page as it was, and no error."""

import json

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.serving import served
from benchmarks.visitor import PAGES, Measured, Visitor
from tests.browser.serving import run_async

POINTS = [None, {}, [], "x", 5, float("nan"), {"point": None}, {"point": 0}, {"point": "x", "at": 0}]
POINTS += [{"point": point, "at": at} for point, at in [(1e18, 0), (0, 1e18), (-1, 0), (0, -1), (10**30, 0), (0.5, 0)]]

WITH_A_PLAYER = {"algorithm", "init_comparison", "image_compression", "mini_batch", "soft_assignment"}


@pytest.fixture(scope="module")
def server():
    with served() as server:
        yield server


def click(component, value) -> list[WidgetState]:
    """Return what a browser sends after a click in the component: its state, and the event under a name of its own."""
    name = f"$$STREAMLIT_INTERNAL_KEY_{component.id}__events"  # as seen in a browser
    event = json.dumps([{"event": "chosen", "value": value}])
    return [WidgetState(id=component.id, json_value="{}"), WidgetState(id=name, json_trigger_value=event)]


async def send_all(server, page, measured, values):
    """Send every value as a click in every component of the page; return how many were sent."""
    n_sent = 0
    async with Visitor(server, page, measured) as visitor:
        for component in [message for kind, message, _ in visitor.drawn.values() if kind == "bidi_component"]:
            for states in [click(component, None)[1:], *(click(component, value) for value in values)]:
                await visitor.ask(*states)
                await visitor.answer()
                n_sent += 1
    return n_sent


WITHOUT_CLICKS = {"build_it", "elbow", "practice"}


@pytest.mark.parametrize("page", PAGES)
def test_a_forged_click_meets_no_error(server, page):
    measured = Measured()
    assert run_async(send_all(server, page, measured, POINTS)) >= len(POINTS) or page in WITHOUT_CLICKS
    assert not measured.broken()


CHARTS = {
    "elbow": dict(ask="0"),
    "failure_cases": dict(ask="0", tab="Gallery"),
    "image_compression": dict(ask="0", tab="Palette"),
}
MARKS = [{}, {"points": None}, {"points": {}}, {"points": ["x"]}, {"points": [{}]}]
MARKS += [{"points": [{"customdata": value, "x": value, "point_index": value}]} for value in (None, "x", [], -1, 1e18)]


@pytest.mark.parametrize("page", CHARTS)
def test_a_forged_click_on_a_chart_meets_no_error(server, page):
    async def click_all():
        async with Visitor(server, page, measured, **CHARTS[page]) as visitor:
            shown = [drawn for drawn in visitor.drawn.values() if drawn.kind == "plotly_chart" and drawn.message.id]
            for _, chart, fragment in shown[:2]:
                for marks in MARKS:
                    text = json.dumps({"selection": marks})
                    await visitor.ask(WidgetState(id=chart.id, string_value=text), fragment=fragment)
                    await visitor.answer()
            return len(shown)

    measured = Measured()
    assert run_async(click_all()) > 0
    assert not measured.broken()


def test_a_click_on_a_point_is_followed(server):
    async def chosen_point():
        async with Visitor(server, "algorithm", Measured()) as visitor:
            components = [message for kind, message, _ in visitor.drawn.values() if kind == "bidi_component"]
            (player,) = [message for message in components if message.component_name == "kmeans.player"]
            await visitor.ask(*click(player, {"point": 6, "at": 1}))
            await visitor.answer()
            return visitor.controls()["point"].value

    assert run_async(chosen_point()) == 7
