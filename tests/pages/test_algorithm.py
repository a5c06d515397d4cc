"""The Algorithm page: settings in, the run of exactly these settings out."""

import numpy as np
import pytest

from dashboard.algorithm.questions import algorithm_questions
from dashboard.algorithm.settings import PLAYERS
from dashboard.common.datasets import ALL, NAMED
from dashboard.common.formatting import number
from kmeans_core import kmeans, lloyd, random_init
from tests.pages.pages import behind, complaints, figures, opened, player, sent

PAGE = "pages/1_algorithm.py"


def captions(at):
    return [beat["caption"] for beat in player(at)["beats"]]


def verdict(at):
    """Ask for the comparison with other starts, and return what it says."""
    next(button for button in at.button if button.label.startswith("Compare with")).click().run()
    return next(markdown.value for markdown in at.markdown if " other start" in markdown.value)


def test_while_the_player_asks_no_tab_tells_the_run_and_a_click_shows_it():
    at = opened(PAGE)
    assert not at.dataframe and any("This tab gives away" in text.value for text in at.markdown)
    at.toggle(key="ask").set_value(False).run()
    assert len(at.dataframe) == 1 and not complaints(at)


def test_a_link_with_settings_shows_the_run_of_those_settings():
    X = NAMED["iris"].make(0, 0, 0).X
    steps = list(lloyd(X, random_init(X, 3, seed=5), tol=0))
    at = opened(PAGE, data="iris", k="3", init="random", seed="5")
    assert (at.selectbox(key="data").value, at.slider(key="k").value) == ("iris", 3)
    assert captions(at)[-1].startswith(f"Converged after {steps[-1].iteration} moves")
    assert len(captions(at)) == 2 * len(steps)


@pytest.mark.parametrize("name", [dataset.name for dataset in ALL])
@pytest.mark.parametrize(
    "settings", [{"k": "1", "n": "10"}, {"k": "10", "n": "1000", "init": "k-means++", "scale": "true"}]
)
def test_every_data_set_with_small_and_large_settings(name, settings):
    at = opened(PAGE, data=name, **settings)
    assert not complaints(at) and len(figures(at)) == 2
    assert NAMED[name].lesson in [text.value for text in at.markdown]


@pytest.mark.parametrize("tab", ["Numbers", "Code as it runs", "By hand", "Film strip", "Try", "Take home"])
def test_every_tab_opens(tab):
    at = opened(PAGE, tab=tab)
    assert not complaints(at)
    shown = {
        "Numbers": at.dataframe,
        "Code as it runs": at.code,
        "By hand": at.table,
        "Try": at.button,
        "Film strip": at.get("plotly_chart")[2:],
        "Take home": at.get("download_button"),
    }[tab]
    assert len(shown) > 0


def test_the_numbers_have_one_row_for_every_half_step_as_the_player_tells_it():
    at = opened(PAGE, tab="Numbers")
    rows, beats = at.dataframe[0].value, player(at)["beats"][1:]
    assert list(rows["half-step"]) == [beat["name"] for beat in beats]
    for (_, row), beat in zip(rows.iterrows(), beats, strict=True):
        if beat["name"].startswith("Move"):
            assert f"by {number(row['shift'])}" in beat["caption"] and np.isnan(row["switched"])
        if not beat["name"].startswith("Converged"):
            assert number(row["inertia"]) in beat["caption"]


def test_a_good_and_a_bad_result_do_not_end_with_the_same_sentence():
    good, bad = (captions(opened(PAGE, seed=seed))[-1] for seed in ("50", "0"))
    assert "Each group has a cluster of its own" in good
    assert "covers two groups" in bad and "share one group" in bad


def test_the_code_tab_shows_the_functions_that_ran():
    at = opened(PAGE, tab="Code as it runs", init="farthest-first")
    pseudocode, loop, start, call = (code.value for code in at.code)
    assert len(pseudocode.splitlines()) == 5
    assert "def lloyd_steps(" in loop and "def farthest_first(" in start
    assert "farthest_first(X, 4, seed=50)" in call
    assert any("made the picture above" in markdown.value for markdown in at.markdown)


def test_the_code_tab_says_where_the_engine_ran_instead():
    at = opened(PAGE, tab="Code as it runs", n="5000", k="10")
    assert any("an engine yields the same steps" in markdown.value for markdown in at.markdown)


def test_the_run_is_not_judged_before_the_reader_asks():
    at = opened(PAGE)
    assert not any(" other start" in markdown.value for markdown in at.markdown)
    assert "Of 50 other starts (random)" in verdict(at)


@pytest.mark.parametrize(
    "preset, best",
    [("A lucky start", True), ("An unlucky start", False)],
)
def test_the_lucky_start_finds_the_best_known_optimum_and_the_unlucky_does_not(preset, best):
    at = opened(PAGE, **behind(opened(PAGE, data="moons", k="7"), preset))
    assert (at.selectbox(key="data").value, at.slider(key="k").value) == ("blobs", 4)
    X = NAMED["blobs"].make(300, 1.0, 42).X
    optimum = kmeans(X, 4, n_init=20, seed=0).inertia
    reached = kmeans(X, 4, init="random", tol=0, seed=int(at.number_input(key="seed").value)).inertia
    assert (reached <= optimum * 1.0001) is best
    assert ("none ends lower" in verdict(at)) is best


def test_the_other_presets_set_their_data():
    first = opened(PAGE)
    for preset, data, k in (("Two blobs, three centroids", "two blobs", 3), ("No clusters at all", "uniform", 4)):
        at = opened(PAGE, **behind(first, preset))
        assert not complaints(at)
        assert (at.selectbox(key="data").value, at.slider(key="k").value) == (data, k)


