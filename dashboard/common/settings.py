"""What the controls choose that most pages have: which points, and where k-means begins."""

from dataclasses import dataclass

from dashboard.common import datasets

OWN, DRAWN = "your own", "drawn"
USUAL_DATASETS = tuple(dataset.name for dataset in datasets.ALL)
INITS = ("random", "k-means++", "farthest-first")
PLACED = "placed"  # a start that the reader chooses, where the picture shows all features

# What pages share. A page with its own passes `DEFAULTS | {...}` to every control.
DEFAULTS = dict(data="blobs", n=300, noise=1.0, data_seed=42, scale=False, k=4, init="random", seed=84)


@dataclass(frozen=True)
class Data:
    """Which points: a named data set, the drawn `points`, or the upload with this fingerprint and these columns.

    Of an upload with more than `n` points, an even sample of `n` is used; if `n` is 0, all of them are.
    """

    name: str
    n: int
    noise: float
    seed: int
    scale: bool
    upload: str = ""
    columns: tuple[str, ...] = ()
    points: str = ""


@dataclass(frozen=True)
class Start:
    """Where k-means begins; `placed` are centroids as text, for the start of that name."""

    k: int
    init: str
    seed: int
    placed: str = ""
