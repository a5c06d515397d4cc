"""Every page opens with default and with extreme settings, and nobody sees a traceback."""

import pytest

from tests.pages.pages import ROOT, complaints, opened

PAGES = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
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
def test_a_page_opens_alone_with_its_heading_and_the_links(path):
    at = opened(path)
    assert not complaints(at) and len(at.title) == 1
    assert len(at.sidebar.get("page_link")) == len(PAGES)


@pytest.mark.parametrize("path", PAGES[1:])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_address_breaks_a_page(path, value):
    settings = dict.fromkeys(("data", "n", "noise", "data_seed", "scale", "k", "init", "seed", "x", "y", "tab"), value)
    settings |= dict.fromkeys(("image", "quality", "space", "dither", "ks", "markers", "view"), value)
    at = opened(path, **settings)
    assert not complaints(at)
