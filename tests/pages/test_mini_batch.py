"""The Mini-batch page: settings in, the two runs of exactly these settings and their race out."""

import pytest

from dashboard.common.datasets import NAMED
from dashboard.mini_batch import cost_curves as costs
from kmeans_core import inertia, lloyd, minibatches, random_init
from tests.pages.pages import behind, complaints, figures, player, sent
from tests.pages.pages import opened as asked
from tests.pages.pages import with_results as opened

PAGE = "pages/6_mini_batch.py"
BUDGET = 83 * 1024  # bytes for figures and film: the rest of the page is some 16 KiB, and 100 the budget of a rerun
RACE, GROWTH = "Run the race", "Measure with up to 100,000 points"
SMALL = {"n": "1000", "runs": "1", "seed": "5"}


def raced(**settings):
    """Return the page after its race has been run, here or by another test."""
    at = opened(PAGE, **settings)
    return press(at, RACE) if RACE in labels(at) else at


def labels(at):
    return [button.label for button in at.button]


def press(at, label):
    return at.button[labels(at).index(label)].click().run()


def sentences(at):
    return " ".join(text.value for text in (*at.markdown, *at.caption, *at.text))


def test_a_link_with_settings_shows_the_two_runs_of_those_settings():
    X = NAMED["iris"].make(0, 0, 0).X
    start = random_init(X, 3, seed=5)
    *_, last = minibatches(X, start, batch_size=20, seed=costs.batch_rng(5, 0))
    full = list(lloyd(X, start, tol=0))[-1]
    at = opened(PAGE, data="iris", k="3", seed="5", batch="20", tab="Code as it runs")
    assert at.number_input(key="batch").value == 20 and at.slider(key="k").value == 3
    assert f"at batch {last.iteration}." in player(at)["beats"][-1]["caption"]
    assert f"looked at {last.iteration * 20:,} points" in sentences(at) and f"{full.iteration} moves" in sentences(at)


def test_while_the_player_asks_nothing_tells_how_the_runs_end():
    at = asked(PAGE, data="iris", k="3")
    assert "moves" not in sentences(at) and RACE not in labels(at) and "This tab gives away" in sentences(at)
    at.toggle(key="ask").set_value(False).run()
    assert "moves" in sentences(at) and RACE in labels(at)


def test_the_passes_until_within_a_hundredth_are_those_of_the_run():
    X = NAMED["blobs"].make(1000, 3.0, 42).X
    start = random_init(X, 4, seed=5)
    goal = 1.01 * list(lloyd(X, start, tol=0))[-1].inertia
    run = minibatches(X, start, batch_size=50, max_no_improvement=None, seed=costs.batch_rng(5, 0))
    looked_at = set(costs.schedule(costs.MAX_RACE_BATCHES))
    first = next(b.iteration for b in run if b.iteration in looked_at and inertia(X, b.centroids) <= goal)
    at = raced(**SMALL)
    line = at.dataframe[0].value.set_index("run").loc["batches of 50"]
    assert (line["iterations"], line["points"], line["passes"]) == (first, 50 * first, pytest.approx(50 * first / 1000))
    assert f"({50 * first:,} points, " in sentences(at)


@pytest.mark.parametrize(
    "tab",
    ["The race", "Where it differs", "Why it slows down", "Cost", "Code as it runs", "Try", "Take home"],
)
def test_every_tab_opens(tab):
    at = opened(PAGE, tab=tab, **SMALL)
    assert not complaints(at)
    shown = {
        "The race": at.get("button_group"),
        "Where it differs": figures(at)[2:],
        "Why it slows down": at.latex,
        "Cost": at.dataframe,
        "Code as it runs": at.code,
        "Try": at.button,
        "Take home": at.get("download_button"),
    }[tab]
    assert len(shown) > 0


@pytest.mark.parametrize("name", list(NAMED))
@pytest.mark.parametrize("settings", [{"k": "1", "n": "500", "batch": "5000"}, {"k": "10", "n": "2000", "batch": "10"}])
def test_every_data_set_with_small_and_large_settings(name, settings):
    at = raced(data=name, runs="1", **settings)
    assert not complaints(at) and len(figures(at)) == 3


@pytest.mark.parametrize("tab, label", [("The race", RACE), ("Cost", GROWTH)])
def test_the_race_and_the_growth_are_computed_when_they_are_asked_for_and_then_stay(tab, label):
    settings = dict(n="1500", tab=tab)
    at = opened(PAGE, **settings)
    assert len(figures(at)) == 2
    assert len(figures(press(at, label))) == 3 and not complaints(at)
    again = opened(PAGE, **settings)
    assert len(figures(again)) == 3 and label not in labels(again)


def test_the_code_tab_shows_the_generator_that_ran():
    loop, step, low_count = (code.value for code in opened(PAGE, tab="Code as it runs", **SMALL).code)
    assert "def minibatches(" in loop and "def minibatch_step(" in step and "def low_count_clusters(" in low_count


