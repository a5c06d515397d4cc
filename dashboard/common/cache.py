"""The only caches, a module a page. Keyed on the settings, never on arrays; bounded; what they hand out is shared
and never changed."""

from dashboard.common import datasets, uploads
from dashboard.common.controls import OWN, Data
from dashboard.common.datasets import Table
from dashboard.common.plots.film import Film
from dashboard.common.projection import View
from dashboard.common.sampling import even_sample
from dashboard.server.result_cache import remembered

LARGE = 10_000  # points from which fewer tables are kept


def table(data: Data) -> Table:
    """Return the points that `data` names, standardised if it says so; read-only."""
    if data.name == OWN:
        return _own_table(data, uploads.current().file)
    return _large_table(data) if data.n > LARGE else _named_table(data)


def made(data: Data) -> Table:
    return finished(datasets.NAMED[data.name].make(data.n, data.noise, data.seed), data.scale)


@remembered(64)
def _named_table(data: Data) -> Table:
    return made(data)


@remembered(4)  # 1.5 MiB at most
def _large_table(data: Data) -> Table:
    return made(data)


@remembered(8)
def _own_table(data: Data, _file) -> Table:
    whole = finished(_file.table(data.columns)[0], data.scale)
    return even_sample(whole, data.n) if data.n else whole


def finished(made: Table, scale: bool) -> Table:
    X = datasets.standardise(made.X) if scale else made.X
    X.flags.writeable = False
    return Table(X, made.features, made.truth)


def left_out(data: Data, seen: View, *sentences: str, stage: Film | None = None) -> str:
    """Return in words what a picture of `data` does not show; the `sentences` that are empty are left out."""
    said = [seen.note, "All values are standardised: mean 0, standard deviation 1." if data.scale else "", *sentences]
    if stage and not stage.figure.layout.yaxis.scaleanchor:
        said.append("The two axes have different scales: at one scale the picture would be a line.")
    return " ".join(filter(None, said))


def drawn_of(shown, n, how="clustered") -> str:
    """Return a sentence on how many of `n` points are drawn, nothing where all are."""
    return f"All {n:,} points are {how}; {shown:,} of them are drawn." if shown < n else ""
