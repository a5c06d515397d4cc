"""The Failure cases page: a case, its parameter and a remedy go in; what comes out."""

import base64
import re

import numpy as np
import pytest
from sklearn.cluster import DBSCAN

from dashboard.failure_cases.cases import CASES
from dashboard.failure_cases.methods import bend, neighbour_distances
from dashboard.failure_cases.settings import REMEDIES
from dashboard.failure_cases.text import INTRODUCTIONS, WHY, in_short
from kmeans_core import adjusted_rand_score, kmeans
from tests.pages.pages import behind, complaints, figures, sent
from tests.pages.pages import opened as asked
from tests.pages.pages import with_results as opened

PAGE = "pages/4_failure_cases.py"
TWO_HEAPS = b"a;b\n" + b"\n".join(b"%d;%d" % (i % 5 + 40 * (i % 2), i % 7) for i in range(40))


def said(at):
    return " ".join(text.value for text in (*at.markdown, *at.text, *at.caption))


def headings(at):
    return [text.value for text in at.markdown if text.value.startswith("## ")]


def press(at, label):
    next(button for button in at.button if button.label.startswith(label)).click()
    return at.run()


def colors(figure):
    sent = next(trace for trace in figure["data"] if trace["name"] == "points")["marker"]["color"]
    return np.frombuffer(base64.b64decode(sent["bdata"]), dtype=sent["dtype"])


def test_the_default_is_the_lessons_moons_k_means_fails_and_dbscan_finds_them():
    at = opened(PAGE)
    moons = CASES["moons"].make(300, 0.0, 42)
    ours, theirs = figures(at)[:2]
    score = adjusted_rand_score(moons.truth, kmeans(moons.X, 2, n_init=5, seed=42).labels)
    assert f"k-means **fails** (ARI {score:.2f}); DBSCAN **finds the groups** (ARI 1.00)" in said(at)
    np.testing.assert_array_equal(colors(theirs), moons.truth)
    assert (colors(ours) != moons.truth).any()


def test_which_picture_is_that_of_k_means_is_not_in_the_page_before_a_guess():
    moons = CASES["moons"].make(300, 0.0, 42)
    at = asked(PAGE)
    assert len(figures(at)) == 2 and headings(at) == ["## A", "## B"] and not complaints(at)
    assert not re.search("ARI|Why|centroid|wrong", said(at)) and not re.search("centroid|k-means", str(figures(at)))
    (right,) = (name for name, figure in zip("AB", figures(at), strict=True) if (colors(figure) != moons.truth).any())
    at.get("button_group")[0].set_value(right).run()
    assert f"**Right.** {right} shows k-means." in said(at) and len(figures(at)) == 3
    at.select_slider(key="knob").set_value(0.5).run()
    assert len(figures(at)) == 3  # the same case
    wrong = "AB".replace(right, "")
    assert "**Not quite.**" in said(asked(PAGE, **{"guess.moons-42": wrong}))


def test_whether_the_fix_helps_is_not_in_the_page_before_a_guess():
    at = press(asked(PAGE, **{"case": "circles", "guess.circles-42": "A"}), "Fix it")
    assert headings(at) == ["## k-means"] and len(figures(at)) == 1 and "After" not in said(at)
    at.get("button_group")[0].set_value("fails").run()
    assert "only another method helps" in said(at) and len(figures(at)) == 3 and not complaints(at)


@pytest.mark.parametrize("method", REMEDIES[1:])
def test_what_stands_beside_k_means_is_introduced_with_the_question_in_a_sentence_that_gives_nothing_away(method):
    at = asked(PAGE, case="stretched", ask="1")
    at.selectbox(key="method").set_value(method).run()
    assert in_short(method) in said(at) and INTRODUCTIONS[method].startswith(in_short(method))
    assert len(in_short(method)) < 140 and not re.search("noise|centroid|ARI", in_short(method))


def test_where_both_results_are_the_same_there_is_nothing_to_ask():
    at = asked(PAGE, knob="1.6", ask="1")
    assert len(figures(at)) == 3 and not at.get("button_group")


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_case_stands_at_both_ends_of_its_parameter(case, end):
    knob = getattr(CASES[case].parameter, end)
    at = opened(PAGE, case=case, knob=f"{knob:g}", n="60")
    assert not complaints(at) and len(figures(at)) == 3 and len(headings(at)) == 2
    assert at.select_slider(key="knob").value == knob and WHY[case] in said(at)


