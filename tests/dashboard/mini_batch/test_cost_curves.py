"""The race's numbers are those of the runs: points, iterations, inertia of all points, and nobody else's time."""

import itertools

import numpy as np
import pytest

from dashboard.mini_batch import cost_curves as race
from kmeans_core import inertia, lloyd, minibatches, random_init
from kmeans_core._fast.nearest import Nearest
from kmeans_core._fast.prepared import Points
from tests.dashboard.common.tables import blobs

X = blobs(600).X
START = random_init(X, 4, seed=3)
FULL = race.finished(len(X), list(race.full_run(X, START)))


def track(inertias, size=10, n=100):
    at = np.arange(len(inertias))
    return race.Track(n, size, at, 0.5 * at, np.array(inertias))


def test_the_full_track_is_lloyds_and_each_move_looks_at_every_point():
    steps = list(lloyd(X, START, tol=0))
    np.testing.assert_array_equal(FULL.track.inertias, [step.inertia for step in steps])
    np.testing.assert_array_equal(FULL.labels, steps[-1].labels)
    assert FULL.track.points.tolist() == [600 * t for t in range(len(steps))] and FULL.converged


def test_a_mini_batch_track_tells_the_inertia_of_all_points():
    mine = race.tracked(X, START, 20, race.draws(3, 0), 60, Nearest(Points.of(X), 4))
    run = minibatches(X, START, batch_size=20, max_no_improvement=None, seed=race.draws(3, 0))
    states = {batch.iteration: batch for _, batch in zip(range(61), run, strict=False)}
    assert mine.iterations.tolist() == race.schedule(60)
    for at, value in zip(mine.iterations, mine.inertias, strict=True):
        assert value == pytest.approx(inertia(X, states[at].centroids))


def test_the_first_state_at_the_goal_counts_even_if_a_later_one_is_above_it():
    mine = track([9.0, 5.0, 3.0, 4.5])
    assert (mine.reached(4.0), mine.reached(1.0)) == (2, None)
    assert mine.points[2] == 20 and mine.passes[2] == 0.2


def test_a_lane_is_the_middle_of_its_runs_and_counts_those_that_come_close():
    lane = race.Lane((track([9.0, 4.0, 1.0]), track([9.0, 6.0, 3.0]), track([9.0, 5.0, 8.0])))
    assert lane.middle.inertias.tolist() == [9.0, 5.0, 3.0]
    assert lane.close(4.0) == [(1, 0.5), (2, 1.0)]


def test_time_spent_outside_the_run_is_not_counted(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(race.time, "thread_time", lambda: now[0])

    def run():
        for state in "abc":
            now[0] += 1
            yield state

    seconds = []
    for _, spent in race.timed(run):
        seconds.append(spent)
        now[0] += 100  # somebody looks at the state
    assert seconds == [1, 2, 3]


@pytest.mark.parametrize("last", [1, 2, 17, 300])
def test_the_schedule_rises_from_nothing_to_the_last_with_no_wide_gap(last):
    at = race.schedule(last)
    assert at[0] == 0 and at[-1] == last and all(b - a <= max(1, 0.4 * a) for a, b in zip(at, at[1:], strict=False))


def test_no_batch_is_larger_than_the_data_and_each_size_races_once():
    assert race.sizes(50, 150) == [10, 50, 150]
    assert race.sizes(200, 20_000) == [10, 50, 200, 500, 5000]


def test_a_run_ends_with_as_many_points_as_the_full_one_or_after_so_many_batches():
    assert race.length(FULL, 600) == FULL.moves
    assert race.length(FULL, 1) == race.MOST_RACED


def test_runs_of_a_size_draw_other_batches_and_the_same_again():
    first, second = (race.lanes(filter(None, race.racing(X, START, FULL, 50, 2, 7))) for _ in range(2))
    for lane, again in zip(first, second, strict=True):
        np.testing.assert_array_equal(lane.inertias, again.inertias)
    assert (first[0].inertias[0] != first[0].inertias[1]).any()


def test_a_race_can_be_left_after_every_batch_and_after_every_move():
    lengths = [race.length(FULL, size) for size in race.sizes(50, len(X))]
    assert list(race.racing(X, START, FULL, 50, 2, 7)).count(None) == 2 * sum(lengths)
    grown = race.growing(lambda n: X, START, 7, 50)
    before = list(itertools.takewhile(lambda now: now is None, grown))
    assert len(before) >= race.REPEATS * FULL.moves + race.REPEATS


def test_both_grow_from_one_start_until_within_a_hundredth(monkeypatch):
    monkeypatch.setattr(race, "GROWING", (300, 600))
    for now in filter(None, race.growing(lambda n: X[:n], START, 7, 50)):
        full = list(lloyd(X[: now.n], START, tol=0))[-1]
        assert now.moves == full.iteration and now.seconds > 0 and now.batch_seconds > 0
        assert now.close is None or 0 < now.close[0] <= race.MOST_RACED


def test_the_median_is_a_value_that_occurred():
    assert race.median([5, 1, 9]) == 5 and race.median([1, 9]) == 1
