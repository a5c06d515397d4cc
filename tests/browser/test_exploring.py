"""Visitors on the app's websocket who change any control of a page, a few times each."""

import itertools
import random

import pytest

from benchmarks.explore import explore_page, random_change, too_large
from benchmarks.serving import served
from benchmarks.visitor import MAX_RERUN_KIB, PAGES, Measured, Visitor
from tests.browser.serving import run_async

SHOWS_ITS_VALUE = {"set_value", "value", "raw_value", "raw_values"}  # fields of a control
NAMES_A_FILE = {"deferred_file_id"}  # of a download that is made when it is asked for: another one in each session


@pytest.fixture(scope="module")
def server():
    with served() as server:
        yield server


def drawn(visitor) -> list:
    """Return what the page draws except for what its controls are set to."""
    hidden = SHOWS_ITS_VALUE | NAMES_A_FILE
    return [
        (kind, [(field.name, value) for field, value in message.ListFields() if field.name not in hidden])
        for kind, message, _ in visitor.drawn.values()
    ]


async def opened(server, page, measured, **settings) -> Visitor:
    async with Visitor(server, page, measured, **settings) as visitor:
        return visitor


@pytest.mark.parametrize("page", PAGES)
def test_changes_of_any_controls_meet_no_error_and_send_little(server, page):
    _, measured, costs = run_async(explore_page(server, page, changes=4, seed=0))
    assert len(costs) == 4
    assert not measured.broken() and not too_large(page, measured)


@pytest.mark.parametrize("page", PAGES)
def test_any_button_may_be_the_first_thing_that_a_browser_reports(server, page):
    measured = Measured()

    async def click_each():
        buttons = [
            key
            for key, control in (await opened(server, page, measured)).controls().items()
            if control.kind == "button"
        ]
        for button in buttons:
            async with Visitor(server, page, measured) as visitor:
                await visitor.change(button, True)

    run_async(click_each())
    assert not measured.broken()


LARGEST = {  # the settings and the control whose change sends most, as long series of changes at random have shown
    "elbow": (dict(data="stretched", n=1700, ks=[5, 18], k=8, point=4244, tab="Gap statistic"), "Compute it", True),
    "image_compression": (
        dict(image="balloon", k=256, space="OKLab", tab="Colour space", ks=[2, 4, 6, 8, 16, 32, 96, 192]),
        "dither",
        "Bayer",
    ),
}


@pytest.mark.parametrize("page", LARGEST)
def test_the_largest_answer_to_a_change_is_small_enough(server, page):
    measured, (settings, control, value) = Measured(), LARGEST[page]

    async def change():
        async with Visitor(server, page, measured, **settings) as visitor:
            await visitor.change(control, value)

    run_async(change())
    assert not measured.broken() and not too_large(page, measured)


@pytest.mark.parametrize("seed", [1, 3])
def test_the_longest_runs_with_their_film_strip_send_less_than_a_rerun_may(server, seed):
    measured, settings = Measured(), dict(data="moons", n=5000, k=10, noise=3, tab="Film strip", seed=seed)
    run_async(opened(server, "algorithm", measured, **settings))
    assert not measured.broken() and measured.load_bytes[0] < MAX_RERUN_KIB * 1024


@pytest.mark.parametrize("page", PAGES)
def test_after_changes_the_address_opens_the_page_that_was_seen(server, page):
    measured, dice = Measured(), random.Random(1)

    async def change_and_open():
        async with Visitor(server, page, measured) as visitor:
            for _ in range(3):
                bound = [key for key, control in visitor.controls().items() if control.is_bound]
                await visitor.change(*random_change(visitor, dice, bound))
        return visitor, await opened(server, page, measured, **visitor.settings)

    visitor, newcomer = run_async(change_and_open())
    assert visitor.settings
    assert not measured.broken()
    assert drawn(visitor) == drawn(newcomer)


@pytest.mark.parametrize(
    "page, changes, settings",
    [
        (
            "algorithm",
            {"k": [7.0], "seed": 3.0, "data": "moons", "scale": True, "tab": "Try"},
            {"k": 7, "seed": 3, "data": "moons", "scale": "true", "tab": "Try"},
        ),
        ("elbow", {"ks": [3.0, 8.0], "axes": ["logarithm"]}, {"ks": (3, 8), "axes": "logarithm"}),
        ("image_compression", {"k": ["4"], "ks": ["4"]}, {"k": 4, "ks": 4}),
    ],
)
def test_every_kind_of_control_changes_the_page_as_its_parameter_in_the_address_does(server, page, changes, settings):
    measured = Measured()

    async def change_and_open():
        seen = []
        async with Visitor(server, page, measured) as visitor:
            for key, value in changes.items():
                seen.append(drawn(visitor))
                await visitor.change(key, value)
        return [*seen, drawn(visitor)], drawn(await opened(server, page, measured, **settings))

    seen, by_address = run_async(change_and_open())
    assert all(before != after for before, after in itertools.pairwise(seen))
    assert seen[-1] == by_address


def test_a_button_in_a_fragment_runs_the_fragment_alone(server):
    measured = Measured()

    async def compare():
        async with Visitor(server, "algorithm", measured) as visitor:
            before = drawn(visitor)
            await visitor.change("Compare with 50 other starts", True)
        return before, drawn(visitor)

    before, after = run_async(compare())
    assert not measured.broken()
    assert measured.rerun_bytes[0] < measured.load_bytes[0] / 10
    assert all(one in after for one in before)
    assert "Of 50 other starts" in str([one for one in after if one not in before])
