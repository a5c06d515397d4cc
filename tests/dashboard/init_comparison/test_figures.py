"""The Init comparison page's figures show what was computed."""

from functools import cache

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.projection import view
from dashboard.init_comparison import figures, text
from dashboard.init_comparison.best_known import METHODS, best_of_ten
from dashboard.init_comparison.restart_statistics import histogram_bars, run_restarts, summarize_restarts
from dashboard.init_comparison.seeding_film import seeding_steps
from dashboard.init_comparison.side_by_side import OWN, compare_starts


@cache
def drawn(name="blobs", k=4, own=()):
    """Return the data, the comparison, the view and the film of one setting."""
    table = NAMED[name].make(150, 1.0, 42)
    X = table.X
    comparison = compare_starts(X, k, 0, own, best_of_ten(X, k))
    seen = view(X, table.features, *(table.features if len(table.features) == 2 else ("PC 1", "PC 2")))
    return table, comparison, seen, figures.side_by_side_plot(seen.on(X), comparison, seen)


def many_runs(X, k):
    return summarize_restarts(X, list(run_restarts(X, k, 20)), best_of_ten(X, k))


def part(film, frame, name):
    """Return one named trace's values in a frame."""
    return film.frames[frame]["data"][[trace.name for trace in film.figure.data].index(name)]


def positions(trace):
    return np.column_stack([trace["x"], trace["y"]])


@pytest.mark.parametrize("name, k", [("blobs", 4), ("15 blobs", 15), ("iris", 3)])
def test_every_panel_shows_its_runs_labels_and_centroids_at_every_half_step(name, k):
    table, comparison, seen, film = drawn(name, k)
    for track in comparison.runs:
        for i in range(len(film.frames)):
            half = track.half_step(i)
            colors = part(film, i, track.name)["marker"]["color"]
            np.testing.assert_array_equal(
                colors, np.full(len(table.X), style.NOBODY) if half.labels is None else half.labels
            )
            centroids = positions(part(film, i, f"{track.name}: centroids"))
            np.testing.assert_allclose(centroids, seen.on(half.centroids), rtol=1e-4, atol=1e-4)


def test_a_panels_heading_is_its_name_and_below_it_how_its_run_compares():
    _, comparison, _, film = drawn()
    for i in range(len(film.frames)):
        for track in comparison.tracks:
            name, status = part(film, i, f"{track.name}: heading")["text"]
            assert name == f"<b>{track.name}</b>"
            assert status.strip() == text.panel_status(track, i, comparison.best)
            assert status  # an empty text has no position on the screen, and later text would have none either


def test_a_trail_leads_from_the_start_through_every_visible_move_to_the_current_centroid():
    table, comparison, seen, film = drawn("31 blobs", 31)
    near = (
        1.01 * figures.MIN_VISIBLE * np.ptp([axis.range for axis in (film.figure.layout[f"{a}axis2"] for a in "xy")], 1)
    )
    for track in comparison.runs:
        for i in range(len(film.frames)):
            line = positions(part(film, i, f"{track.name}: trails"))
            bends, path = line[np.isfinite(line[:, 0])], [seen.on(half.centroids) for half in track.film[: i + 1]]
            assert (
                (np.abs(bends[:, None] - path[-1]) <= near).all(axis=2).any(axis=0).all()
            )  # one ends at each centroid
            for bend in bends:  # and no trail goes where no centroid was
                assert min(np.abs(centroids - bend).sum(axis=1).min() for centroids in path) < 1e-5


def test_the_curves_and_their_markers_are_the_inertias():
    _, comparison, _, film = drawn()
    traces = {trace.name: trace for trace in film.figure.data}
    for track in comparison.runs:
        np.testing.assert_allclose(
            traces[f"{track.name}: inertia"].y, [half.inertia for half in track.film[1:]], rtol=1e-6
        )
    for i, frame in enumerate(film.frames):
        inertias = [track.half_step(i).inertia for track in comparison.runs]
        np.testing.assert_allclose(frame["data"][-1]["y"], inertias, rtol=1e-6)
    assert traces["best known"].y[0] == pytest.approx(comparison.best.inertia)


@pytest.mark.parametrize("own", [(), (3,), (3, 50)])
def test_the_panel_that_waits_shows_the_points_picked_so_far_in_every_frame(own):
    table, _, _, film = drawn(own=own)
    for i in range(len(film.frames)):
        x = part(film, i, f"{OWN}: centroids")["x"]
        np.testing.assert_allclose(x[np.isfinite(x)], table.X[list(own), 0], rtol=1e-6)


def seeding_film(name="blobs", k=4, trials=1):
    table = NAMED[name].make(150, 1.0, 42)
    X = table.X
    labels = best_of_ten(X, k).labels
    steps, seen = seeding_steps(X, k, trials, 0, labels), view(X, table.features, *table.features[:2])
    return X, steps, figures.seeding_plot(X, labels, steps, seen, np.arange(len(X)))


@pytest.mark.parametrize("name, k", [("blobs", 4), ("31 blobs", 31)])
def test_plotly_accepts_every_figure_and_its_frames(name, k):
    table, comparison, _, film = drawn(name, k)
    statistics = many_runs(table.X, k)
    go.Figure(film.figure.to_dict(), frames=film.frames[:2])
    current = dict.fromkeys(METHODS, statistics.best.inertia)
    go.Figure(figures.final_inertia_histograms(statistics, current).to_dict())
    go.Figure(figures.best_of_plot({"random": np.array([0.5, 0.8])}).to_dict())
    film = seeding_film(name, k)[2]
    go.Figure(film.figure.to_dict(), frames=film.frames[:3])


def test_the_area_of_a_marker_is_proportional_to_its_chance():
    _, steps, film = seeding_film()
    for i, step in enumerate(steps):
        area = film.frames[2 * i]["data"][0]["marker"]["size"] ** 2.0
        np.testing.assert_allclose(area / area.sum(), step.pick.probability, atol=1e-6)


def test_the_flag_is_on_the_picked_point_and_only_after_the_draw():
    X, steps, film = seeding_film()
    flag = [trace.name for trace in film.figure.data].index("flag") - 1
    for i, step in enumerate(steps):
        before, after = (film.frames[2 * i + is_drawn]["data"][flag] for is_drawn in (0, 1))
        assert np.isnan(before["x"]).all()
        np.testing.assert_allclose([after["x"][0], after["y"][0]], X[step.pick.row], rtol=1e-6)


def test_the_bars_of_the_wheel_are_as_wide_as_the_clusters_shares():
    _, steps, film = seeding_film()
    first = [trace.name for trace in film.figure.data].index("share 1") - 1
    for i, step in enumerate(steps):
        slices = film.frames[2 * i]["data"][first : first + 4]
        np.testing.assert_allclose([np.ptp(part["x"]) for part in slices], step.shares, atol=1e-6)


def test_the_histograms_count_every_run_and_a_click_on_a_bar_says_which_it_was():
    statistics = many_runs(drawn()[0].X, 4)
    histograms = figures.final_inertia_histograms(statistics, dict.fromkeys(METHODS, statistics.best.inertia))
    traces = {trace.name: trace for trace in histograms.data}
    for name, bars in histogram_bars(statistics).items():
        behind = traces[f"{name}: room"]
        np.testing.assert_allclose(traces[name].y, [len(bar.seeds) / 20 for bar in bars])
        np.testing.assert_allclose(behind.x, [(bar.low + bar.high) / 2 for bar in bars])
        np.testing.assert_array_equal(traces[name].x, behind.x)
        assert list(behind.customdata) == [text.bar_label(bar) for bar in bars]
