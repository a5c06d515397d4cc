"""The points of a notebook are those of the page, written out, generated again or read from the page's CSV file."""

import numpy as np
import pytest

from dashboard.common import notebook
from dashboard.common.export import labels_csv
from dashboard.common.projection import view
from dashboard.common.settings import Data
from tests.dashboard.common.notebooks import run_notebook

OWN = Data("your own", 0, 0.0, 0, False, "upload:x", ("a", "b"))
IMPORT = notebook.code("import numpy as np")


def points_in_notebook(data, X):
    return run_notebook(notebook.notebook("Points", "", "", IMPORT, *notebook.points_cells(data, X)))["X"]


def test_a_notebook_asks_for_the_packages_that_its_cells_import():
    needs_it = notebook.code("from sklearn.cluster import DBSCAN")
    assert "pip install matplotlib scikit-learn kmeans" in notebook.notebook("", "", "", needs_it)
    assert "pip install matplotlib kmeans" in notebook.notebook("", "", "", IMPORT)


@pytest.mark.parametrize("scale", [1e-12, 1.0, 1e12])
def test_few_points_are_written_to_six_digits_of_their_range_also_far_from_the_origin(scale):
    X = np.random.default_rng(0).normal((1e6, 0, 3), (1, 1e-3, 0), size=(50, 3)) * scale
    written = points_in_notebook(OWN, X)
    assert (np.abs(written - X) <= 1e-5 * np.maximum(np.ptp(X, axis=0), 1e-9 * np.abs(X))).all()


def test_many_points_of_an_own_table_are_read_from_the_file_that_the_page_offers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    X = np.random.default_rng(0).normal(size=(2000, 2))
    text = labels_csv(X, ('=a "b", #c', "x"), np.zeros(2000))
    (tmp_path / notebook.CSV_FILE).write_text(text, "utf-8")
    np.testing.assert_array_equal(points_in_notebook(OWN, X), X)


def test_a_strangers_name_of_a_feature_is_text_in_the_code():
    X = np.random.default_rng(0).normal(size=(9, 2))
    hostile = '"); import os #', "$\\frac{"
    lines = notebook.axes_code(view(X, hostile, *hostile), X)
    draw = notebook.code("import matplotlib.pyplot as plt", "fig, ax = plt.subplots()", *lines, "fig.canvas.draw()")
    names = run_notebook(notebook.notebook("", "", "", draw))
    assert "os" not in names and names["ax"].get_xlabel() == hostile[0]
