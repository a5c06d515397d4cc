"""The Elbow page: settings in, the sweep of exactly these settings out, and a consensus only where there is one."""

import base64
import re

import numpy as np
import pytest

from dashboard.common.datasets import ALL, NAMED
from dashboard.elbow.compute import search_sample
from dashboard.elbow.questions import elbow_questions
from dashboard.elbow.text import limit_note
from kmeans_core import sweep_k
from tests.pages.pages import behind, complaints, figures, sent
from tests.pages.pages import opened as asked
from tests.pages.pages import with_results as opened

PAGE = "pages/2_elbow.py"
QUICK = {"n": "60", "n_init": "1"}


def values(array):
    if isinstance(array, dict):
        return np.frombuffer(base64.b64decode(array["bdata"]), dtype=np.dtype(array["dtype"]))
    return np.array(array)


def trace(at, name):
    """Return the trace of this name in any of the page's pictures."""
    return next(one for figure in figures(at) for one in figure["data"] if one.get("name") == name)


def said(at):
    return " ".join(text.value for text in (*at.header, *at.markdown)).replace("\u00a0", " ")


def votes(at):
    return dict(re.findall(r"^([A-Z][\w -]+): \*\*(\d+|—)\*\*$", "\n".join(text.value for text in at.markdown), re.M))


def with_gap(at):
    if any(button.key == "compute gap" for button in at.button):  # not computed before
        at.button(key="compute gap").click().run()
    assert not complaints(at)
    return at


def test_the_default_is_the_lessons_plot_and_four_of_five_say_four():
    at = with_gap(opened(PAGE))
    X = NAMED["blobs"].make(300, 1.0, 42).X
    found = sweep_k(X, range(1, 11), seed=0)
    np.testing.assert_allclose(values(trace(at, "inertia")["y"]), found.inertias, rtol=1e-6)
    np.testing.assert_allclose(values(trace(at, "silhouette")["y"]), found.silhouettes[1:], rtol=1e-6)
    assert (values(trace(at, "points")["marker"]["color"]) == found.results[3].labels).all()
    assert votes(at) == {
        "Elbow": "3",
        "Silhouette": "4",
        "Gap statistic": "4",
        "Calinski-Harabasz": "4",
        "Davies-Bouldin": "4",
    }
    assert at.header[0].value == "4 clusters" and "there are 4 groups, missed by Elbow (3)" in said(at)


def test_no_criterion_is_in_the_page_before_a_guess_and_those_that_agree_are_named_after_it():
    at = asked(PAGE)
    (picture,) = figures(at)
    assert [one["name"] for one in picture["data"]] == ["points"] and not complaints(at)
    assert (values(picture["data"][0]["marker"]["color"]) < 0).all()  # no cluster's colour
    assert not at.tabs and not at.header and not re.search("inertia|silhouette|criteri", said(at), re.I)
    at.get("button_group")[0].set_value("4").run()
    assert "You see 4; of the five criteria below, Silhouette, " in said(at) and len(figures(at)) == 4 and at.header
    assert len([text for text in at.markdown if text.value.endswith("as you guessed]")]) in (3, 4)  # the gap, if known
    at.selectbox(key="data").set_value("uniform").run()
    assert len(figures(at)) == 1 and not at.header


def test_uniform_data_give_no_clear_k_and_the_page_says_why():
    at = with_gap(opened(PAGE, data="uniform"))
    assert at.header[0].value == "No clear k" and votes(at)["Gap statistic"] == "1"
    assert "finds no structure: k = 1" in said(at) and "nowhere falls clearly below" in said(at)
    assert "there are no groups" in said(at)


@pytest.mark.parametrize("name", [dataset.name for dataset in ALL])
@pytest.mark.parametrize(
    "settings",
    [
        {"k": "1", "n": "10", "ks": ["2", "4"]},
        {
            "k": "20",
            "n": "90",
            "ks": ["1", "20"],
            "n_init": "1",
            "scale": "true",
            "init": "random",
            "point": "7",
            "axes": "logarithm",
        },
    ],
)
def test_every_data_set_with_small_and_large_settings(name, settings):
    at = opened(PAGE, data=name, **settings)
    assert not complaints(at) and len(figures(at)) == (3 if settings["k"] == "1" else 4)
    assert "nan" not in said(at).lower().split()


