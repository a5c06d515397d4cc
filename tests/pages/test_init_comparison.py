"""The Init comparison page: five starts, k-means++ pick by pick, many runs."""

import base64

import numpy as np
import pytest

from dashboard.common.csv_table import literal
from dashboard.common.datasets import NAMED
from dashboard.common.questions import without_guess
from dashboard.init_comparison.best_known import METHODS, best_of_eight
from dashboard.init_comparison.text import START_QUESTION, STARTS
from kmeans_core import final_inertias, kmeans_plusplus, lloyd, random_init
from tests.pages.pages import behind, complaints, figures, opened, player, sent, with_results
from tests.pages.test_algorithm import upload

PAGE = "pages/3_init_comparison.py"
VIEWS = ("side by side", "pick by pick", "many runs")
X = NAMED["blobs"].make(300, 1.0, 42).X


def run_all(at):
    """Return the page after a click on the button that runs every method, where there is one."""
    if label := button_of(at):
        next(button for button in at.button if button.label == label).click().run()
    return at


def button_of(at):
    """Return the label of the button that runs every method, "" if there is none."""
    return next((button.label for button in at.button if button.label.startswith("Run every method")), "")


def guessed(at, guess):
    """Return the page after this guess."""
    at.get("button_group")[-1].set_value(guess).run()
    return at


def words(at):
    return " ".join(text.value for text in at.markdown).replace("\u00a0", " ")


def ends(at):
    """Return the table under the player: for each start, how it ended."""
    return {row["start"]: row.to_dict() for _, row in at.table[0].value.iterrows()}


def run(start):
    return list(lloyd(X, start, tol=0))[-1]


def test_the_default_view_is_a_start_with_which_random_fails_and_kmeans_plusplus_does_not():
    at = with_results(PAGE)
    table = ends(at)
    assert table["random"]["moves"] == str(run(random_init(X, 4, seed=0)).iteration)
    assert table["random"]["best known"].startswith("✗")
    assert all(table[name]["best known"] == "✓ best" for name in list(METHODS)[1:])
    assert "**random**: centroids" in words(at) and "while another had none" in words(at)
    assert "0 was chosen because the starts differ with it" in at.number_input(key="seed").help


@pytest.mark.parametrize("show", VIEWS)
@pytest.mark.parametrize(
    "settings",
    [
        {"data": "31 blobs", "k": "31", "restarts": "20"},
        {"k": "1", "n": "10", "restarts": "20", "own": "3"},
        {"data": "wine", "k": "12", "scale": "true", "restarts": "20"},
        {"noise": "0", "k": "10", "restarts": "20"},
        {"data": "uniform", "n": "2000", "restarts": "20", "own": "2000-1999-1998-1997"},
    ],
)
def test_every_view_with_small_large_and_odd_settings(show, settings):
    at = run_all(with_results(PAGE, show=show, **settings))
    assert not complaints(at) and figures(at)
    assert not {"nan", "inf"} & set(words(at).replace(".", " ").replace(",", " ").split())


def test_own_points_in_the_address_are_the_start_that_runs():
    at = with_results(PAGE, own="12-40-7-99")
    mine = run(X[[11, 39, 6, 98]])
    assert ends(at)["your own"]["moves"] == str(mine.iteration)
    stage = figures(at)[0]
    own = next(trace for trace in stage["data"] if trace["name"] == "your own: centroids")
    x = np.frombuffer(base64.b64decode(own["x"]["bdata"]), dtype="<f4")
    np.testing.assert_allclose(sorted(x), sorted(X[[11, 39, 6, 98], 0]), rtol=1e-6)


@pytest.mark.parametrize("own, status", [("", "pick 4 points"), ("5-9", "pick 2 more"), ("1-2-3-4", "complete")])
def test_the_page_says_how_many_points_are_missing_and_clears_them(own, status):
    at = with_results(PAGE, own=own)
    assert status in words(at) and ("your own" in ends(at)) is (status == "complete")
    clear = next(button for button in at.button if button.label == "Clear")
    assert clear.disabled is (own == "")
    if own:
        clear.click().run()
        assert "pick 4 points" in words(at) and at.text_input(key="own").value == ""