@pytest.mark.parametrize("method", REMEDIES)
def test_every_remedy_stands_beside_k_means(method):
    at = opened(PAGE, case="stretched", method=method, n="60")
    assert not complaints(at) and len(figures(at)) == 3
    assert method == "suggested" or method in headings(at)[1]


@pytest.mark.parametrize("tab", ["Choose eps", "What it costs", "Try"])
def test_every_tab_opens(tab):
    at = opened(PAGE, tab=tab)
    assert not complaints(at)
    assert len(figures(at)) == (tab == "Choose eps")


def test_the_gallery_shows_every_case_under_every_method_and_no_method_wins():
    at = opened(PAGE, tab="Gallery", n="100")
    assert not complaints(at) and len(figures(at)) == 2 * len(CASES)
    titles = [note["text"] for figure in figures(at) for note in figure["layout"]["annotations"]]
    assert len(titles) == 6 * len(CASES)
    table = at.dataframe[0].value.set_index("case")
    assert set(table.index) == set(CASES)
    assert (table[["k-means", "DBSCAN", "spectral", "Gaussian mixture", "agglomerative"]].min() < 0.6).all()
    assert sent(at) < 75 * 1024


def test_a_cases_name_in_the_gallery_opens_it_large():
    at = opened(PAGE, tab="Gallery", n="100", method="whiten first")
    at.button(key="open circles").click().run()
    assert not complaints(at) and len(figures(at)) == 3
    assert (at.selectbox(key="case").value, at.select_slider(key="knob").value) == ("circles", 0.5)
    assert "spectral" in headings(at)[1]


def test_another_case_begins_with_its_own_parameter_eps_and_remedy():
    at = opened(PAGE, knob="1", method="whiten first", eps="0.3")
    at.selectbox(key="case").set_value("outliers").run()
    assert not complaints(at)
    assert (at.select_slider(key="knob").value, at.select_slider(key="eps").value) == (30.0, 0.7)
    assert "DBSCAN" in headings(at)[1]
    for knob, word in ((0.0, "finds the groups"), (30.0, "fails")):
        at.select_slider(key="knob").set_value(knob).run()
        assert not complaints(at) and f"k-means **{word}**" in said(at)


def test_the_fix_is_one_click_with_before_and_after_and_can_be_taken_away():
    at = press(opened(PAGE, case="scales"), "Fix it: standardise first")
    assert "Before, k-means **fails**" in said(at) and "After “standardise first”, it **finds the groups**" in said(at)
    at = press(at, "Undo the fix")
    assert "Gaussian mixture" in headings(at)[1] and "Before" not in said(at)


@pytest.mark.parametrize(
    "preset, case, knob",
    [("Moons", "moons", 0.0), ("Distant outliers", "outliers", 30.0), ("Where only a fix helps", "circles", 0.85)],
)
def test_presets_set_case_and_parameter_and_open_the_pictures(preset, case, knob):
    kept = {"tab": "Try"}  # by a link that does not set it
    at = opened(PAGE, **(kept | behind(opened(PAGE, case="wrong k", knob="9", n="80"), preset)))
    assert not complaints(at) and len(figures(at)) == 3
    assert (at.selectbox(key="case").value, at.select_slider(key="knob").value, at.slider(key="n").value) == (
        case,
        knob,
        300,
    )


def test_where_all_fail_no_method_reaches_the_groups():
    at = opened(PAGE, **behind(opened(PAGE), "Where only a fix helps"))
    curve = figures(at)[2]
    for trace in curve["data"]:
        if trace["mode"] == "lines+markers":
            y = np.frombuffer(base64.b64decode(trace["y"]["bdata"]), dtype=trace["y"]["dtype"])
            assert y[-1] < 0.6 and y[-2] < 0.6


def test_many_points_are_sampled_for_the_slow_methods_and_the_curves_and_the_page_says_so():
    at = opened(PAGE, n="1600", method="spectral", case="circles")
    assert not complaints(at) and "Computed on 300 of the 1,600 points" in said(at)
    assert "The curves are computed on 300 points, the rings on all 1,600" in said(at)
    assert len(colors(figures(at)[0])) == len(colors(figures(at)[1])) == 1600
    assert "Computed on" not in said(opened(PAGE, method="spectral")) and "The curves are" not in said(opened(PAGE))


