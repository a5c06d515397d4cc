"""Whatever table people bring, every page shows it or says in a sentence why not."""

import random

import numpy as np
import pytest

from dashboard.common import csv_table
from tests.pages.pages import complaints, opened
from tests.pages.test_algorithm import upload

NOISE = np.random.default_rng(0).normal(size=(40, 2))


def rows(X) -> str:
    return "".join(",".join(map(repr, row)) + "\n" for row in np.asarray(X, dtype=float).tolist())


TABLES = {
    "plain": "a,b\n" + rows(NOISE),
    "German": "Länge, cm;Breite, cm\n" + rows(NOISE).replace(",", ";").replace(".", ","),
    "tabs, no header": rows(NOISE).replace(",", "\t"),
    "thousands": 'a,b\n"1,234",1\n"999",2\n"12,500",5\n"1,100.50",9\n',
    "years": "country,2019,2020\nA,1.5,2\nB,3,4\nC,5,7\n",
    "one name for all": "a,a,a (2)\n1,2,3\n4,5,7\n9,1,4\n",
    "constant column": "a,b,c\n1,5,2\n2,5,4\n3,5,9\n",
    "duplicates": "a,b\n" + "1,1\n2,2\n3,3\n" * 10,
    "two points": "a\tb\n1\t2\n1\t2\n3\t4\n",
    "one point": "a,b\n1,2\n1,2\n5,\n,7\n",
    "a line": "a,b\n" + rows([(1e5 + x, 2e5 + 2 * x) for x in range(60)]),
    "huge": "a,b\n" + rows(NOISE * 1e10 + 1e12),
    "largest": "a,b\n" + rows(NOISE * 1e29),
    "too large": "a,b\n" + rows(NOISE * 1e99) + "1e308,-1e308\n",
    "small": "a,b\n" + rows(NOISE * 1e-28),
    "too small": "a,b\n" + rows(NOISE * 1e-170) + "1e-320,0\n",
    "far away": "a,b\n" + rows(1e6 + NOISE),
    "unequal units": "a,b\n" + rows(NOISE * (1e15, 1e-15)),
    "two rows": "1,2\n3,4\n",
    "one row": "a,b\n1,2\n",
    "one column": "a\n1\n2\n3\n",
    "50 columns": rows(np.random.default_rng(1).normal(size=(30, 50))),
    "text": "a,b\nx,y\nz,w\n",
    "gaps": "a,b,c\n1,,3\n2,4,\n,5,6\n7,8,9\n1,0,2\n",
    "infinite": "a,b\n1,inf\n2,-inf\n3,1e999\n4,5\n5,6\n",
    "open quote": 'a,b\n1,"2\n3,4\n',
    "markup": "[x](http://y),<b>b</b>,$c$\n1,2,3\n4,5,7\n9,1,4\n",
}
FILES = {name: text.encode() for name, text in TABLES.items()} | {
    "empty": b"",
    "NUL bytes": b"a,b\n1,2\n\0,4\n",
    "BOM": TABLES["plain"].encode("utf-8-sig"),
    "UTF-16": TABLES["German"].encode("utf-16"),
    "Excel": b"PK\x03\x04\x14\0 xl/workbook.xml",
}
UNUSABLE = [
    *(
        "too large",
        "too small",
        "one row",
        "one column",
        "text",
        "infinite",
        "open quote",
        "empty",
        "NUL bytes",
        "Excel",
    ),
]
VIEWS = {
    "pages/1_algorithm.py": [dict(tab=tab) for tab in ("Numbers", "Code as it runs", "By hand", "Film strip", "Try")],
    "pages/2_elbow.py": [
        dict(tab=tab, axes=axes)
        for tab in ("Numbers", "Gap statistic", "Code as it runs", "Take home")
        for axes in ("inertia", "scaled to 0..1", "logarithm")
    ],
    "pages/3_init_comparison.py": [dict(show=show) for show in ("side by side", "pick by pick", "many runs")],
    "pages/4_failure_cases.py": [
        *(dict(tab=tab) for tab in ("Gallery", "Choose eps", "What it costs")),
        *(dict(method=method) for method in ("spectral", "Gaussian mixture", "agglomerative", "spectral map first")),
        *(dict(method=method) for method in ("whiten first", "remove outliers first", "more clusters, then merge")),
    ],
    "pages/6_mini_batch.py": [
        dict(tab=tab) for tab in ("The race", "Where it differs", "Why it slows down", "Cost", "Take home")
    ],
    "pages/7_soft_assignment.py": [
        dict(tab=tab, view=view)
        for tab in ("By hand", "Numbers", "Side by side", "One family")
        for view in ("Hard to soft", "Soft k-means", "Gaussian mixture")
    ],
}
OWN = dict.fromkeys(VIEWS, dict(data="your own")) | {"pages/4_failure_cases.py": dict(case="your own")}


def drawn_views(names, pages, seed=0) -> list:
    """Return every file on every page, each in one of the page's views, as (page, file, view)."""
    dice, drawn = random.Random(seed), []
    for path in pages:
        views = dice.sample(VIEWS[path], len(VIEWS[path]))
        for i, name in enumerate(dice.sample(names, len(names))):
            view = views[i % len(views)]
            drawn.append(pytest.param(path, name, view, id=f"{path[6:-3]}, {name}, {', '.join(view.values())}"))
    return drawn


