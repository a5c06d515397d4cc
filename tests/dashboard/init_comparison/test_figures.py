"""The Init Comparison page's pictures show what was computed."""

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboard.common.datasets import NAMED
from dashboard.common.plots import style
from dashboard.common.projection import view
from dashboard.init_comparison import figures, seeding_film, side_by_side
from dashboard.init_comparison import restart_statistics as starts
from dashboard.init_comparison.restart_statistics import METHODS, OWN
from kmeans_core import assign
from tests.dashboard.algorithm.test_figures import part


def drawn(name="blobs", k=4, own=()):
    """Return the landscape, the lanes and the panels of one setting."""
    table = NAMED[name].make(150, 1.0, 42)
    X, rows = table.X, np.arange(len(table.X))
    found = starts.landscape(X, list(starts.restarts(X, k, 20)))
    lanes = [
        side_by_side.ran(method, X, starts.run(X, draw(X, k, seed=0)), rows, found.centroids)
        for method, draw in METHODS.items()
    ]
    lanes.append(side_by_side.waiting(OWN, X[list(own)], k))
    x, y = table.features[:2] if len(table.features) == 2 else ("PC 1", "PC 2")
    seen = view(X, table.features, x, y)
    told = side_by_side.beats(lanes, found)
    return table, found, lanes, seen, figures.panels(seen.on(X), lanes, told, seen, found)


@pytest.mark.parametrize("name, k", [("blobs", 4), ("15 blobs", 15), ("iris", 3)])
def test_every_panel_shows_its_runs_labels_and_centroids_at_every_beat(name, k):
    table, _, lanes, seen, panels = drawn(name, k)
    for lane in lanes[:-1]:
        for at in range(len(panels.frames)):
            half = lane.at(at)
            marker = part(panels, at, lane.name)["marker"]
            wanted = np.full(len(table.X), style.NOBODY) if half.labels is None else half.labels
            np.testing.assert_array_equal(marker["color"], wanted)
            there = part(panels, at, f"{lane.name}: centroids")
            places = np.column_stack([there["x"], there["y"]])
            np.testing.assert_allclose(places, seen.on(half.centroids), rtol=1e-4, atol=1e-4)


def test_a_panels_heading_is_its_name_and_below_it_where_its_run_stands():
    _, found, lanes, _, panels = drawn()
    for at in range(len(panels.frames)):
        for lane in lanes:
            name, standing = part(panels, at, f"{lane.name}: heading")["text"]
            assert name == f"<b>{lane.name}</b>" and standing.strip() == side_by_side.standing(lane, at, found)
            assert standing  # an empty text has no place on the screen, and later text would have none either


def test_a_trail_leads_from_the_start_through_every_visible_move_to_the_centroid_of_now():
    _, _, lanes, seen, panels = drawn("31 blobs", 31)
    plane = figures.Plane(seen.on(NAMED["31 blobs"].make(150, 1.0, 42).X), seen, figures.WIDE, figures.HEADING)
    near = 1.01 * figures.VISIBLE * np.ptp([plane.x, plane.y], axis=1)
    for lane in lanes[:-1]:
        for at in range(len(panels.frames)):
            line = part(panels, at, f"{lane.name}: trails")
            line = np.column_stack([line["x"], line["y"]])
            drawn_, way = line[np.isfinite(line[:, 0])], [seen.on(half.centroids) for half in lane.film[: at + 1]]
            ends = np.abs(drawn_[:, None] - way[-1]) <= near
            assert ends.all(axis=2).any(axis=0).all()  # every centroid has a trail that ends at it
            for place in drawn_:  # and no trail goes where no centroid was
                assert min(np.abs(there - place).sum(axis=1).min() for there in way) < 1e-5


