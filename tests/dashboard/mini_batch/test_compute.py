"""The film of the batches shows what the core computed, and says it in words that fit the numbers."""

from itertools import islice

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.projection import view
from dashboard.common.runs import first_centroids
from dashboard.mini_batch import compute as batches
from dashboard.mini_batch import cost_curves as race
from dashboard.mini_batch import figures
from dashboard.mini_batch import text as comparison
from dashboard.mini_batch.compute import ALL, DRAW, MOVE
from kmeans_core import assign, inertia, minibatches
from tests.dashboard.common.tables import blobs


def learned(table, k, size, seed=3, init="random"):
    start = first_centroids(table.X, k, init, seed)
    full = race.finished(len(table.X), list(race.full_run(table.X, start)))
    return batches.learned(table, size, list(filter(None, batches.moments(table.X, start, size, seed))), full)


TABLE = blobs(900)
RUN = learned(TABLE, 4, 30)
STATES = list(minibatches(TABLE.X, first_centroids(TABLE.X, 4, "random", 3), batch_size=30, seed=race.draws(3, 0)))
STARVED = learned(NAMED["blobs"].make(20_000, 3.0, 42), 4, 50, seed=88, init="farthest-first")


def test_every_picture_is_a_state_of_the_core():
    for picture in RUN.film:
        state = STATES[picture.batches]
        np.testing.assert_array_equal(picture.centroids, state.centroids)
        np.testing.assert_array_equal(picture.counts, state.counts)
        assert picture.inertia == pytest.approx(inertia(TABLE.X, state.centroids))


def test_the_first_batches_are_drawn_and_then_move_the_centroids():
    assert [picture.name for picture in RUN.film[:5]] == ["Start", "Draw 1", "Move 1", "Draw 2", "Move 2"]
    for draw, move in zip(RUN.film[1:], RUN.film[2:], strict=False):
        if draw.line == DRAW:
            np.testing.assert_array_equal(draw.rows, STATES[move.batches].indices)
            np.testing.assert_array_equal(draw.labels, assign(TABLE.X[draw.rows], draw.centroids))
            np.testing.assert_array_equal(move.before, draw.centroids)


def test_the_film_ends_with_the_last_batch_and_every_point_in_its_cluster():
    *_, move, end = RUN.film
    assert (move.line, end.line) == (MOVE, ALL) and move.batches == STATES[-1].iteration == RUN.batches
    np.testing.assert_array_equal(end.labels, assign(TABLE.X, STATES[-1].centroids)[RUN.rows])
    assert RUN.inertia == pytest.approx(end.inertia)


def test_a_long_run_has_few_pictures_and_stops_at_the_most():
    table = NAMED["blobs"].make(20_000, 3.0, 42)
    told = list(islice(filter(None, batches.moments(table.X, table.X[:2], 10, 5)), 100))
    assert len(told) < 60 and told[-1].batch.iteration <= batches.MOST_BATCHES


def test_a_run_can_be_left_after_every_batch():
    start, batch = STATES[0].centroids, 0
    for moment in batches.moments(TABLE.X, start, RUN.size, 3):
        assert moment is None or moment.batch.iteration <= batch
        batch += 1
    assert batch >= RUN.batches


def test_a_starved_centroid_is_seen_to_jump_to_a_point_of_the_batch():
    jump = next(picture for picture in STARVED.film if len(picture.jumped))
    j = jump.jumped[0]
    assert jump.name.startswith("Move") and f"centroid {j + 1} starved, with " in jump.caption
    assert (STARVED.table.X[jump.rows] == jump.centroids[j]).all(axis=1).any()


def test_points_that_differ_are_those_whose_paired_labels_differ():
    mini = assign(TABLE.X, STATES[-1].centroids)
    differ = RUN.pairs[mini] != RUN.full.labels
    np.testing.assert_array_equal(RUN.differing, np.flatnonzero(differ))
    assert sum(count for *_, count in comparison.pairs(RUN)) == differ.sum()