@pytest.mark.parametrize("path, name, view", drawn_views([name for name in FILES if name not in UNUSABLE], VIEWS))
def test_every_page_shows_every_table(path, name, view):
    at = upload(opened(path, **OWN[path], **view), FILES[name])
    assert not complaints(at)
    assert any(text.value.startswith("mine.csv: ") for text in at.sidebar.text)


@pytest.mark.parametrize("path, name, view", drawn_views(UNUSABLE, ["pages/2_elbow.py"]))
def test_a_page_says_in_a_sentence_what_is_wrong_with_a_file(path, name, view):
    at = upload(opened(path, **OWN[path], **view), FILES[name])
    (complaint,) = complaints(at)
    assert complaint.endswith(".") and at.main.info[0].value.startswith(complaint)


@pytest.mark.parametrize("path", VIEWS)
def test_every_page_says_which_feature_outweighs_which_until_they_are_standardised(path):
    scaled = "Länge;Gewicht\n" + "".join(f"{x:.2f};{900 * y:.0f}\n" for x, y in NOISE).replace(".", ",")
    at = upload(opened(path, **OWN[path]), scaled.encode())
    notes = [info.value for info in at.main.info if "decides almost alone" in info.value]
    assert len(notes) == 1 and notes[0].startswith("“Gewicht” varies ") and "as much as “Länge”" in notes[0]
    at.sidebar.toggle(key="scale").set_value(True).run()
    assert not complaints(at) and not [info for info in at.main.info if "decides almost alone" in info.value]


@pytest.mark.parametrize("path", VIEWS)
def test_every_page_says_that_clusters_stay_empty_where_few_points_differ(path):
    few = b"a;b\n1;2\n1;2\n1;2\n3;4\n3;4\n"
    at = upload(opened(path, ask="0", **OWN[path]), few)  # k is 4, and on Failure cases 3
    notes = [warning.value for warning in at.main.warning if "only 2 different points" in warning.value]
    ends = ("k ends at 2", "at least 2 of the 4 clusters stay empty", "at least 1 of the 3 clusters stays empty")
    assert len(notes) == 1 and any(end in notes[0] for end in ends) and not complaints(at)


def said(at) -> str:
    return next(text.value for text in at.sidebar.text if text.value.startswith("mine.csv"))


def chosen(at, label):
    return next(box for box in at.sidebar.selectbox if box.label == label)


def test_what_was_guessed_is_said_and_can_be_corrected():
    at = upload(opened("pages/1_algorithm.py", data="your own"), b"1,234;2\n5,678;3\n9,1;4\n")
    assert said(at) == "mine.csv: 3 rows; separated by semicolons, decimal comma, no column names"
    chosen(at, "First row").set_value(True).run()
    assert said(at) == "mine.csv: 2 rows; separated by semicolons, decimal comma, column names in the first row"
    assert at.sidebar.multiselect[0].options == ["1,234", "2"] and not complaints(at)


def test_a_wrong_correction_gets_a_sentence_and_the_last_table_stays_until_it_is_undone():
    at = upload(opened("pages/1_algorithm.py", data="your own"), b"a;b\n1,5;2\n3;4\n5;1\n")
    good = said(at)
    chosen(at, "Between the cells").set_value("\t").run()
    assert (
        complaints(at) == ["The file has one column; a picture needs at least two numeric ones\\."] and said(at) == good
    )
    at.run()
    assert len(complaints(at)) == 1 and said(at) == good
    chosen(at, "Between the cells").set_value("").run()
    assert not complaints(at) and said(at) == good


def test_another_file_is_guessed_again():
    at = upload(opened("pages/1_algorithm.py", data="your own"), b"1,5;2\n3;4\n5;1\n")
    chosen(at, "First row").set_value(True).run()
    upload(at, b"a,b\n1,2\n9,8\n8,9\n")
    assert said(at) == "mine.csv: 3 rows; separated by commas, decimal point, column names in the first row"
    assert not complaints(at)


def test_a_choice_of_columns_that_cannot_be_used_leaves_the_last_one():
    at = upload(opened("pages/1_algorithm.py", data="your own"), b"a,b,c\n1,2,*x*\n3,4,\n5,1,7\n2,2,8\n6,3,9\n")
    assert any(
        text.value == "2 of 5 rows left out: a chosen column has no number there (first in line 2: “*x*”)."
        for text in at.sidebar.text
    )
    at.sidebar.multiselect[0].set_value(["a"]).run()
    assert complaints(at) == ["Choose at least two columns; until then the last choice stays."]
    at.sidebar.multiselect[0].set_value(["a", "b"]).run()
    assert not complaints(at) and not any("left out" in text.value for text in at.sidebar.text)


def test_a_file_is_read_once_however_often_its_page_runs(monkeypatch):
    contents = []
    monkeypatch.setattr(csv_table, "read", lambda *args, read=csv_table.read: contents.append(args) or read(*args))
    at = upload(opened("pages/1_algorithm.py", data="your own"), b"a,b\n1,2\n9,8\n8,9\n")
    at.run().run()
    upload(at, b"a,b\nx,y\n").run().run()
    assert len(contents) == 2
