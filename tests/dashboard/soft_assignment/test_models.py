"""From hard to soft: the film tells what the core computed, and every number in it is of these points."""

import math

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.sampling import even_rows
from dashboard.soft_assignment import film as softfilm
from dashboard.soft_assignment import models
from dashboard.soft_assignment.models import LEVELS, TORN, Model
from kmeans_core import gaussian_mixture, kmeans, mixture_assign, soft_assign, soft_kmeans

X = NAMED["blobs"].make(120, 2.0, 42).X
FOUND = kmeans(X, 4, n_init=3, seed=0)
UNIT = models.scatter(FOUND.inertia, len(X))
ROWS = np.arange(0, 120, 2)
STRETCHED = NAMED["stretched"].make(120, 1.0, 42).X


def mixture_film(covariance="full", max_iter=500):
    start = kmeans(STRETCHED, 3, seed=0).centroids
    steps = list(gaussian_mixture(STRETCHED, start, covariance=covariance, max_iter=max_iter))
    states = list(softfilm.mixture_states(steps, np.arange(120)))
    return steps, softfilm.iterated(states, most=max_iter)


def test_at_the_half_way_distance_a_pull_is_one_half():
    for level in LEVELS[1:-1]:
        beta = models.beta_of(level, UNIT)
        assert math.exp(-beta * (float(level) * UNIT) ** 2) == pytest.approx(0.5)
        assert models.distance_of(beta) == pytest.approx(float(level) * UNIT)
    assert models.beta_of("hard", UNIT) == math.inf and models.beta_of("uniform", UNIT) == 0


def test_every_softness_shows_the_cores_shares_and_counts_all_torn_points():
    states = list(softfilm.softened(X, FOUND.centroids, UNIT, ROWS))
    pictures = softfilm.softening(states)
    assert [picture.name for picture in pictures] == ["Hard", *(f"Softness {at}" for at in LEVELS[1:-1]), "Uniform"]
    for level, state, picture in zip(LEVELS, states, pictures, strict=True):
        shares = soft_assign(X, FOUND.centroids, beta=models.beta_of(level, UNIT))
        np.testing.assert_array_equal(picture.shares, shares[ROWS])
        np.testing.assert_array_equal(state.labels, FOUND.labels if level != "uniform" else 0)
        assert state.torn == (shares.max(axis=1) < TORN).sum()
    assert "takes the whole point" in pictures[0].caption and "25 %" in pictures[-1].caption


def test_uncertainty_is_0_for_certain_and_1_for_equal_shares():
    shares = np.array([[1.0, 0.0], [0.5, 0.5], [0.89, 0.11]])
    np.testing.assert_allclose(models.uncertainty(shares), [0, 1, 0.4999], atol=1e-4)
    assert models.uncertainty(np.ones((3, 1))).tolist() == [0, 0, 0]


def test_soft_kmeans_is_told_in_half_steps_of_the_cores_states():
    steps = list(soft_kmeans(X, X[:4], beta=models.beta_of("0.8", UNIT), tol=1e-4))[:10]
    film = softfilm.iterated(list(softfilm.soft_states(steps, 0.1, ROWS)), most=300)
    expected = ["Start", "Share 1"]
    for at in range(1, len(steps)):
        expected += [f"Move {at}", f"Share {at + 1}"]
    assert [picture.name for picture in film] == [*expected[:-1], "Converged"]
    assert film[0].shares is None
    for at, step in enumerate(steps):
        np.testing.assert_array_equal(film[2 * at + 1].shares, step.responsibilities[ROWS])
        np.testing.assert_array_equal(film[2 * at + 1].model.centroids, step.centroids)
        if at:
            np.testing.assert_array_equal(
                film[2 * at].shares, steps[at - 1].responsibilities[ROWS]
            )  # moved, not yet shared out
            np.testing.assert_array_equal(film[2 * at].before, steps[at - 1].centroids)