@pytest.mark.parametrize(
    "before, after, said", [(4, 2, "falls by 50 % to 2.00"), (2, 3, "rises by 50 %"), (2, 2, "stays")]
)
def test_a_caption_says_which_way_the_inertia_went(before, after, said):
    assert said in batches.changed(before, after)


@pytest.mark.parametrize("run", [RUN, STARVED, learned(NAMED["iris"].make(0, 0, 0), 3, 10)])
def test_what_is_drawn_is_what_was_computed(run):
    X, features = run.table.X, run.table.features
    seen = view(X, features, *(features if len(features) == 2 else ("PC 1", "PC 2")))
    stage = figures.stage(X, seen.on(X[run.rows]), run.film, seen)
    names = [trace.name for trace in stage.figure.data]
    for frame, picture in zip(stage.frames, run.film, strict=True):
        part = dict(zip(names, frame["data"], strict=True))
        shown = np.column_stack([part["centroids"]["x"], part["centroids"]["y"]])
        np.testing.assert_allclose(shown, seen.on(picture.centroids), rtol=1e-5, atol=1e-5)
        assert part["rates"]["text"] == [batches.short_rate(count) or figures.BLANK for count in picture.counts]
        lit = "points" if picture.line == ALL else "batch"
        if len(picture.rows):
            np.testing.assert_array_equal(part[lit]["marker"]["color"], picture.labels)
    go.Figure(stage.figure.to_dict(), frames=stage.frames[:3] + stage.frames[-1:])


def test_every_figure_is_what_plotly_accepts():
    lanes = race.lanes(filter(None, race.racing(TABLE.X, STATES[0].centroids, RUN.full, 30, 2, 3)))
    grown = [race.Grown(100, 3, 0.01, 0.001, None), race.Grown(1000, 4, 0.1, 0.001, (7, 0.02))]
    shown = [figures.race(lanes, RUN.full, axis, 30, close) for axis in figures.AXES for close in (True, False)]
    seen = view(TABLE.X, TABLE.features, "x", "y")
    places, centroids = seen.on(TABLE.X), RUN.full.centroids
    for differing in (RUN.differing, RUN.differing[:0]):
        labels = RUN.labels[differing]
        shown.append(figures.differences(places, places[differing], labels, centroids, centroids, seen))
    shown += [figures.learning_rates(RUN.film), figures.growth(grown), figures.progress(RUN.film, 1.0).figure]
    for figure in shown:
        go.Figure(figure.to_dict())


def test_the_band_of_the_race_reaches_from_the_lowest_to_the_highest_run():
    lanes = race.lanes(filter(None, race.racing(TABLE.X, STATES[0].centroids, RUN.full, 30, 3, 3)))
    band = next(trace for trace in figures.race(lanes, RUN.full, "iterations", 30, False).data if trace.name == "band")
    low, high = band.y[: len(band.y) // 2], band.y[len(band.y) // 2 :][::-1]
    np.testing.assert_allclose(low, lanes[0].inertias[:, 1:].min(axis=0), rtol=1e-6)
    np.testing.assert_allclose(high, lanes[0].inertias[:, 1:].max(axis=0), rtol=1e-6)


def test_of_two_near_centroids_the_higher_one_has_its_rate_above_it():
    places, span = np.array([[0.0, 0.0], [1.0, 0.5], [9.0, 9.0], [9.0, 9.0]]), np.array([10.0, 10.0])
    assert figures.beside(places, span) == ["bottom center", "top center", "bottom center", "top center"]
    assert set(figures.beside(places[[0, 2]], span)) == {"bottom center"}


@pytest.mark.parametrize(
    "count, short", [(0, ""), (1, "1/1"), (999, "1/999"), (1000, "1/1k"), (7843, "1/7.8k"), (26048, "1/26k")]
)
def test_a_rate_in_the_picture_is_short(count, short):
    assert batches.short_rate(count) == short
