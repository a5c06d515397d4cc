"""The Init comparison page's figures show what was computed."""

from functools import cache

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.projection import view
from dashboard.init_comparison import figures, text
from dashboard.init_comparison.best_known import METHODS, best_of_eight
from dashboard.init_comparison.restart_statistics import histogram_bars, run_restarts, summarize_restarts
from dashboard.init_comparison.seeding_film import seeding_steps
from dashboard.init_comparison.side_by_side import OWN, compare_starts


@cache
def drawn(name="blobs", k=4, own=()):
    """Return the data, the comparison, the view and the film of one setting."""
    table = NAMED[name].make(150, 1.0, 42)
    X = table.X
    comparison = compare_starts(X, k, 0, own, best_of_eight(X, k))
    seen = view(X, table.features, *(table.features if len(table.features) == 2 else ("PC 1", "PC 2")))
    return table, comparison, seen, figures.side_by_side_plot(seen.on(X), comparison, seen)


def many_runs(X, k):
    return summarize_restarts(X, list(run_restarts(X, k, 20)), best_of_eight(X, k))


def first_picture(film, name):
    return next(trace for trace in film.figure.data if trace.name == name)


@pytest.mark.parametrize("name, k", [("blobs", 4), ("15 blobs", 15), ("iris", 3)])
def test_the_browser_is_sent_every_runs_centroids_labels_and_inertias(name, k):
    _, comparison, seen, film = drawn(name, k)
    for track, sent in zip(comparison.runs, film.scene["runs"], strict=False):
        path = [seen.on(step.centroids) for step in track.steps]
        np.testing.assert_allclose(sent["path"], path, rtol=1e-6, atol=1e-6)
        labels, changes = track.steps[0].labels.copy(), sent["labels"]
        np.testing.assert_array_equal(changes["first"], labels)
        labels[changes["rows"]] = changes["to"]
        np.testing.assert_array_equal(labels, track.steps[-1].labels)
        np.testing.assert_allclose(sent["inertias"][1::2], [step.inertia for step in track.steps], rtol=1e-6)


def test_a_panels_heading_is_its_name_and_below_it_how_its_run_compares():
    _, comparison, _, film = drawn()
    for track, sent in zip(comparison.tracks, film.scene["runs"], strict=True):
        name, status = first_picture(film, f"{track.name}: heading")["text"]
        assert (name, status) == (f"<b>{track.name}</b>", sent["statuses"][0])
        statuses = [text.panel_status(track, i, comparison.best) for i in range(len(track.film))]
        assert [status.strip() for status in sent["statuses"]] == statuses
        assert all(sent["statuses"])  # an empty text has no position on the screen, nor would later text have one


@pytest.mark.parametrize("own", [(), (3,), (3, 50)])
def test_the_panel_that_waits_shows_the_points_picked_so_far(own):
    table, _, _, film = drawn(own=own)
    x = first_picture(film, f"{OWN}: centroids")["x"]
    np.testing.assert_allclose(x[np.isfinite(x)], table.X[list(own), 0], rtol=1e-6)


@pytest.mark.parametrize("background", ["#FFFFFF", "#0E1117"])
def test_the_colours_of_the_methods_can_be_seen_on_both_pages_and_are_no_clusters(background):
    own = [color for color in figures.COLOR.values() if color != style.TEXT]
    assert len(set(own)) == len(METHODS) and not set(own) & {*style.CLUSTER, *style.LIGHT.values()}
    for color in own:
        darker, lighter = sorted((luminance(color), luminance(background)))
        assert (lighter + 0.05) / (darker + 0.05) >= 3


def luminance(color):
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seeding_film(name="blobs", k=4, trials=1):
    table = NAMED[name].make(150, 1.0, 42)
    X = table.X
    labels = best_of_eight(X, k).labels
    steps, seen = seeding_steps(X, k, trials, 0, labels), view(X, table.features, *table.features[:2])
    return X, steps, figures.seeding_plot(X, labels, steps, seen, np.arange(len(X)))


@pytest.mark.parametrize("name, k", [("blobs", 4), ("31 blobs", 31)])
def test_plotly_accepts_every_figure(name, k):
    table, comparison, _, film = drawn(name, k)
    statistics = many_runs(table.X, k)
    go.Figure(film.figure.to_dict())
    current = dict.fromkeys(METHODS, statistics.best.inertia)
    go.Figure(figures.final_inertia_histograms(statistics, current).to_dict())
    go.Figure(figures.best_of_plot(statistics).to_dict())
    go.Figure(seeding_film(name, k)[2].figure.to_dict())


def test_the_area_of_a_marker_is_proportional_to_its_chance():
    _, steps, film = seeding_film()
    density, changes = film.scene["densities"]["first"].copy(), film.scene["densities"]
    for t, end in enumerate(np.cumsum([0, *changes["counts"]])):
        done = slice(end - changes["counts"][t - 1], end) if t else slice(0)
        density[changes["rows"][done]] = changes["to"][done]
        area = film.scene["sizes"][t] ** 2 * density
        np.testing.assert_allclose(area / area.sum(), steps[t].pick.probability, atol=1e-6)


@pytest.mark.parametrize("trials", [1, None])
def test_the_browser_is_sent_the_picks_the_candidates_and_the_wheel(trials):
    _, steps, film = seeding_film("15 blobs", 15, trials)
    assert film.scene["rows"] == [step.pick.row for step in steps]
    assert film.scene["candidates"] == [step.pick.candidates.tolist() for step in steps]
    np.testing.assert_allclose(film.scene["shares"], [step.shares for step in steps], rtol=1e-6)


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