def test_the_curves_and_their_markers_are_the_inertias():
    _, found, lanes, _, panels = drawn()
    names = [trace.name for trace in panels.figure.data]
    for lane in lanes[:-1]:
        curve = panels.figure.data[names.index(f"{lane.name}: inertia")]
        np.testing.assert_allclose(curve.y, [half.inertia for half in lane.film[1:]], rtol=1e-6)
    for at, frame in enumerate(panels.frames):
        np.testing.assert_allclose(frame["data"][-1]["y"], [lane.at(at).inertia for lane in lanes[:-1]], rtol=1e-6)
    assert panels.figure.data[names.index("best known")].y[0] == pytest.approx(found.best)


@pytest.mark.parametrize("own", [(), (3,), (3, 50)])
def test_the_panel_that_waits_shows_the_points_picked_so_far_in_every_frame(own):
    table, _, _, _, panels = drawn(own=own)
    for at in range(len(panels.frames)):
        there = part(panels, at, f"{OWN}: centroids")["x"]
        np.testing.assert_allclose(there[np.isfinite(there)], table.X[list(own), 0], rtol=1e-6)


@pytest.mark.parametrize("name, k", [("blobs", 4), ("31 blobs", 31)])
def test_frames_are_what_plotly_accepts(name, k):
    _, found, _, _, panels = drawn(name, k)
    go.Figure(panels.figure.to_dict(), frames=panels.frames[:2])
    go.Figure(figures.landscape(found, dict.fromkeys(METHODS, found.best)).to_dict())
    go.Figure(figures.best_of({"random": np.array([0.5, 0.8])}).to_dict())
    film = wheel(name, k)[2]
    go.Figure(film.figure.to_dict(), frames=film.frames[:3])


def wheel(name="blobs", k=4, trials=1):
    table = NAMED[name].make(150, 1.0, 42)
    X = table.X
    found = starts.landscape(X, list(starts.restarts(X, k, 5)))
    labels = assign(X, found.centroids)
    turns = seeding_film.turns(X, k, trials, 0, labels)
    seen = view(X, table.features, *table.features[:2])
    return X, turns, figures.pick_by_pick(X, labels, seeding_film.moments(X, turns, labels), seen, np.arange(len(X)))


def test_a_markers_area_is_proportional_to_its_chance():
    _, turns, film = wheel()
    for at, turn in enumerate(turns):
        area = film.frames[2 * at]["data"][0]["marker"]["size"] ** 2.0
        np.testing.assert_allclose(area / area.sum(), turn.pick.probability, atol=1e-6)


def test_the_flag_stands_on_the_picked_point_and_only_after_the_draw():
    X, turns, film = wheel()
    flag = [trace.name for trace in film.figure.data].index("flag") - 1
    for at, turn in enumerate(turns):
        before, after = (film.frames[2 * at + drawn]["data"][flag] for drawn in (0, 1))
        assert np.isnan(before["x"]).all()
        np.testing.assert_allclose([after["x"][0], after["y"][0]], X[turn.pick.row], rtol=1e-6)


def test_the_histograms_count_every_run_and_a_struck_bar_gives_its_runs_back():
    _, found, *_ = drawn()
    edges, places = figures.bins(found)
    picture = figures.landscape(found, dict.fromkeys(METHODS, found.best))
    for at, name in enumerate(METHODS):
        trace = at * figures.PER_METHOD
        assert picture.data[trace + 1].name == name
        assert picture.data[trace + 1].y.sum() == pytest.approx(1)
        for bar, share in enumerate(picture.data[trace + 1].y):
            for behind in (0, 1):
                assert figures.struck(trace + behind, bar, places).mean() == pytest.approx(share)
            middle, ends = picture.data[trace].x[bar], found.ends[at][figures.struck(trace, bar, places)]
            assert np.abs(ends - middle).max() <= (edges[1] - edges[0]) / 2 * (1 + 1e-9)


def test_eleven_clusters_and_more_have_a_colour_and_shape_pair_of_their_own():
    color, symbol = style.cluster_codes(np.arange(31), 31)
    scale = dict(style.colors(31)["colorscale"][::2])
    assert len(scale) == 32
    assert len({(j % 10, shape) for j, shape in zip(color.tolist(), symbol.tolist(), strict=True)}) == 31
