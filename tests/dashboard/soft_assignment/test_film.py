"""The films show what the core computed, and every number in them is about these points."""

import numpy as np

from dashboard.common.datasets import NAMED
from dashboard.soft_assignment import film, models
from dashboard.soft_assignment.models import LEVELS
from kmeans_core import gaussian_mixture, kmeans, soft_assign, soft_kmeans

X = NAMED["blobs"].make(120, 2.0, 42).X
HARD = kmeans(X, 4, n_init=3, seed=0)
UNIT = models.typical_distance(HARD.inertia, len(X))
ROWS = np.arange(0, 120, 2)


def mixture_run(max_iter=500):
    X = NAMED["stretched"].make(120, 1.0, 42).X
    steps = list(gaussian_mixture(X, kmeans(X, 3, seed=0).centroids, max_iter=max_iter))
    return steps, film.run_pictures(list(film.mixture_states(steps, np.arange(120))), max_iter)


def test_every_softness_shows_the_cores_shares_and_counts_all_undecided_points():
    states = list(film.softness_states(X, HARD.centroids, UNIT, ROWS))
    pictures = film.softness_pictures(states)
    assert [picture.name for picture in pictures] == ["Hard", *(f"Softness {at}" for at in LEVELS[1:-1]), "Uniform"]
    for level, state, picture in zip(LEVELS, states, pictures, strict=True):
        shares = soft_assign(X, HARD.centroids, beta=models.beta_of(level, UNIT))
        np.testing.assert_array_equal(picture.shares, shares[ROWS])
        np.testing.assert_array_equal(state.labels, HARD.labels if level != "uniform" else 0)
        assert state.n_undecided == (shares.max(axis=1) < 0.8).sum()
    assert "takes the whole point" in pictures[0].caption and "25 %" in pictures[-1].caption


def test_soft_kmeans_is_shown_in_half_steps_of_the_cores_states():
    steps = list(soft_kmeans(X, X[:4], beta=models.beta_of("0.8", UNIT), tol=1e-4))[:10]
    pictures = film.run_pictures(list(film.soft_states(steps, 0.1, ROWS)), max_iter=300)
    names = ["Start", "Share 1"]
    for i in range(1, len(steps)):
        names += [f"Move {i}", f"Share {i + 1}"]
    assert [picture.name for picture in pictures] == [*names[:-1], "Converged"]
    assert pictures[0].shares is None
    for i, step in enumerate(steps):
        np.testing.assert_array_equal(pictures[2 * i + 1].shares, step.responsibilities[ROWS])
        np.testing.assert_array_equal(pictures[2 * i + 1].model.centroids, step.centroids)
        if i:
            np.testing.assert_array_equal(
                pictures[2 * i].shares, steps[i - 1].responsibilities[ROWS]
            )  # moved, not yet shared
            np.testing.assert_array_equal(pictures[2 * i].before.model.centroids, steps[i - 1].centroids)


def test_a_long_film_shows_the_first_iterations_in_full_then_where_most_happens():
    steps, pictures = mixture_run()
    assert steps[-1].iteration > 40 and len(pictures) < 30
    assert [picture.name for picture in pictures[:4]] == ["Start", "Share 1", "Move 1", "Share 2"]
    for picture in pictures[1:]:
        step = steps[picture.state.iteration]
        assert picture.state.objective == step.log_likelihood
        np.testing.assert_array_equal(picture.model.covariances, step.covariances)
    rises = np.diff([picture.state.objective for picture in pictures])
    assert (rises >= -1e-9).all() and rises.max() < 0.5 * rises.sum()


def test_a_run_that_was_stopped_says_so():
    assert mixture_run(max_iter=4)[1][-1].name == "Stopped"


def test_where_nothing_changes_the_film_still_ends():
    assert film.shown_iterations([3.0] * 40)[-1] == 39
    assert film.shown_iterations([1.0]) == [0]