def test_a_case_with_hundreds_of_features_has_fewer_points_and_says_so():
    at = opened(PAGE, case="noise features", n="2000")
    assert "This case has at most 300 points" in said(at) and len(colors(figures(at)[0])) == 300


def test_centroids_are_numbered_from_one_where_fewer_are_asked_for_than_there_are_groups():
    at = opened(PAGE, case="wrong k")
    centroids = next(trace for trace in figures(at)[0]["data"] if trace["name"] == "centroids")
    assert sorted(centroids["text"]) == ["<b>1</b>", "<b>2</b>"]


def test_the_selector_says_what_is_suggested_and_where_only_a_fix_helps_it_is_the_fix():
    at = opened(PAGE, case="noise features")
    assert "principal components first" in at.selectbox(key="method").label and "k-means, principal" in headings(at)[1]
    assert not [button for button in at.button if button.label.startswith(("Fix it", "Undo the fix"))]
    at.selectbox(key="case").set_value("stretched").run()
    assert "Gaussian mixture" in at.selectbox(key="method").label and "Gaussian mixture" in headings(at)[1]


def test_the_caption_says_which_points_count():
    at = opened(PAGE, case="outliers")
    assert "The 6 outliers, in no true group, do not count" in said(at) and "as one more cluster" in said(at)
    assert "Every point counts" in said(opened(PAGE))


def test_the_bend_is_a_first_guess_and_both_results_are_told():
    at = opened(PAGE, tab="Choose eps")
    moons = CASES["moons"].make(300, 0.0, 42)
    at_bend = bend(neighbour_distances(moons.X, 5))
    for eps, start in ((at_bend, "at the bend"), (0.2, "now")):
        labels = DBSCAN(eps=eps, min_samples=5).fit_predict(moons.X)
        clusters, noise = labels.max() + 1, (labels < 0).sum()
        line = next(line for line in said(at).split("- ") if line.startswith(start))
        assert f"{clusters} clusters and leaves {noise} points as noise" in line
        assert f"(ARI {adjusted_rand_score(moons.truth, labels):.2f})" in line
    assert "it lies above the whole curve" in said(at) and "two bends" not in said(at)


def test_the_methods_are_timed_when_the_reader_asks():
    at = opened(PAGE, tab="What it costs")
    if not figures(at):  # the times are kept for all visitors
        at = press(at, "Measure the methods")
    assert not complaints(at) and len(figures(at)) == 1
    assert re.search(r"From 250 to 2,000 points, 8 times as many, .* spectral [\d.]+, ", said(at))


def test_another_case_in_the_address_begins_with_what_is_its_own():
    at = opened(PAGE, case="stretched")
    at.selectbox(key="method").set_value("whiten first")
    at.slider(key="min_samples").set_value(9).run()
    at.session_state["case"] = "unequal density"
    at.run()
    assert not complaints(at)
    values = [at.select_slider(key=key).value for key in ("knob", "eps")] + [at.slider(key="min_samples").value]
    assert (*values, at.selectbox(key="method").value) == (6.0, 0.5, 5, "suggested")


def test_a_link_to_the_first_case_is_followed_from_another_one():
    at = opened(PAGE, case="circles", tab="Try", knob="0.85")
    at.query_params.update({"case": "moons", "knob": "0.8", "tab": "Break it"})
    at.run()
    assert not complaints(at) and at.selectbox(key="case").value == "moons" and len(figures(at)) == 3


def test_eps_that_is_too_small_makes_everything_noise():
    at = opened(PAGE, eps="0.01", method="DBSCAN")
    noise = next(trace for trace in figures(at)[1]["data"] if trace["name"] == "noise")
    assert not complaints(at)
    assert len(base64.b64decode(noise["x"]["bdata"])) > 250 * 4


def test_a_rejected_first_file_is_told_on_the_page_and_no_word_of_no_file():
    at = upload(opened(PAGE, case="your own"), b"\x89PNG\r\n\x1a\n\0")
    assert [error.value for error in at.sidebar.error] and not at.sidebar.info
    (told,) = at.main.info
    assert "not a text file" in told.value and "until then the picture shows the moons" in told.value


def upload(at, content):
    at.get("file_uploader")[0].upload("mine.csv", content, "text/csv")
    return at.run()


