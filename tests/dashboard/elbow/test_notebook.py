"""The notebook of the Elbow page repeats the page's search."""

import numpy as np
import pytest

from dashboard.common.cache import make_table
from dashboard.common.projection import view
from dashboard.common.settings import Data
from dashboard.elbow.compute import ScoredSweep, Search, scored_rows, search_sample
from dashboard.elbow.notebook import elbow_notebook
from tests.dashboard.common.notebooks import run_notebook

SEARCHES = [
    Search(Data("blobs", 300, 1.0, 42, False), 10, "k-means++", 5, 0),
    Search(Data("moons", 1500, 1.0, 3, False), 6, "random", 2, 4),
    Search(Data("blobs", 10, 1.0, 42, False), 4, "random", 1, 0),
    Search(Data("penguins", 0, 0.0, 0, True), 5, "farthest-first", 1, 1),
]


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize("search", SEARCHES, ids=lambda search: f"{search.data.name} {search.data.n}")
def test_the_notebook_has_the_curves_and_the_labels_of_the_page(search):
    sample = search_sample(make_table(search.data))
    sweep = ScoredSweep.of(scored_rows(sample, search))
    seen = view(sample.X, sample.table.features, *sample.table.features[:2])
    names = run_notebook(elbow_notebook("http://x/elbow", search, sample, sweep.ks, 4, seen))
    np.testing.assert_allclose(names["inertias"], sweep.inertias, rtol=1e-4)
    np.testing.assert_allclose(names["silhouettes"], sweep.silhouettes, rtol=1e-3)
    np.testing.assert_array_equal(names["labels"], sweep.results[3].labels)
