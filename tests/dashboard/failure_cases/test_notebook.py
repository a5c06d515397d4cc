"""The notebook of the Failure cases page runs every method and every fix as the page does."""

import numpy as np
import pytest

from dashboard.common.datasets import Table
from dashboard.common.projection import view
from dashboard.common.settings import Data
from dashboard.failure_cases.cases import CASES, OWN_TABLE
from dashboard.failure_cases.compute import KMEANS, TRUTH, MethodResult, evaluate, hyperparameters
from dashboard.failure_cases.methods import METHODS_AND_FIXES
from dashboard.failure_cases.notebook import ON_SAMPLE, failure_notebook
from tests.dashboard.common.notebooks import run_notebook

SETTINGS = [
    *(("moons", 300, 0.0, method) for method in METHODS_AND_FIXES),
    *(("uneven sizes", 1600, 10.0, method) for method in ON_SAMPLE),
    *(("wrong k", 300, 1.0, method) for method in ("spectral", "principal components first")),
    ("noise features", 300, 100.0, "principal components first"),
    ("outliers", 300, 30.0, TRUTH),
]


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg", "ignore:Graph is not fully")
@pytest.mark.parametrize(("case", "n", "value", "method"), SETTINGS)
def test_the_notebook_has_the_clusters_of_the_page_and_their_numbers(case, n, value, method):
    case = CASES[case]
    table, params = case.make(n, value, 42), hyperparameters(case, value, 42, case.eps, case.min_samples)
    seen = view(table.X, table.features, "x", "y")
    before = evaluate(table, KMEANS, params)
    after = MethodResult(table.truth) if method == TRUTH else evaluate(table, method, params)
    text = failure_notebook("http://x", case, None, n, value, method, params, table, seen, (before, after))
    names = run_notebook(text)
    np.testing.assert_array_equal(names["by_kmeans"], before.labels)
    np.testing.assert_array_equal(names["labels"], after.labels)


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg", "ignore:Graph is not fully")
def test_an_own_table_needs_no_known_groups():
    table = Table(CASES["moons"].make(200, 0.0, 1).X, ("x", "y"))
    own = Data("your own", 2000, 0.0, 0, False, "upload:x", ("x", "y"))
    params, seen = hyperparameters(OWN_TABLE, 2.0, 1, 0.2, 5), view(table.X, table.features, "x", "y")
    before = evaluate(table, KMEANS, params)
    results = before, evaluate(table, "DBSCAN", params, before.labels)
    text = failure_notebook("http://x", OWN_TABLE, own, 0, 2.0, "DBSCAN", params, table, seen, results)
    names = run_notebook(text)
    assert "truth" not in names and len(np.unique(names["labels"])) == 2