def test_a_long_film_shows_the_first_iterations_in_full_then_where_most_happens():
    steps, film = mixture_film()
    assert steps[-1].iteration > 40 and len(film) < 30
    assert [picture.name for picture in film[:4]] == ["Start", "Share 1", "Move 1", "Share 2"]
    for picture in film[1:]:
        step = steps[picture.iteration]
        assert picture.objective == step.log_likelihood
        np.testing.assert_array_equal(picture.model.covariances, step.covariances)
    rises = np.diff([picture.objective for picture in film])
    assert (rises >= -1e-9).all() and rises.max() < 0.5 * rises.sum()


def test_a_run_that_was_stopped_says_so():
    assert mixture_film(max_iter=4)[1][-1].name == "Stopped"


def test_where_nothing_changes_the_film_still_ends():
    assert softfilm.shown_iterations([3.0] * 40)[-1] == 39
    assert softfilm.shown_iterations([1.0]) == [0]


@pytest.mark.parametrize("covariance", ["spherical", "diagonal", "full"])
def test_the_half_way_line_is_where_a_components_density_has_halved(covariance):
    model = mixture_film(covariance)[1][-1].model
    for j, matrix in enumerate(model.halfway(1e9)):
        for angle in (0.0, 1.0, 2.5):
            away = matrix @ [np.cos(angle), np.sin(angle)]
            assert np.exp(-0.5 * away @ np.linalg.solve(model.covariances[j], away)) == pytest.approx(0.5)


def test_the_weighing_gives_the_browser_the_same_shares():
    soft = Model(FOUND.centroids, 0.3)
    mixed = mixture_film()[1][-1].model
    for points, model in ((X, soft), (STRETCHED, mixed)):
        roots, bias = model.weighing(1e-9)
        round_ = np.einsum("jab,njb->nja", roots, points[:, None] - model.centroids)
        parts = np.exp(bias - (round_**2).sum(axis=2))
        np.testing.assert_allclose(parts / parts.sum(axis=1, keepdims=True), model.shares(points), atol=1e-9)


def test_a_collapse_is_said_and_nothing_else_is():
    X = np.vstack([NAMED["blobs"].make(60, 1.0, 42).X, [[90.0, 90.0]]])
    for means, said in (([*X[:2], X[-1]], "component 3 on about 1 point."), (X[:1], "")):
        *_, last = softfilm.mixture_states(gaussian_mixture(X, means), ROWS[:9])
        assert softfilm.collapse(last).endswith(said) and bool(softfilm.collapse(last)) == bool(said)


def test_the_family_ties_are_measured_on_these_points():
    said = models.limits(X, FOUND.centroids, 0.2)
    assert said.count(f"**{FOUND.inertia:,.6g}**") == 2
    for number in [word.strip("*,.") for word in said.split() if "e-" in word]:
        assert float(number) < 1e-12


def test_the_reader_sees_all_points_or_an_even_sample():
    assert even_rows(300, models.MOST_MARKS // 4).tolist() == list(range(300))
    rows = even_rows(50_000, models.MOST_MARKS // 10)
    assert len(rows) == 300 and (np.diff(rows) > 0).all()


def test_the_mixtures_model_shares_out_as_the_core_does():
    steps, film = mixture_film()
    last = steps[-1]
    given = mixture_assign(STRETCHED, last.weights, last.means, last.covariances)
    np.testing.assert_allclose(film[-1].model.shares(STRETCHED), given)
    np.testing.assert_allclose(given, last.responsibilities, atol=1e-9)


def test_a_difference_of_nothing_is_no_number():
    assert models.by(0.0) == "not at all" and models.by(3e-17) == "by at most 3e-17"
    said = models.scored("k-means", np.array([0, 1, 0, 1, 0, 1, 0]), np.array([0, 0, 0, 0, 1, 1, 1]))
    assert "-0.00" not in said
