"""A shared link wakes a sleeping app: the very first request to a fresh server is a page with settings."""

import sys

import pytest

from benchmarks.serving import STREAMLIT_RUN
from dashboard.common.datasets import NAMED
from dashboard.components import url_of
from kmeans_core import lloyd, random_init
from tests.browser.serving import served, settle

PLAIN = (sys.executable, "-m", "tests.browser.plain_launcher")
BASE = {"STREAMLIT_SERVER_BASE_URL_PATH": "kmeans"}


@pytest.mark.parametrize(
    ("settings", "command"), [({}, STREAMLIT_RUN), (BASE, STREAMLIT_RUN), ({}, PLAIN)], ids=["usual", "base", "plain"]
)
def test_a_deep_link_is_right_on_a_cold_server_and_so_is_the_landing_page_after_it(visit, settings, command):
    X = NAMED["iris"].make(0, 0, 0).X
    moves = len(list(lloyd(X, random_init(X, 3, seed=5), tol=0))) - 1
    with served(settings, command=command) as cold:
        page = visit("/algorithm?data=iris&k=3&init=random&seed=5&embed=true&ask=0", at=cold)
        assert page.locator("h1").inner_text() == "The algorithm"
        assert page.locator(".st-key-data input").input_value() == "iris"
        page.locator("[data-testid=stExpandSidebarButton]").click()
        assert page.locator(".st-key-k").get_by_role("slider").input_value() == "3"
        assert page.locator(".st-key-seed input").input_value() == "5"
        page.locator(".st-key-player .last").click()
        assert f"Converged after {moves} moves" in page.locator(".st-key-player .caption").inner_text()
        fetched = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
        script = f"{cold}/{url_of('player/browser/player.js')}"
        assert (script in fetched) == (command != PLAIN)
        page = visit("/", at=cold)
        page.get_by_role("link", name="Elbow").first.click()
        page.wait_for_url(f"{cold}/elbow")
        settle(page)
        assert page.locator("h1").inner_text() == "How many clusters?"