@pytest.mark.parametrize(
    "preset, word",
    [
        ("Stopped too early", "above that of full k-means"),
        ("A reassigned centroid", "jumps to a random point"),
        ("Fifty thousand points", "50,000"),
    ],
)
def test_a_preset_shows_what_its_name_says(preset, word):
    at = opened(PAGE, **behind(opened(PAGE, data="moons", k="7", tab="Code as it runs", **SMALL), preset))
    assert not complaints(at) and at.selectbox(key="data").value == "blobs"
    assert any(word in beat["caption"] for beat in player(at)["beats"])


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"k": "10"},
        {"k": "10", "batch": "5000"},
        {"batch": "10", "init": "farthest-first"},
        {"data": "wine", "k": "10"},
        {"n": "50000", "k": "10", "batch": "5000", "data": "uniform", "tab": "Code as it runs"},
    ],
)
def test_what_a_change_of_settings_sends_stays_light(settings):
    at = opened(PAGE, **settings)
    assert not complaints(at) and sent(at) < BUDGET


def test_a_batch_of_more_points_than_there_are_is_all_of_them_and_that_is_said():
    at = opened(PAGE, data="iris", k="3", batch="500", tab="Cost")
    assert "has 150" in sentences(at) and "150 × 3 × 4" in sentences(at)


@pytest.mark.parametrize("n, is_estimated", [("10000", False), ("10500", True)])
def test_the_film_and_the_race_say_whether_their_inertias_are_estimated(n, is_estimated):
    at = opened(PAGE, n=n, runs="1", batch="5000")
    assert ("estimated from 10,000 of them" in sentences(at)) == is_estimated
    assert ("estimated from 10,000 of them, to about 1 %" in sentences(press(at, RACE))) == is_estimated


@pytest.mark.parametrize("tab", ["The race", "Where it differs", "Why it slows down", "Cost"])
def test_an_own_table_of_fewer_different_rows_than_clusters_is_raced_too(tab):
    at = opened(PAGE, data="your own", k="4", tab=tab)
    at.get("file_uploader")[0].upload("mine.csv", b"a,b\n" + b"1,1\n2,2\n3,3\n" * 10, "text/csv")
    at.run()
    assert not complaints(at)
    if tab == "The race":
        assert not complaints(press(at, RACE)) and len(figures(at)) == 3


def test_the_cost_is_n_k_d_against_b_k_d():
    at = opened(PAGE, tab="Cost", **SMALL)
    lines = at.dataframe[0].value.set_index("quantity")
    row = lines.loc["squared differences per iteration"]
    assert (row["full k-means"], row["mini-batch"]) == (1000 * 4 * 2, 50 * 4 * 2)


def test_the_race_is_the_same_data_for_every_axis():
    shown = [figures(raced(axis=axis, **SMALL))[2]["data"] for axis in ("points looked at", "iterations")]
    for points, iterations in zip(*shown, strict=True):
        assert points["name"] == iterations["name"] and points["y"] == iterations["y"]


@pytest.mark.parametrize("content", [b"a,b\n1,2\n9,8\n8,9\n2,1\n", b"a,b\n1,2\n1,2\n9,8\n9,8\n"])
@pytest.mark.parametrize("tab", ["The race", "Where it differs", "Why it slows down", "Cost"])
def test_an_own_table_is_clustered_by_both_even_if_its_inertia_is_nothing(content, tab):
    at = opened(PAGE, data="your own", k="2", runs="1", tab=tab)
    at.get("file_uploader")[0].upload("mine.csv", content, "text/csv")
    at.run()
    if tab == "The race":
        press(at, RACE)
    assert not complaints(at) and "all 4 points" in player(at)["beats"][-1]["caption"].lower()


@pytest.mark.parametrize("tab", ["The race", "Where it differs", "Why it slows down", "Cost"])
def test_more_clusters_than_places_leave_no_gap_in_the_words(tab):
    at = opened(PAGE, noise="0", k="10", n="500", runs="2", tab=tab)
    if tab == "The race":
        press(at, RACE)
    assert not complaints(at) and "nan" not in sentences(at) and "inf " not in sentences(at)


def test_a_batch_may_be_any_whole_number_from_10_to_5000():
    at = opened(PAGE, n="2000", batch="37", tab="Code as it runs")
    assert at.number_input(key="batch").value == 37 and "37 of 2,000 points" in player(at)["beats"][1]["caption"]
    assert 10 <= opened(PAGE, n="2000", batch="1e999", tab="Code as it runs").number_input(key="batch").value <= 5000


def test_hovering_can_tell_of_every_point_that_is_drawn():
    tip = player(opened(PAGE, data="iris", k="3", tab="Code as it runs"))["tip"]
    assert tip["X"].reshape(4, 150).T == pytest.approx(NAMED["iris"].make(0, 0, 0).X)
    assert len(tip["features"]) == 4 and tip["rows"] is None and "batch" not in tip["headings"]
    tip = player(opened(PAGE, **SMALL))["tip"]
    assert tip["X"] is None and len(tip["features"]) == 2  # the browser has them: they are drawn
    assert set(tip["headings"]) == {"points", "batch"}