def test_without_a_file_the_moons_stand_in_and_say_so():
    at = opened(PAGE, case="your own")
    assert not complaints(at) and "the moons" in at.info[0].value and len(figures(at)) == 3


def test_an_own_table_gets_silhouettes_with_a_warning_and_all_methods_side_by_side():
    at = upload(opened(PAGE, case="your own", knob="2"), TWO_HEAPS)
    assert not complaints(at) and all("silhouette" in heading or "cluster" in heading for heading in headings(at))
    assert "favours round clusters" in said(at) and "near 0, points lie between two clusters" in said(at)
    assert not re.search(r"\bARI\b|Rand", said(at))  # explained only where the true groups are known
    at.select_slider(key="knob").set_value(2.0).run()
    assert not complaints(at) and "k-means: silhouette 0.9" in headings(at)[0]
    gallery = upload(opened(PAGE, case="your own", tab="Gallery", n="60"), TWO_HEAPS)
    assert not complaints(gallery) and len(figures(gallery)) == 2 * len(CASES) + 2


def test_eps_begins_with_what_an_own_table_suggests_and_a_chosen_one_stays():
    blobs = [(9 * (i % 2) + 0.3 * np.sin(i), np.cos(7 * i) / 2, 3 * (i % 2) + np.sin(5 * i)) for i in range(60)]
    at = upload(opened(PAGE, case="your own"), b"a,b,c\n" + b"\n".join(b"%f,%f,%f" % row for row in blobs))
    X = np.array([[float(f"{value:f}") for value in row] for row in blobs])
    suggested = bend(neighbour_distances(X, 5))
    assert at.select_slider(key="eps").value == suggested != 0.2 and not complaints(at)
    at.select_slider(key="eps").set_value(float(f"{suggested / 10:.3g}")).run()
    assert at.select_slider(key="eps").value == float(f"{suggested / 10:.3g}")
    assert "no cluster" in headings(at)[1] and not complaints(at)


TINY_TABLES = {
    "two rows": b"a,b\n1,2\n9,8\n",
    "three rows": b"a,b\n1,1\n1,1.5\n2,1\n",
    "three features": b"a,b,c\n1,2,3\n9,8,7\n8,9,1\n4,4,4\n",
    "fewer distinct rows than k": b"a;b\n1;2\n1;2\n3;4\n",
}


@pytest.mark.parametrize("content", TINY_TABLES.values(), ids=list(TINY_TABLES))
def test_a_tiny_own_table_breaks_nothing(content):
    for tab in ("Break it", "Choose eps"):
        at = upload(opened(PAGE, case="your own", tab=tab), content)
        assert not complaints(at)
        at.select_slider(key="knob").set_value(10.0).run()
        assert not complaints(at)


def test_fewer_points_than_min_samples_have_no_curve_but_a_reason():
    at = upload(opened(PAGE, case="your own", tab="Choose eps"), TINY_TABLES["three rows"])
    assert not complaints(at) and not figures(at) and "eps =" not in said(at)
    assert "With 3 points, none has 5 neighbours" in said(at) and "a min_samples of at most 3" in said(at)
    at.slider(key="min_samples").set_value(3).run()
    assert len(figures(at)) == 1 and "1 of 3 points lies in a dense region" in said(at)


@pytest.mark.parametrize("unit", [1e-30, 1e5, 1e10, 1e27])
def test_any_unit_of_an_own_table_gives_a_result_in_every_tab(unit):
    rows = b"\n".join(b"%r,%r" % (unit * i, unit * 2 * i) for i in range(60))
    at = upload(opened(PAGE, case="your own", method="Gaussian mixture"), b"a,b\n" + rows)
    assert not complaints(at) and "Gaussian mixture: silhouette" in headings(at)[1]
    for tab in ("Gallery", "Choose eps"):
        at.session_state["tab"] = tab
        assert not complaints(at.run())


def test_a_large_own_table_is_sampled_and_says_so():
    rows = b"\n".join(b"%d,%d" % (i % 97, i * i % 101) for i in range(3000))
    at = upload(opened(PAGE, case="your own"), b"a,b\n" + rows)
    assert not complaints(at) and "2,000 of 3,000 rows" in said(at)


def test_the_first_load_is_small():
    assert sent(opened(PAGE)) < 100 * 1024
