"""A shared link wakes a sleeping app: the very first request to a fresh server is a page with settings."""

from dashboard.common.datasets import NAMED
from kmeans_core import lloyd, random_init
from tests.browser.serving import served


def test_a_deep_link_is_right_on_a_cold_server(visit):
    X = NAMED["iris"].make(0, 0, 0).X
    moves = len(list(lloyd(X, random_init(X, 3, seed=5), tol=0))) - 1
    with served() as cold:
        page = visit("/algorithm?data=iris&k=3&init=random&seed=5", at=cold)
        assert page.locator("h1").inner_text() == "The algorithm"
        assert page.locator(".st-key-data input").input_value() == "iris"
        assert page.locator(".st-key-k").get_by_role("slider").input_value() == "3"
        assert page.locator(".st-key-seed input").input_value() == "5"
        page.locator(".st-key-player .last").click()
        assert f"Converged after {moves} moves" in page.locator(".st-key-player .caption").inner_text()
        page.close()
