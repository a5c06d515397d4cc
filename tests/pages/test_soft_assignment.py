"""The Soft assignment page: settings in, the shares of exactly these settings out."""

import re

import numpy as np
import pytest

from dashboard.common.datasets import ALL, NAMED
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, MIXTURE, SOFT_KMEANS
from kmeans_core import adjusted_rand_score, gaussian_mixture, kmeans, kmeans_plusplus, soft_assign
from tests.pages.pages import behind, complaints, figures, player, sent, sent_to
from tests.pages.pages import opened as asked
from tests.pages.pages import with_results as opened

PAGE = "pages/7_soft_assignment.py"
TABS = ["By hand", "Numbers", "Side by side", "One family", "Code as it runs", "Try"]
X = NAMED["blobs"].make(300, 2.0, 42).X


def packed_film(at):
    return sent_to(at, "player")["deflated"]


def page_text(at):
    return " ".join(text.value for text in at.markdown)


def hard_result(X, k, seed=84):
    return kmeans(X, k, init=kmeans_plusplus(X, k, seed=seed), tol=0)


def test_a_link_with_a_softness_begins_there_and_counts_its_undecided_points():
    at = opened(PAGE, softness="2")
    hard = hard_result(X, 4)
    shares = soft_assign(X, hard.centroids, beta=models.beta_of("2", models.typical_distance(hard.inertia, 300)))
    assert player(at)["begin"] == LEVELS.index("2")
    undecided = int((shares.max(axis=1) < 0.8).sum())
    assert undecided and f"At softness 2, {undecided} of 300 points are undecided" in page_text(at)
    assert f"{undecided} of 300 points are undecided" in player(at)["beats"][LEVELS.index("2")]["caption"]


@pytest.mark.parametrize("view", [HARD_TO_SOFT, SOFT_KMEANS, MIXTURE])
@pytest.mark.parametrize("name", [dataset.name for dataset in ALL])
def test_every_data_set_in_every_view_with_few_and_many_clusters(name, view):
    for settings in ({"k": "1", "n": "10"}, {"k": "10", "n": "200", "scale": "true", "softness": "4"}):
        at = opened(PAGE, data=name, view=view, **settings)
        assert not complaints(at) and len(figures(at)) == 3


@pytest.mark.parametrize("view", [HARD_TO_SOFT, SOFT_KMEANS, MIXTURE])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_in_every_view(view, tab):
    at = opened(PAGE, view=view, tab=tab, n="100")
    assert not complaints(at)
    content = {
        "By hand": at.table,
        "Numbers": at.dataframe,
        "Side by side": figures(at)[2:],
        "One family": at.table,
        "Code as it runs": at.code,
        "Try": at.button,
    }[tab]
    assert len(content) > 0


@pytest.mark.parametrize("level", ["hard", "uniform"])
@pytest.mark.parametrize("view", [HARD_TO_SOFT, SOFT_KMEANS])
def test_the_ends_of_the_scale_show_numbers_and_no_nan(level, view):
    for tab in ("By hand", "Numbers", "One family"):
        at = opened(PAGE, view=view, softness=level, tab=tab, n="60")
        assert not complaints(at)
        words = page_text(at) + str([beat["caption"] for beat in player(at)["beats"]])
        words += str([table.value.to_string() for table in at.table])
        assert not re.search(r"\bnan\b|\binf\b", words), words


def test_no_share_is_in_the_page_before_a_guess_and_new_data_ask_again():
    at = asked(PAGE)
    assert not complaints(at) and len(figures(at)) == 1 and not at.tabs
    assert "player" not in [component.key for component in at.get("bidi_component")]
    said = page_text(at).replace("which is ringed", "")
    assert "ring" not in said and "share" not in str(figures(at))
    about = re.search(r"share of point (\d+)\?", said)[1]
    at.get("button_group")[1].set_value("B").run()
    assert len(figures(at)) == 3 and f"the largest share of point {about} is" in page_text(at)
    assert f"shares of point {about}" in str(figures(at)[1]) and f"**Point {about}**" in page_text(at)
    at.slider(key="noise").set_value(1.5).run()
    at.select_slider(key="softness").set_value("4").run()
    assert len(figures(at)) == 3 and not complaints(at)
    at.selectbox(key="data").set_value("moons").run()
    assert len(figures(at)) == 1 and not at.tabs
    at.get("button_group")[1].set_value("Show me").run()
    assert len(figures(at)) == 3 and "A pull is" not in page_text(at)


def test_a_guess_about_one_point_is_not_judged_as_one_about_another():
    at = asked(PAGE)
    at.get("button_group")[1].set_value("B").run()
    at.slider(key="k").set_value(5).run()
    assert not complaints(at) and "How large is the largest share" not in page_text(at)
    assert "A pull is" not in page_text(at) and len(figures(at)) > 1
    at.slider(key="k").set_value(4).run()
    assert "A pull is" in page_text(at)