@pytest.mark.parametrize("settings, most", [({}, 40), ({"n": "5000", "k": "10", "seed": "1"}, 90)])
def test_the_first_load_is_small(settings, most):
    assert sent(opened(PAGE, **settings)) < most * 1024


def test_the_base_figure_is_the_start_and_the_film_begins_there():
    at = opened(PAGE)
    stage = figures(at)[0]
    assert "frames" not in stage or not stage["frames"]
    X = NAMED["blobs"].make(300, 1.0, 42).X
    centroids = next(trace for trace in stage["data"] if trace["name"] == "centroids")
    x = np.frombuffer(__import__("base64").b64decode(centroids["x"]["bdata"]), dtype="<f4")
    np.testing.assert_allclose(x, random_init(X, 4, seed=50)[:, 0], rtol=1e-6)


def upload(at, content, name="mine.csv"):
    at.get("file_uploader")[0].upload(name, content, "text/csv")
    return at.run()


def test_an_own_table_is_clustered_and_its_incomplete_rows_are_counted():
    at = opened(PAGE, data="your own", k="2")
    upload(at, b"a;b;who\n1;2;x\n1;;y\n9;8;z\n8;9;w\n")
    assert not complaints(at)
    assert any("1 of 4 rows left out" in text.value for text in at.text)
    assert captions(at)[1].startswith("Assign 1: all 3 points join their nearest centroid.")


@pytest.mark.parametrize(
    "content", [b"", b"a,b\nx,y\n", b"\x89PNG\r\n\x1a\n\0", b"a,b\n1,2\n3\n", b"a,b\n1,1e300\n2,3\n3,4\n"]
)
def test_a_bad_file_gets_one_sentence_and_the_last_good_one_stays(content):
    at = upload(opened(PAGE, data="your own", k="2"), b"a,b\n1,2\n9,8\n8,9\n")
    good = captions(at)
    upload(at, content, "bad.csv")
    assert len(complaints(at)) == 1 and captions(at) == good


def test_fewer_points_than_clusters_are_said_and_do_not_break_it():
    at = upload(opened(PAGE, data="your own", k="9"), b"a,b\n1,2\n9,8\n8,9\n")
    assert not complaints(at) and "k = 9 needs at least 9 points" in at.warning[0].value


def test_markup_in_a_file_name_and_a_column_name_stays_text():
    at = upload(opened(PAGE, data="your own"), b"[a](http://x),<b>b</b>\n1,2\n9,8\n8,9\n4,4\n", "[x](http://y)<b>.csv")
    assert not complaints(at)
    assert not any("http://" in text.value for text in at.markdown)
    assert "<b>" not in str([figure["layout"] for figure in figures(at)])


def worked_at(at):
    """Return the half-step that the By hand tab works through."""
    names = [beat["name"] for beat in player(at)["beats"]]
    return next(text.value.strip("*") for text in at.markdown if text.value.strip("*") in names)


def test_the_work_by_hand_follows_the_players_step_until_another_is_chosen():
    at = opened(PAGE, tab="By hand", step="4")
    assert worked_at(at) == "Move 2"
    at.query_params["step"] = "5"
    assert worked_at(at.run()) == "Assign 3"
    at.selectbox(key="at").set_value("Assign 1").run()
    assert worked_at(at) == "Assign 1"
    at.query_params["step"] = "6"
    assert worked_at(at.run()) == "Assign 1"
    next(button for button in at.button if button.label == "Use the half-step shown").click().run()
    assert worked_at(at) == "Move 3" and not complaints(at)


def test_a_link_leads_to_the_same_work_by_hand():
    at = opened(PAGE, tab="By hand", step="4", at="Assign 2", point="7", centroid="3")
    assert worked_at(at) == "Assign 2"
    said = " ".join(text.value for text in at.markdown)
    assert "point 7 is in cluster" in said and "Cluster 3 has" in said


def test_another_run_without_the_chosen_half_step_and_point_is_worked_through_all_the_same():
    at = opened(PAGE, tab="By hand", at="Move 6", point="300", centroid="4")
    at.slider(key="n").set_value(20).run()
    at.slider(key="k").set_value(1).run()
    assert not complaints(at) and at.selectbox(key="at").value == PLAYERS
    said = " ".join(text.value for text in at.markdown)
    assert "point 20 is in cluster 1" in said and "Cluster 1 has" in said


def test_what_does_not_apply_to_measured_data_is_not_offered():
    generated, measured = opened(PAGE), opened(PAGE, data="iris")
    keys = {control.key for control in (*generated.slider, *generated.number_input)}
    assert keys - {control.key for control in (*measured.slider, *measured.number_input)} == {"n", "noise", "data_seed"}


@pytest.mark.parametrize("step", ["-1", "1e999", "99999", "<b>", "", "٣"])
def test_a_strange_step_is_worked_through_where_the_film_begins_or_ends(step):
    at = opened(PAGE, tab="By hand", step=step)
    assert not complaints(at) and worked_at(at) in ("Assign 1", "Converged", "Move 1", "Assign 2")


def test_a_question_sets_the_page_to_the_state_that_its_answer_speaks_of():
    penguins = algorithm_questions()[-1]
    scores = [verdict(opened(PAGE, **link)).split("adjusted Rand index ")[1][:4] for link in penguins.links.values()]
    assert f"index of {scores[0]} (1 is perfect" in penguins.answer
    assert f"Standardised it is {scores[1]}" in penguins.answer
