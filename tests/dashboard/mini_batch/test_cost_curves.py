"""The race's numbers are those of the runs: points, iterations, inertia of all points, and the run's own time."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from dashboard.common.datasets import NAMED
from dashboard.mini_batch import cost_curves as costs
from kmeans_core import inertia, lloyd, minibatches, random_init
from tests.dashboard.common.tables import blobs

X = blobs(600).X
START = random_init(X, 4, seed=3)
FULL = costs.finish_full_run(costs.timed_steps(X, START))


def cost_curve(*inertias, batch_size=10, n=100):
    """Return the curve of one run for each list of inertias, half a second from state to state."""
    iterations = np.arange(len(inertias[0]))
    return costs.CostCurve(n, batch_size, iterations, np.tile(0.5 * iterations, (len(inertias), 1)), np.array(inertias))


def test_the_full_curve_is_lloyds_and_each_move_looks_at_every_point():
    steps = list(lloyd(X, START, tol=0))
    np.testing.assert_array_equal(FULL.curve.inertias, [[step.inertia for step in steps]])
    np.testing.assert_array_equal(FULL.labels, steps[-1].labels)
    assert FULL.curve.points.tolist() == [600 * t for t in range(len(steps))] and FULL.converged


def test_a_run_that_was_stopped_before_its_labels_settled_has_not_converged():
    assert not costs.finish_full_run(list(costs.timed_steps(X, START))[:2]).converged


def test_a_mini_batch_curve_has_the_inertia_of_all_points():
    *_, curve = costs.batch_curve(X, START, 20, costs.batch_rng(3, 0), 60, costs.inertia_estimator(X, FULL))
    run = minibatches(X, START, batch_size=20, max_no_improvement=None, seed=costs.batch_rng(3, 0))
    states = {batch.iteration: batch for _, batch in zip(range(61), run, strict=False)}
    assert curve.iterations.tolist() == costs.schedule(60)
    for iteration, value in zip(curve.iterations, curve.inertias[0], strict=True):
        assert value == pytest.approx(inertia(X, states[iteration].centroids))


@pytest.mark.parametrize("name", ["blobs", "moons", "stretched", "varied spread", "uniform", "outliers"])
def test_a_sample_leads_to_the_conclusion_of_all_points(name):
    points = NAMED[name].make(100_000, 1.0, 42).X
    start = random_init(points, 4, seed=84)
    full = costs.finish_full_run(costs.timed_steps(points, start))
    for size in costs.BATCH_SIZES:
        exact, estimated = (
            list(costs.batch_curve(points, start, size, costs.batch_rng(84, 0), 40, estimate))[-1]
            for estimate in (lambda centroids: inertia(points, centroids), costs.inertia_estimator(points, full))
        )
        close = exact.inertias < 1.05 * full.inertia
        np.testing.assert_allclose(estimated.inertias[close], exact.inertias[close], rtol=0.015)
        assert estimated.inertias[0, -1] == exact.inertias[0, -1]  # the end is that of all points
        first, same = (curve.first_within(costs.CLOSE_FACTOR * full.inertia) for curve in (exact, estimated))
        assert bool(first) == bool(same)
        if first:  # at most one place in the schedule apart
            assert same[0][0] == pytest.approx(first[0][0], rel=0.4, abs=1)


def test_the_estimated_inertia_is_exact_where_full_k_means_ends():
    assert costs.inertia_estimator(X, FULL, max_points=50)(FULL.centroids) == pytest.approx(FULL.inertia)


def test_the_first_state_at_the_goal_counts_even_if_a_later_one_is_above_it():
    curve = cost_curve([9.0, 5.0, 3.0, 4.5])
    assert curve.first_within(4.0) == [(2, 1.0)] and curve.first_within(1.0) == []
    assert curve.points[2] == 20


def test_a_curve_of_several_runs_is_their_median_and_counts_those_that_come_close():
    curve = costs.merge_runs(cost_curve(run) for run in ([9.0, 4.0, 1.0], [9.0, 6.0, 3.0], [9.0, 5.0, 8.0]))[0]
    assert curve.median_inertias.tolist() == [9.0, 5.0, 3.0]
    assert curve.first_within(4.0) == [(1, 0.5), (2, 1.0)]


def test_time_spent_outside_the_run_is_not_counted():
    now = [0.0]

    def run():
        for state in "abc":
            now[0] += 1
            yield state

    measured = []
    for _, seconds in costs.timed(run, clock=lambda: now[0]):
        measured.append(seconds)
        now[0] += 100  # somebody looks at the state
    assert measured == [1, 2, 3]


@pytest.mark.parametrize("last", [1, 2, 17, 300])
def test_the_schedule_rises_from_nothing_to_the_last_with_no_wide_gap(last):
    numbers = costs.schedule(last)
    assert numbers[0] == 0 and numbers[-1] == last
    assert all(b - a <= max(1, 0.4 * a) for a, b in itertools.pairwise(numbers))


def test_no_batch_is_larger_than_the_data_and_each_size_races_once():
    assert costs.race_sizes(50, 150) == [10, 50, 150]
    assert costs.race_sizes(200, 20_000) == [10, 50, 200, 500, 5000]


def test_a_run_ends_with_as_many_points_as_the_full_one_or_after_so_many_batches_or_points():
    assert costs.race_length(FULL, 600) == FULL.moves
    assert costs.race_length(FULL, 1) == costs.MAX_RACE_BATCHES
    many = replace(FULL, curve=replace(FULL.curve, n=100_000))
    assert 5000 * costs.race_length(many, 5000) == costs.MAX_RACE_POINTS


def test_runs_of_a_size_draw_other_batches_and_the_same_again():
    first, second = (costs.merge_runs(filter(None, costs.race(X, FULL, 50, 2, 7))) for _ in range(2))
    for curve, again in zip(first, second, strict=True):
        np.testing.assert_array_equal(curve.inertias, again.inertias)
    assert (first[0].inertias[0] != first[0].inertias[1]).any()


def test_runs_that_reach_an_inertia_of_nothing_are_as_long_as_the_others():
    places = np.repeat([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], 10, axis=0)  # k = 4 centroids on three places
    start = places[[0, 10, 20, 21]]
    full = costs.finish_full_run(costs.timed_steps(places, start))
    for curve in costs.merge_runs(filter(None, costs.race(places, full, 10, 3, 7))):
        assert curve.inertias.shape == curve.seconds.shape == (3, len(curve.iterations))


def test_a_race_can_be_left_after_every_batch_and_after_every_move():
    lengths = [costs.race_length(FULL, size) for size in costs.race_sizes(50, len(X))]
    assert list(costs.race(X, FULL, 50, 2, 7)).count(None) == 2 * sum(lengths)
    growth = costs.growth(lambda n: X, START, 7, 50)
    pauses = list(itertools.takewhile(lambda point: point is None, growth))
    assert len(pauses) > FULL.moves


def test_both_grow_from_one_start_until_within_a_hundredth():
    for point in filter(None, costs.growth(lambda n: X[:n], START, 7, 50, ns=(300, 600))):
        *_, full = lloyd(X[: point.n], START, tol=0)
        assert point.moves == full.iteration and point.seconds > 0 and point.batch_seconds > 0
        assert point.within is None or 0 < point.within[0] <= costs.MAX_RACE_BATCHES
