"""The notebook of the Mini-batch page repeats both of its runs."""

import numpy as np
import pytest

from dashboard.common.cache import make_table
from dashboard.common.projection import view
from dashboard.common.settings import Data, Start
from dashboard.mini_batch.notebook import mini_batch_notebook
from tests.dashboard.common.notebooks import run_notebook
from tests.dashboard.mini_batch.runs import run_on

SETTINGS = [
    (Data("blobs", 20_000, 3.0, 42, False), Start(4, "random", 84), 50),
    (Data("blobs", 20_000, 3.0, 42, False), Start(4, "farthest-first", 88), 50),
    (Data("iris", 0, 0.0, 0, False), Start(3, "k-means++", 1), 30),
]


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize(("data", "start", "size"), SETTINGS)
def test_both_runs_end_where_they_end_on_the_page(data, start, size):
    table = make_table(data)
    run = run_on(table, start.k, size, start.seed, start.init)
    seen = view(table.X, table.features, *table.features[:2])
    names = run_notebook(mini_batch_notebook("http://x", data, start, size, table.X, seen))
    np.testing.assert_array_equal(names["labels"], run.labels)
    np.testing.assert_array_equal(names["full"].labels, run.full.labels)
    assert names["total"] == pytest.approx(run.inertia, rel=1e-5)
    assert len(names["batches"]) - 1 == run.batches


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
def test_as_many_clusters_as_points_leave_no_inertia_and_no_error():
    data = Data("blobs", 10, 1.0, 42, False)
    X = make_table(data).X
    names = run_notebook(mini_batch_notebook("", data, Start(10, "random", 5), 10, X, view(X, ("x", "y"), "x", "y")))
    assert names["full"].inertia == 0
