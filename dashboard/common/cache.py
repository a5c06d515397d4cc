"""The tables of points, made once for each choice of data. They are shared and never changed."""

from dashboard.common import datasets, drawn, uploads
from dashboard.common.datasets import Table
from dashboard.common.sampling import even_sample
from dashboard.common.settings import DRAWN, OWN, Data
from dashboard.server.results import cached

LARGE_N = 10_000  # points from which fewer tables are kept


def table(data: Data) -> Table:
    """Return the points that `data` names, standardised if it says so; read-only."""
    if data.name == OWN:
        return _own_table(data, uploads.current().file)
    return _large_table(data) if data.n > LARGE_N else _small_table(data)


def make_table(data: Data) -> Table:
    if data.name == DRAWN:
        return finish_table(Table(drawn.read_points(data.points), ("x", "y"), corners=drawn.CORNERS), data.scale)
    return finish_table(datasets.NAMED[data.name].make(data.n, data.noise, data.seed), data.scale)


def finish_table(table: Table, scale: bool) -> Table:
    """Return the `table` read-only, standardised if `scale`."""
    X, corners = table.X, table.corners
    if scale:
        corners = None if corners is None else datasets.standardise(X, corners)
        X = datasets.standardise(X)
    X.flags.writeable = False
    return Table(X, table.features, table.truth, corners)


@cached(64)
def _small_table(data: Data) -> Table:
    return make_table(data)


@cached(8)  # 1.5 MiB each, at most
def _large_table(data: Data) -> Table:
    return make_table(data)


@cached(4)
def _own_table(data: Data, _file) -> Table:
    complete = finish_table(_file.table(data.columns), data.scale)
    return even_sample(complete, data.n) if data.n else complete
