"""The animation of the landing page shows real runs, and says of them what is so."""

import json

import numpy as np

from dashboard.landing.compute import BAD_SEED, GOOD_SEED, HEIGHT, WIDTH, drawn_runs, first_runs, groups_of
from dashboard.landing.text import second_run_in_words
from kmeans_core import kmeans, lloyd, random_init

RUNS = first_runs()


def test_the_runs_are_those_of_the_core_and_the_first_one_is_the_best_there_is():
    for run, seed in ((RUNS.good, GOOD_SEED), (RUNS.bad, BAD_SEED)):
        steps = list(lloyd(RUNS.X, random_init(RUNS.X, 4, seed=seed), tol=0))
        assert [step.labels.tolist() for step in run] == [step.labels.tolist() for step in steps]
    assert np.isclose(RUNS.good[-1].inertia, kmeans(RUNS.X, 4, n_init=50, seed=0).inertia)


def test_the_pictures_alternate_between_assignments_and_moves_and_lie_inside_the_drawing():
    drawing = drawn_runs(RUNS)
    for run, pictures in zip((RUNS.good, RUNS.bad), drawing["runs"], strict=True):
        assert len(pictures) == 2 * len(run) and pictures[0][1] == ""
        for i, step in enumerate(run):
            assert pictures[2 * i + 1][1] == "".join(map(str, step.labels))
            assert pictures[2 * i][0] == pictures[2 * i + 1][0]
    places = np.array(drawing["points"])
    assert (places > 0).all() and (places < [WIDTH, HEIGHT]).all()


def test_up_is_up_in_the_drawing():
    places = np.array(drawn_runs(RUNS)["points"])
    assert np.corrcoef(places[:, 1], RUNS.X[:, 1])[0, 1] < -0.999


def test_the_answer_says_what_the_second_run_shows():
    groups = groups_of(RUNS.bad[-1].labels, RUNS.truth)
    assert sorted(map(len, groups)) == [1, 1, 1, 2]  # one covers two groups, and of the others two share one
    ratio = RUNS.bad[-1].inertia / RUNS.good[-1].inertia
    assert f"{ratio:.1f} times" in second_run_in_words(RUNS) and "two share one" in second_run_in_words(RUNS)


def test_the_drawing_is_small():
    assert len(json.dumps(drawn_runs(RUNS))) < 6 * 1024
