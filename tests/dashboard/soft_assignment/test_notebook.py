"""The notebooks of the Soft assignment page have the shares of its films."""

import numpy as np
import pytest

from dashboard.common.cache import make_table
from dashboard.common.projection import view
from dashboard.common.runs import run_until_still
from dashboard.common.settings import Data, Start
from dashboard.soft_assignment.compute import film_states
from dashboard.soft_assignment.models import LEVELS, VIEWS
from dashboard.soft_assignment.notebook import soft_notebook
from tests.dashboard.common.notebooks import run_notebook


@pytest.mark.filterwarnings("ignore:FigureCanvasAgg")
@pytest.mark.parametrize("film", VIEWS)
@pytest.mark.parametrize(
    ("data", "start", "level", "covariance"),
    [
        (Data("blobs", 300, 2.0, 42, False), Start(4, "k-means++", 84), "0.8", "full"),
        (Data("iris", 0, 0.0, 0, True), Start(3, "random", 1), "hard", "diagonal"),
        (Data("uneven sizes", 1000, 1.0, 1, False), Start(3, "farthest-first", 1), "uniform", "spherical"),
        (Data("blobs", 10, 1.0, 42, False), Start(10, "random", 5), "1", "full"),
    ],
)
def test_the_shares_are_those_of_the_film(film, data, start, level, covariance):
    table = make_table(data)
    *_, hard = run_until_still(table.X, start.k, start.init, start.seed)
    states = list(film_states(table.X, start, film, level, covariance, hard))
    state = states[LEVELS.index(level)] if film == VIEWS[0] else states[-1]
    seen = view(table.X, table.features, *table.features[:2])
    names = run_notebook(soft_notebook("http://x", data, start, film, level, covariance, table.X, seen))
    shares = state.model.responsibilities(table.X)
    np.testing.assert_allclose(names["shares"], shares, atol=2e-3)
    second, first = np.sort(shares, axis=1)[:, -2:].T
    assert (names["labels"] == state.labels)[first - second > 0.01].all()