@pytest.mark.parametrize("name", ["step", "tab", "point", "softness", "view"])
def test_a_link_to_a_result_shows_it(name):
    settings = {"step": "3", "tab": "By hand", "point": "17", "softness": "2", "view": SOFT_KMEANS}
    assert asked(PAGE, **{name: settings[name]}).tabs


def test_on_stretched_data_the_mixture_finds_what_kmeans_cuts():
    at = opened(PAGE, **behind(opened(PAGE), "Stretched groups"))
    table = NAMED["stretched"].make(300, 1.0, 42)
    hard = hard_result(table.X, 3)
    *_, last = gaussian_mixture(table.X, hard.centroids, tol=1e-6, max_iter=200)
    before, after = (
        adjusted_rand_score(table.truth, labels) for labels in (hard.labels, last.responsibilities.argmax(axis=1))
    )
    assert f"k-means **{before:.2f}**, the mixture **{after:.2f}**" in page_text(at)
    assert after > before + 0.5


def test_a_collapse_is_reported_and_not_compared():
    at = opened(PAGE, tab="Numbers", **behind(opened(PAGE), "A collapse"))
    assert "Collapsed: component" in player(at)["beats"][-1]["caption"] and "Collapsed: component" in page_text(at)
    assert "scikit-learn limits such variances by another rule" in page_text(at)
    assert behind(at, "Four groups") == {}


@pytest.mark.parametrize("covariance", ["spherical", "diagonal", "full"])
@pytest.mark.parametrize("name, k", [("blobs", 4), ("stretched", 3), ("iris", 3)])
def test_scikit_learns_log_likelihood_stands_beside_ours(name, k, covariance):
    at = opened(PAGE, view=MIXTURE, data=name, k=str(k), covariance=covariance, tab="Numbers")
    next(button for button in at.button if button.label == "Compare with scikit-learn").click().run()
    assert not complaints(at)
    check = next(text.value for text in at.markdown if "Check" in text.value)
    theirs, ours = (float(number.replace(",", "")) for number in re.findall(r"-?[\d,]+\.\d{6}", check))
    assert abs(ours - theirs) <= 1e-6 * abs(theirs)


def test_the_films_of_a_mixture_never_show_a_falling_log_likelihood():
    for name in ("uneven sizes", "moons", "wine"):
        at = opened(PAGE, view=MIXTURE, data=name, k="4", tab="Numbers")
        values = at.dataframe[0].value["log-likelihood"].to_numpy()
        assert (np.diff(values) >= -1e-9 * np.abs(values[1:])).all()


def test_a_chosen_point_is_worked_and_a_number_out_of_range_gives_the_most_undecided():
    at = opened(PAGE, point="17", softness="2", tab="By hand")
    hard = hard_result(X, 4)
    beta = models.beta_of("2", models.typical_distance(hard.inertia, 300))
    shares = soft_assign(X[[16]], hard.centroids, beta=beta)[0]
    assert "**Point 17**" in page_text(at)
    assert at.table[0].value["share"].tolist() == [f"{share:.3f}" for share in shares]
    every = soft_assign(X, hard.centroids, beta=models.beta_of("0.8", models.typical_distance(hard.inertia, 300)))
    undecided = int(every.max(axis=1).argmin()) + 1
    for point in ("0", "9999"):
        assert f"**Point {undecided}**" in page_text(opened(PAGE, point=point, tab="By hand"))


def test_where_no_point_is_named_the_field_says_which_one_the_charts_show():
    at = opened(PAGE)
    point = re.search(r"point: (\d+)", at.sidebar.caption[0].value)[1]
    assert f"shares of point {point}" in str(figures(at)[1])
    assert not opened(PAGE, point="17").sidebar.caption


def test_a_change_of_the_point_or_the_softness_leaves_the_stage_as_it_is():
    at = opened(PAGE)
    stage, film = at.get("plotly_chart")[0].proto.spec, packed_film(at)
    at.number_input(key="point").set_value(5.0).run()
    at.select_slider(key="softness").set_value("4").run()
    assert at.get("plotly_chart")[0].proto.spec == stage and packed_film(at) == film


@pytest.mark.parametrize("view", [HARD_TO_SOFT, SOFT_KMEANS, MIXTURE])
@pytest.mark.parametrize(
    "settings", [{}, {"n": "500"}, {"k": "10"}, {"k": "10", "n": "500", "data": "moons"}, {"data": "wine", "k": "3"}]
)
def test_what_a_change_of_settings_sends_stays_light(view, settings):
    at = opened(PAGE, view=view, **settings)
    assert not complaints(at) and sent(at) < 82 * 1024  # of 100 KiB a rerun; the rest of the page is some 16


def test_one_cluster_is_not_presented_as_a_choice():
    at = opened(PAGE, k="1")
    assert "sharing takes two" in page_text(at)