@pytest.mark.parametrize("tab", ["Numbers", "Gap statistic", "Code as it runs", "Try", "Take home"])
def test_every_tab_opens(tab):
    at = opened(PAGE, tab=tab, **QUICK)
    assert not complaints(at)
    shown = {
        "Numbers": at.dataframe,
        "Gap statistic": [button for button in at.button if button.key == "compute gap here"],
        "Code as it runs": at.code,
        "Try": at.button,
        "Take home": at.get("download_button"),
    }[tab]
    assert len(shown) > 0


@pytest.mark.parametrize(
    "preset, data, k",
    [
        ("Blobs", "blobs", 4),
        ("Evenly spread", "uniform", 4),
        ("Blobs that touch", "blobs", 4),
        ("Iris", "iris", 3),
    ],
)
def test_the_presets_set_their_data(preset, data, k):
    at = opened(PAGE, **behind(opened(PAGE, data="moons", k="7", ks=["3", "9"], **QUICK), preset), **QUICK)
    assert not complaints(at)
    assert (at.selectbox(key="data").value, at.slider(key="k").value) == (data, k)
    assert at.slider(key="ks").value == (1, 10)


def test_a_click_sets_the_control_and_the_last_of_click_and_slider_counts():
    at = opened(PAGE, **QUICK)
    for k, move in ((6, lambda: at.session_state.__setitem__("k", 6)), (3, lambda: at.slider(key="k").set_value(3))):
        move()
        at.run()
        assert at.slider(key="k").value == k and len(values(trace(at, "centroids")["x"])) == k
        chosen = trace(at, "chosen")
        assert values(chosen["x"]) == [k] and values(chosen["y"]) == values(trace(at, "inertia")["y"])[k - 1]


def test_every_mark_that_can_be_clicked_carries_what_it_chooses():
    at = with_gap(opened(PAGE, tab="Gap statistic", **QUICK))
    for name in ("inertia", "saved", "silhouette", "gap"):
        marks = trace(at, name)
        np.testing.assert_array_equal(values(marks["customdata"]), values(marks["x"]))
    np.testing.assert_array_equal(values(trace(at, "points")["customdata"]), np.arange(1, 61))
    labels = values(trace(at, "points")["marker"]["color"])
    for j in range(4):
        assert (labels[values(trace(at, f"cluster {j + 1}")["customdata"]) - 1] == j).all()


def test_a_chosen_point_is_worked_through_and_joined_to_its_clusters():
    at = opened(PAGE, point="17", **QUICK)
    X = NAMED["blobs"].make(60, 1.0, 42).X
    assert "Point 17 is in cluster" in said(at) and r"\max(a, b)" in at.latex[0].value
    for name in ("own", "other"):
        x = values(trace(at, name)["x"]).reshape(-1, 3)
        np.testing.assert_allclose(x[:, 0], X[16, 0], rtol=1e-6)
        assert np.isnan(x[:, 2]).all()
    assert not opened(PAGE, point="61", **QUICK).latex


def test_the_chord_and_the_elbow_are_drawn_on_every_kind_of_axes():
    for axes in ("inertia", "scaled to 0..1", "logarithm"):
        at = opened(PAGE, axes=axes)
        foot = [values(trace(at, "elbow")[axis]) for axis in "xy"]
        chord = [values(trace(at, "chord")[axis]) for axis in "xy"]
        assert np.interp(foot[0][-1], *chord) == pytest.approx(foot[1][-1], rel=1e-2)
    # At right angles to the chord where both axes are scaled: as far right as up.
    scaled = opened(PAGE, axes="scaled to 0..1")
    x, y = (values(trace(scaled, "elbow")[axis]) for axis in "xy")
    assert x[1] - x[0] == pytest.approx(y[1] - y[0]) and np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(
        0.488, abs=1e-3
    )


def test_more_than_ten_clusters_differ_in_colour_or_shape():
    marker = trace(opened(PAGE, n="200", n_init="1", k="20", ks=["1", "20"]), "points")["marker"]
    pairs = set(zip(values(marker["color"]).tolist(), values(marker["symbol"]).tolist(), strict=True))
    assert len(pairs) == 20


def test_k_beyond_the_range_is_the_run_of_a_longer_range_and_nothing_else_changes():
    near, beyond, longer = (
        opened(PAGE, k=k, ks=["1", high], **QUICK) for k, high in (("4", "6"), ("9", "6"), ("9", "9"))
    )
    assert not complaints(beyond) and not beyond.warning
    assert votes(beyond) == votes(near) and "Beyond the range that is compared." in said(beyond)
    np.testing.assert_array_equal(*(values(trace(at, "centroids")["x"]) for at in (beyond, longer)))


