"""What the Code tabs show can be copied and run."""

import numpy as np
import pytest

import kmeans_core
from dashboard.algorithm.text import LOOP_SOURCE, START_SOURCES, call_of_the_run
from dashboard.common.settings import PLACED, Start
from dashboard.common.source_code import runnable_source_of

X = np.random.default_rng(0).normal(size=(60, 2))


def pasted(source):
    """Return the names that the source defines in an empty namespace."""
    names = {"__name__": "pasted"}
    exec(compile(source, "pasted", "exec"), names)
    return names


def test_the_loop_that_is_shown_runs_on_numpy_alone_and_finds_what_the_library_finds():
    source = runnable_source_of(*LOOP_SOURCE)
    assert "kmeans_core" not in source
    *_, last = pasted(source)["lloyd_steps"](X, X[:4], np.ones(60), 300, 0.0)
    result = kmeans_core.kmeans(X, 4, init=X[:4], tol=0)
    np.testing.assert_array_equal(last.labels, result.labels)
    np.testing.assert_array_equal(last.centroids, result.centroids)


@pytest.mark.parametrize("init, function", [("random", "random_init"), ("farthest-first", "farthest_first")])
def test_a_start_that_is_shown_runs_and_picks_the_librarys_rows(init, function):
    start = pasted(runnable_source_of(*START_SOURCES[init]))[function](X, 4, seed=3)
    np.testing.assert_array_equal(start, kmeans_core.INIT_METHODS[init](X, 4, seed=3))


def test_the_d2_sampling_that_is_shown_picks_the_librarys_rows():
    source = runnable_source_of(*START_SOURCES["k-means++"])
    assert "kmeans_core" not in source
    picks = pasted(source)["d2_sampling"](X, 4, np.ones(60), 3, np.random.default_rng(3))
    np.testing.assert_array_equal(X[[pick.row for pick in picks]], kmeans_core.kmeans_plusplus(X, 4, seed=3))


@pytest.mark.parametrize("init", START_SOURCES)
def test_the_call_that_is_shown_makes_the_run_of_the_page(init):
    names = pasted(runnable_source_of(*LOOP_SOURCE) + "\n\n" + runnable_source_of(*START_SOURCES[init])) | {"X": X}
    exec(call_of_the_run(Start(4, init, 3), X[:4]), names)
    expected = list(kmeans_core.lloyd(X, kmeans_core.INIT_METHODS[init](X, 4, seed=3), tol=0))
    assert len(names["steps"]) == len(expected)
    np.testing.assert_array_equal(names["steps"][-1].centroids, expected[-1].centroids)


def test_the_call_of_a_run_from_placed_centroids_begins_there():
    names = pasted(runnable_source_of(*LOOP_SOURCE)) | {"X": X, "np": np}
    exec(call_of_the_run(Start(2, PLACED, 3), np.array([[0.25, 1.0], [-1.5, 0.5]])), names)
    assert names["steps"][0].centroids.tolist() == [[0.25, 1.0], [-1.5, 0.5]]
