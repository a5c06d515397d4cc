"""The sentences of the page hold for the points they are about."""

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.soft_assignment import compute, film, models, text
from dashboard.soft_assignment.models import LEVELS, SoftModel
from kmeans_core import gaussian_mixture, kmeans

X = NAMED["blobs"].make(120, 2.0, 42).X
HARD = kmeans(X, 4, n_init=3, seed=0)
UNIT = models.typical_distance(HARD.inertia, len(X))


def mixture_end(X, means):
    *_, last = film.mixture_states(gaussian_mixture(X, means), np.arange(len(X)))
    return last


def test_a_collapse_is_reported_and_nothing_else_is():
    X = np.vstack([NAMED["blobs"].make(60, 1.0, 42).X, [[90.0, 90.0]]])
    assert text.collapse_sentence(mixture_end(X, X[[0, 1, -1]])).endswith("component 3 on about 1 point.")
    assert text.collapse_sentence(mixture_end(X, X[:1])) == ""


def test_the_sentence_on_a_move_names_the_centroid_that_moves_most():
    before, after = np.zeros((3, 2)), np.array([[0.0, 1.0], [3.0, 4.0], [2.0, 0.0]])
    states = [
        film.SoftState(i, SoftModel(centroids, 1.0), np.ones((1, 3)) / 3, 1, np.zeros(1), objective, 0.0)
        for i, (centroids, objective) in enumerate([(before, 9.0), (after, 7.5)])
    ]
    caption = text.soft_move_caption(*states)
    assert "Centroid 2 moves most, by 5.00." in caption and "Free energy falls by 1.50 to 7.50." in caption


@pytest.mark.parametrize("level", LEVELS)
def test_the_sum_worked_by_hand_gives_the_share(level):
    model = SoftModel(HARD.centroids, models.beta_of(level, UNIT))
    shares = model.responsibilities(X[[7]])[0]
    worked = text.worked_shares(X[7], model, shares)
    assert worked.columns["share"] == [f"{share:.3f}" for share in shares]
    assert worked.formula.endswith(f"= {shares.max():.3f} \\end{{aligned}}")


def test_a_mixtures_sum_is_weight_times_density():
    last = mixture_end(X, HARD.centroids)
    worked = text.worked_shares(X[7], last.model, last.shares[7])
    strengths = np.array([float(cell) for cell in worked.columns["weight · density"]])
    np.testing.assert_allclose(strengths / strengths.sum(), last.shares[7], atol=0.005)


def test_pulls_too_small_for_a_computer_are_shown_relative_to_the_strongest():
    model = SoftModel(np.array([[0.0], [1.0]]), 10.0)
    worked = text.worked_shares(np.array([100.0]), model, model.responsibilities(np.array([[100.0]]))[0])
    assert "divided by the strongest" in worked.sentence and worked.columns["pull, strongest = 1"][1] == "1.00"


def test_the_models_are_as_close_on_these_points_as_the_page_says():
    ties = compute.measure_family_ties(X, HARD.centroids, 0.2)
    assert ties["inertia"] == pytest.approx(ties["free_energy"], rel=1e-12)
    sentences = text.family_ties_sentence(len(X), 0.2, **ties)
    assert sentences.count(f"**{ties['inertia']:,.6g}**") == 2
    assert max(ties["shares_difference"], ties["centroids_difference"]) < 1e-12


def test_no_difference_is_put_in_words():
    ties = dict(n_used=5, inertia=1.0, free_energy=1.0, shares_difference=0.0, centroids_difference=3e-17)
    sentences = text.family_ties_sentence(5, 1.0, **ties)
    assert "the shares differ **not at all**" in sentences and "**by at most 3e-17**" in sentences