def test_what_the_field_does_not_use_is_said_below_it_and_the_page_names_the_field():
    at = with_results(PAGE, own="1,2,3,_a*,99999")
    (warning,) = at.sidebar.warning
    assert warning.value == literal("Not used: _a (not a number); 99999 (not between 1 and 300).")
    assert "pick 1 more" in words(at) and not complaints(at)
    at.text_input(key="own").set_value("").run()
    assert not at.sidebar.warning and "or type their numbers in the sidebar" in words(at)


def test_a_seed_from_the_landscape_replays_with_the_same_result():
    at = with_results(PAGE, seed="14")
    assert ends(at)["random"]["inertia"] == f"{run(random_init(X, 4, seed=14)).inertia:,.0f}"
    table = run_all(with_results(PAGE, seed="14", show="many runs")).dataframe[0].value.set_index("method")
    inertias = [run(random_init(X, 4, seed=seed)).inertia for seed in range(100)]
    assert table.loc["random", "worst"] == f"{max(inertias):,.0f}"
    best = min(inertias)
    assert table.loc["random", "reached"] == f"{np.mean(np.array(inertias) <= 1.01 * best):.0%}".replace("%", " %")


def test_a_bar_of_the_histograms_can_be_chosen_in_a_list_and_one_of_its_runs_is_shown():
    at = run_all(guessed(opened(PAGE, show="many runs", seed="5"), "Show me"))
    bars = at.selectbox(key="bar")
    bar = [label for label in bars.options if label.startswith("random:")][-1]
    bars.select(bar).run()
    inertias = [run(random_init(X, 4, seed=seed)).inertia for seed in range(100)]
    assert not complaints(at) and at.number_input(key="seed").value == np.argmax(inertias)
    assert at.query_params["seed"] == str(np.argmax(inertias))  # not "14.0"
    assert ends(at)["random"]["inertia"] == f"{max(inertias):,.0f}" and f"to {max(inertias):,.0f}" in bar


@pytest.mark.parametrize("trials, how", [("classic", 1), ("greedy", None)])
def test_the_captions_name_the_picks_of_this_seed(trials, how):
    at = with_results(PAGE, show="pick by pick", trials=trials, seed="3")
    captions = [beat["caption"] for beat in player(at)["beats"] if beat["name"].startswith("Pick")]
    start = kmeans_plusplus(X, 4, seed=3, trials=how)
    rows = [int((X == place).all(axis=1).argmax()) for place in start]
    assert all(f"point {row + 1}, " in caption for row, caption in zip(rows, captions, strict=True))


def test_many_runs_start_on_a_click_and_stay_until_a_setting_changes():
    at = with_results(PAGE, show="many runs", data_seed="77", restarts="20")
    assert button_of(at) == "Run every method 20 times" and not figures(at)
    run_all(at)
    assert len(figures(at)) == 2 and not button_of(at.run())
    at.slider(key="k").set_value(5).run()
    assert button_of(at) and not figures(at)


def test_the_promise_and_what_was_seen_are_said_with_the_current_numbers():
    at = run_all(with_results(PAGE, show="many runs", k="4", restarts="20"))
    first = [next(lloyd(X, kmeans_plusplus(X, 4, seed=seed, trials=1))).inertia for seed in range(20)]
    best = run(kmeans_plusplus(X, 4, seed=0)).inertia
    assert "= 27.1$ times the optimum" in words(at)
    assert f"**Observed**: {np.mean(first) / best:.2f} times" in words(at)


@pytest.mark.parametrize("preset, data, k", [("15 blobs", "15 blobs", 15), ("Uneven sizes", "uneven sizes", 3)])
def test_a_preset_sets_data_and_k(preset, data, k):
    first = with_results(PAGE, show="many runs", seed="5", restarts="20")
    at = with_results(PAGE, show="many runs", **behind(first, preset))
    assert not complaints(at)
    assert (at.selectbox(key="data").value, at.slider(key="k").value) == (data, k)
    assert button_of(at) == "Run every method 100 times" and at.slider(key="restarts").value == 100


