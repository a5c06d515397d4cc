"""Every page opens with default and with extreme settings, and nobody sees a traceback."""

import pytest

from tests.pages.pages import ROOT, complaints, opened, parameters

PAGES = ["", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
HOSTILE = [
    "",
    "-1",
    "1e999",
    "nan",
    "None",
    "0x10",
    "9" * 400,
    "<b>x</b>",
    "[a](http://b)",
    "é\u202e\U0001f600",
    "a" * 5000,
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_with_its_heading(path):
    at = opened(path)
    assert not complaints(at) and len(at.title) == 1


def test_the_landing_page_links_to_every_page():
    assert len(opened().get("page_link")) == len(PAGES) - 1


@pytest.mark.parametrize("path", PAGES[1:])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_address_breaks_a_page(path, value):
    at = opened(path, **dict.fromkeys(parameters(path), value))
    assert not complaints(at)
