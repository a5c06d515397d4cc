"""A drawing is a data set on every page that takes points, and what cannot be read leaves the last one."""

import pytest

from tests.pages.pages import complaints, opened, player

ALGORITHM = "pages/1_algorithm.py"
PAGES = {ALGORITHM: "data", "pages/4_failure_cases.py": "case"} | dict.fromkeys(
    ("pages/2_elbow.py", "pages/3_init_comparison.py", "pages/6_mini_batch.py", "pages/7_soft_assignment.py"), "data"
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_shows_drawn_points(path):
    at = opened(path, pts="00zz0z", **{PAGES[path]: "drawn"})
    assert not complaints(at) and at.text_input(key="pts").value == "00zz0z"


def captions(at) -> str:
    return " ".join(beat["caption"] for beat in player(at)["beats"])


def test_what_cannot_be_read_gets_a_sentence_and_the_last_drawing_stays():
    at = opened(ALGORITHM, data="drawn", pts="00zz0z55", k="2")
    assert "all 4 points" in captions(at)
    for text in ("00zz0", "", "<b>", "00" * 61):
        at.text_input(key="pts").set_value(text).run()
        (warning,) = at.warning
        assert warning.value.startswith("This text does not describe 2 to 60 points") and not complaints(at)
        assert "all 4 points" in captions(at)
    at.text_input(key="pts").set_value("00zz").run()
    assert not at.warning and "all 2 points" in captions(at)


def test_a_link_leads_to_the_run_from_the_placed_centroids():
    at = opened(ALGORITHM, data="drawn", pts="00100z1zz0zz", init="placed", cen="00zz0z", k="2")
    # From (0, 0) and (61, 61), of which two points are equally far away: 0 + 1 + 61² + (60² + 0²) + 61² + 0.
    assert "Inertia (the sum of the squared distances): 11,043" in captions(at)