def test_the_crowded_sets_are_offered_here_and_not_where_k_ends_at_ten():
    offered = [opened(path).selectbox(key="data").options for path in (PAGE, "pages/1_algorithm.py")]
    assert "31 blobs" in offered[0] and "31 blobs" not in offered[1]
    at = opened("pages/1_algorithm.py", data="31 blobs")
    assert not complaints(at) and at.selectbox(key="data").value == "blobs"


def test_the_code_that_ran_is_shown():
    at = with_results(PAGE, tab="Code as it runs")
    assert "def kmeans_plusplus(" in at.code[0].value
    assert all(f"def {name}(" in at.code[1].value for name in ("random_init", "farthest_first"))


@pytest.mark.parametrize("show, most", [(VIEWS[0], 60), (VIEWS[1], 40), (VIEWS[2], 25)])
def test_the_first_load_is_small(show, most):
    assert sent(with_results(PAGE, show=show)) < most * 1024


def test_a_long_film_of_many_clusters_is_small():
    long = dict(n="2000", noise="2.3", data_seed="6849", scale="true", k="23", seed="3679")
    assert sent(with_results(PAGE, **long)) < 65 * 1024


def test_more_clusters_than_points_are_said_and_an_own_table_runs():
    at = upload(with_results(PAGE, data="your own", k="9", restarts="20"), b"a,b\n1,2\n9,8\n8,9\n")
    assert not complaints(at) and "k = 9 needs at least 9 points" in at.warning[0].value
    for show in VIEWS[1:]:
        at = upload(with_results(PAGE, data="your own", k="2", restarts="20", show=show), b"a,b\n1,2\n9,8\n8,9\n1,2\n")
        assert not complaints(at)


@pytest.mark.parametrize("show", VIEWS[:2])
@pytest.mark.parametrize("data, k", [("moons", "20"), ("uniform", "31"), ("wine", "31")])
def test_the_largest_films_stay_small(show, data, k):
    at = with_results(PAGE, show=show, data=data, k=k, n="2000", own="-".join(map(str, range(1, 32))), trials="greedy")
    assert not complaints(at) and sent(at) < 90 * 1024


def test_only_the_starts_are_in_the_page_before_a_guess_and_the_idea_behind_a_wrong_one_is_named():
    at = opened(PAGE)
    (picture,) = figures(at)
    assert {trace["name"].split(":")[0] for trace in picture["data"]} == set(METHODS) and not complaints(at)
    said = words(at).replace(START_QUESTION, "")
    assert STARTS.strip() in said  # what the reader has to know to guess
    assert not at.table and not at.tabs and "inertia" not in said.replace(STARTS.strip(), "") + str(picture)
    assert not any(each.proto.component_name == "kmeans.player" for each in at.get("bidi_component"))
    guessed(at, "All within 1 %")
    assert "**Not quite.** This answer assumes that all starts end the same. Here random ends" in words(at)
    high, best = (run(start).inertia for start in (random_init(X, 4, seed=0), kmeans_plusplus(X, 4, seed=0)))
    assert f"the highest inertia, {high:,.0f}: {high / best:.1f} times the best known one." in words(at)
    assert ends(at).keys() == set(METHODS)
    assert "**Right.** Here random ends" in words(guessed(opened(PAGE), "random"))


def test_a_guess_of_how_many_random_starts_succeed_is_compared_with_the_runs():
    at = opened(PAGE, show="many runs", data="15 blobs", k="15", restarts="20")
    assert not button_of(at) and not figures(at) and not at.dataframe and not at.tabs
    run_all(guessed(at, "80 to 100 %"))
    points = NAMED["15 blobs"].make(300, 1.0, 42).X
    inertias = final_inertias(points, np.stack([random_init(points, 15, seed=seed) for seed in range(20)]))
    reached = best_of_eight(points, 15).is_reached(inertias).sum()
    assert "This answer assumes that the moves correct most starts. You said 80 to 100 %; " in words(at)
    assert f"; {reached} of 20 random starts do" in words(at)


@pytest.mark.parametrize(
    "settings", [{"step": "3"}, {"tab": "Try"}, {"own": "1-2-3-4"}, without_guess("blobs", 42, "k4", "start0")]
)
def test_a_link_to_a_result_shows_it_without_a_question_first(settings):
    assert "random" in ends(opened(PAGE, **settings))
