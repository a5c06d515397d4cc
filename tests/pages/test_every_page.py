"""Every page opens with default and with extreme settings, and nobody sees a traceback."""

import ast
import itertools
import json
import re
from collections import Counter

import pytest

from dashboard.common.layout import LEFT_BEHIND, SIDEBAR_HINT
from tests.pages.pages import ROOT, complaints, opened, parameters, parts, sent, tabs, with_results

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
def test_a_page_opens_with_its_heading_which_tells_of_the_sidebar_only_where_there_is_one(path):
    at = opened(path)
    assert not complaints(at) and len(at.title) == 1
    hints = [json.loads(one.proto.json).get("hint") for one in at.get("bidi_component")]
    assert SIDEBAR_HINT not in hints or len(at.sidebar)


@pytest.mark.parametrize("path", PAGES)
def test_the_tabs_in_the_source_of_a_page_are_those_on_it(path):
    assert tabs(path) == [tab.label for tab in with_results(path).tabs]


def test_the_landing_page_links_to_every_page():
    linked = {f"pages/{name}.py" for names in router_table("PAGES").values() for name in names}
    assert len({link.proto.page for link in opened().get("page_link")}) == len(linked & set(PAGES))
    assert {*PAGES[1:]} <= linked | {f"pages/{name}.py" for name in router_table("HIDDEN")}


def router_table(name) -> dict:
    """Return a table of the router, which runs as a script."""
    tree = ast.parse((ROOT / "dashboard" / "router.py").read_text("utf-8"))
    return next(
        ast.literal_eval(node.value)
        for node in tree.body
        if getattr(node, "targets", None) and node.targets[0].id == name
    )


@pytest.mark.parametrize("path", PAGES[1:])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_address_breaks_a_page(path, value):
    at = opened(path, **dict.fromkeys(parameters(path), value))
    assert not complaints(at)


# What readers take along from page to page: whether they are asked, which points, and where k-means begins.
SHARED = {"ask", "data", "n", "noise", "data_seed", "scale", "pts", "x", "y", "k", "init", "seed", "cen"}


def test_a_parameter_that_several_pages_have_is_taken_along_or_left_behind():
    pages = Counter(name for path in PAGES for name in parameters(path))
    assert {name for name, count in pages.items() if count > 1} <= SHARED | {*LEFT_BEHIND}


WITHOUT_A_VALUE = {"button", "download_button", "file_uploader", "camera_input", "page_link", "expander", "tab", "tabs"}
# The options of the first are the colours of the visitor's own picture; the second takes hundreds of links.
NOT_IN_THE_ADDRESS = {"highlight", "links"}
HEADINGS = {"title": 1, "header": 2, "subheader": 3}
SHOWN = [(path, tab) for path in PAGES for tab in (tabs(path) or [""])]


@pytest.fixture(scope="module", params=SHOWN, ids=lambda shown: "-".join(filter(None, shown)) or "landing")
def shown(request):
    """Every page with every tab."""
    path, tab = request.param
    return opened(path, **({"tab": tab} if tab else {}))


@pytest.mark.parametrize("path, tab", [shown for shown in SHOWN if shown[1]], ids="-".join)
def test_the_largest_settings_send_little_in_every_tab(path, tab):
    at = opened(path, tab=tab, data="uniform", n="100000", k="100", batch="5000", init="random")
    assert sent(at) < 84 * 1024  # of 100 KiB a rerun; controls, text and tables are some 16


def test_every_control_is_in_the_address(shown):
    for part in parts(shown):
        if part.type not in WITHOUT_A_VALUE and hasattr(getattr(part, "proto", None), "query_param_key"):
            assert part.proto.query_param_key or part.key in NOT_IN_THE_ADDRESS, part


def test_headings_begin_with_one_h1_and_skip_no_level(shown):
    levels = [HEADINGS[part.type] for part in parts(shown) if part.type in HEADINGS]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_answer_has_a_name_of_its_own(shown):
    names = [each.label for each in shown.expander]
    assert len(set(names)) == len(names)


def test_every_column_of_a_table_has_a_name_and_no_number_has_more_than_eight_digits(shown):
    for table in (*shown.table, *shown.dataframe):
        assert all(str(name).strip() for name in table.value.columns)
        for value in table.value.select_dtypes("float").to_numpy().ravel():
            assert value != value or float(f"{value:.8g}") == value


def test_what_is_read_out_has_no_tags(shown):
    names = [chart.proto.alt for chart in shown.get("plotly_chart")]
    cells = [str(value) for table in (*shown.table, *shown.dataframe) for value in table.value.to_numpy().ravel()]
    assert not [text for text in (*names, *cells) if re.search(r"</?\w+[^>]*>", text)]


def test_no_two_charts_are_called_the_same(shown):
    names = [chart.proto.alt for chart in shown.get("plotly_chart")]
    assert all(names) and len(set(names)) == len(names)


@pytest.mark.parametrize("path", PAGES)
def test_no_button_is_called_help_and_no_more(path):
    assert not [text.value for text in with_results(path).markdown if text.proto.help]