def upload(at, content):
    at.get("file_uploader")[0].upload("mine.csv", content, "text/csv")
    return at.run()


@pytest.mark.parametrize(
    "content, different",
    [
        (b"a,b\n1,2\n1,2\n5,\n,7\n", "1 different point"),
        (b"a,b\n1,2\n9,8\n", "2 different points"),
        (b"a,b\n1,2\n9,8\n8,9\n1,2\n", "3 different points"),
    ],
)
def test_a_few_or_equal_points_of_ones_own(content, different):
    at = upload(opened(PAGE, data="your own"), content)
    assert not complaints(at) and f"only {different}, so k ends" in at.warning[0].value
    assert with_gap(at).header[0].value == "No clear k"


def test_rows_in_three_places_are_three_clusters():
    at = upload(opened(PAGE, data="your own", tab="Numbers"), b"a,b\n" + b"1,1\n2,2\n3,3\n" * 10)
    assert votes(at)["Calinski-Harabasz"] == "3" and "every point lies on its centroid; then k = 2: 84.0" in said(at)
    assert "infinite at k = 3" in said(at) and at.dataframe[0].value["Calinski-Harabasz"].isna().tolist()[-1]
    assert with_gap(at).header[0].value == "3 clusters, narrowly"


def scaled_blobs(unit):
    X = NAMED["blobs"].make(60, 1.0, 42).X * unit
    return upload(opened(PAGE, data="your own", n_init="1"), b"a,b\n" + "\n".join(f"{x},{y}" for x, y in X).encode())


@pytest.mark.parametrize("unit", [1e-28, 1e9, 1e28])
def test_the_unit_of_the_values_does_not_change_the_answer(unit):
    at = with_gap(scaled_blobs(unit))
    assert votes(at) == votes(with_gap(opened(PAGE, **QUICK))) and "nan" not in said(at)


@pytest.mark.parametrize("unit", [1e-320, 1e-170, 1e99])
def test_values_too_small_or_too_large_are_refused_in_one_sentence(unit):
    (complaint,) = complaints(scaled_blobs(unit))
    assert "30" in complaint and "at least two numeric columns" in complaint


def test_a_long_table_is_sampled_and_the_page_says_so():
    rows = np.random.default_rng(0).normal(size=(6000, 2)) + 9 * np.random.default_rng(1).integers(0, 2, size=(6000, 1))
    content = "a,b\n" + "\n".join(f"{x:.3f},{y:.3f}" for x, y in rows)
    at = opened(PAGE, data="your own", k="2", ks=["1", "4"], n_init="1")
    upload(at, content.encode())
    assert (
        not complaints(at)
        and "All 6,000 rows would take this page too long, so it uses an even sample of 5,000" in at.warning[0].value
    )
    assert "1,000 of the 5,000 points are drawn" in said(at)
    assert with_gap(at).header[0].value == "2 clusters"


def test_the_first_load_is_small():
    assert sent(opened(PAGE)) < 100 * 1024
    assert sent(opened(PAGE, n="5000", n_init="1", ks=["1", "6"], point="9")) < 100 * 1024


def test_many_clusters_and_the_lines_of_a_point_leave_room_for_the_texts_and_links_of_a_long_address():
    large = dict(data="uniform", n="4820", k="13", ks=["3", "12"], n_init="1", point="3802")
    assert sent(opened(PAGE, **large, tab="Try")) < 66 * 1024


@pytest.mark.parametrize(
    "wanted_k, note",
    [(12, ""), (20, "There are only 12 different points, so k ends at 12, even where more are chosen."), (3, "")],
)
def test_k_ends_at_the_number_of_different_points(wanted_k, note):
    assert limit_note(wanted_k, search_sample(NAMED["blobs"].make(12, 1.0, 42))) == note


def test_the_range_and_k_end_where_the_points_do():
    at = opened(PAGE, n="10", k="14", ks=["14", "20"], n_init="1")
    assert not complaints(at) and "so k ends at 10" in at.warning[0].value
    assert len(values(trace(at, "centroids")["x"])) == 10 and values(trace(at, "inertia")["customdata"]) == [10]


def test_the_answers_are_those_the_page_gives_at_the_end_of_their_links():
    _, another_range, bends, _ = elbow_questions()
    assert votes(opened(PAGE, **another_range.links["See it"]))["Elbow"] == another_range.right.text
    for link, words in zip(bends.links.values(), ("for the four blobs", "for evenly spread points"), strict=True):
        assert f"k = {votes(opened(PAGE, **link))['Elbow']} {words}" in bends.text
