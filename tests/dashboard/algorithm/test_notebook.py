"""The notebook of the Algorithm page repeats the page's run."""

import numpy as np
import pytest

from dashboard.algorithm.compute import record
from dashboard.algorithm.notebook import algorithm_notebook
from dashboard.common.datasets import NAMED, Table, standardise
from dashboard.common.projection import view
from dashboard.common.runs import run_until_still
from dashboard.common.settings import Data, Start
from tests.dashboard.common.notebooks import run_notebook

PLANE, COMPONENTS = ("x", "y"), ("PC 1", "PC 2")


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize(
    ("data", "start", "directions"),
    [
        (Data("blobs", 300, 1.0, 42, False), Start(4, "random", 50), PLANE),
        (Data("uneven sizes", 5000, 1.5, 7, True), Start(10, "k-means++", 3), PLANE),
        (Data("15 blobs", 2000, 1.0, 42, False), Start(15, "random", 0), PLANE),
        (Data("wine", 0, 0.0, 0, True), Start(3, "farthest-first", 5), COMPONENTS),
    ],
)
def test_the_notebook_ends_where_the_page_ends(data, start, directions):
    made = NAMED[data.name].make(data.n, data.noise, data.seed)
    table = Table(standardise(made.X) if data.scale else made.X, made.features, made.truth)
    run = record(table, list(run_until_still(table.X, start.k, start.init, start.seed)))
    text = algorithm_notebook("http://x/algorithm", data, start, run, view(table.X, table.features, *directions))
    names = run_notebook(text)
    np.testing.assert_array_equal(names["labels"], run.last.labels)
    assert names["inertia"] == pytest.approx(run.last.inertia, rel=1e-5)
