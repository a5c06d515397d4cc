"""The notebooks of the Init comparison page repeat its runs, its picks and its many runs."""

import numpy as np
import pytest

from dashboard.common.cache import make_table
from dashboard.common.projection import view
from dashboard.common.settings import Data
from dashboard.init_comparison import notebook
from dashboard.init_comparison.best_known import best_of_eight
from dashboard.init_comparison.restart_statistics import run_restarts, summarize_restarts
from dashboard.init_comparison.seeding_film import seeding_steps
from dashboard.init_comparison.side_by_side import compare_starts
from kmeans_core import adjusted_rand_score
from tests.dashboard.common.notebooks import run_notebook

DATA = Data("blobs", 300, 1.0, 42, False)
TABLE = make_table(DATA)
PLANE = view(TABLE.X, TABLE.features, "x", "y")


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize(("k", "seed", "own"), [(4, 0, ()), (4, 5, (3, 80, 200, 17)), (7, 2, (1, 2))])
def test_every_run_ends_in_the_clusters_of_the_page(k, seed, own):
    comparison = compare_starts(TABLE.X, k, seed, own, best_of_eight(TABLE.X, k))
    text = notebook.side_by_side_notebook("http://x", DATA, TABLE.X, k, seed, own, PLANE)
    ends = run_notebook(text)["ends"]
    assert list(ends) == [track.name for track in comparison.runs]
    for track, end in zip(comparison.runs, ends.values(), strict=True):
        assert adjusted_rand_score(track.steps[-1].labels, end.labels) == 1
        assert end.inertia == pytest.approx(track.inertia, rel=1e-5)


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize("trials", [1, None])
def test_the_picks_are_those_of_the_page(trials):
    steps = seeding_steps(TABLE.X, 5, trials, 3, np.zeros(300, dtype=int))
    text = notebook.pick_by_pick_notebook("http://x", DATA, TABLE.X, 5, 3, trials, PLANE)
    assert run_notebook(text)["rows"] == list(steps[-1].rows)


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
def test_many_runs_end_where_they_end_on_the_page():
    statistics = summarize_restarts(TABLE.X, list(run_restarts(TABLE.X, 4, 20)), best_of_eight(TABLE.X, 4))
    inertias = run_notebook(notebook.many_runs_notebook("http://x", DATA, TABLE.X, 4, 20))["inertias"]
    np.testing.assert_allclose(list(inertias.values()), statistics.final_inertias, rtol=1e-5)
