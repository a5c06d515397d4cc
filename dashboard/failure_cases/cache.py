"""What the Failure cases page computes once for each setting: a fit at a time, so that nothing is fitted twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from dashboard.common import cache as cached
from dashboard.common.controls import Data
from dashboard.common.datasets import Table
from dashboard.common.plots.drawing import Drawing
from dashboard.common.projection import COMPONENTS, View, view
from dashboard.common.questions import Question
from dashboard.common.sampling import even_sample
from dashboard.failure_cases import figures
from dashboard.failure_cases.cases import OWN, case_of
from dashboard.failure_cases.evaluation import KMEANS, TRUTH, Result, asked_of, result
from dashboard.failure_cases.methods import METHODS, Asked, knee, neighbour_distances
from dashboard.failure_cases.questions import questions as ask
from dashboard.server.result_cache import gathered, places, remembered

MOST = 2000  # points that are clustered, of a table of the reader's own
COUNTS = (250, 500, 1000, 1500, 3000)  # points for which the methods are timed
LONG = 2_000  # points x fits from which the work waits its turn at the gate


@dataclass(frozen=True)
class Setting:
    """A case with its knob, the number and the seed of its points, and what DBSCAN is given."""

    case: str
    knob: float
    n: int
    seed: int
    eps: float
    min_samples: int
    own: Data | None = None

    def seen_by(self, method: str) -> "Setting":
        """Return the setting without what `method` does not use."""
        return self if method == "DBSCAN" else replace(self, eps=0.0, min_samples=0)

    @property
    def asked(self) -> Asked:
        return asked_of(case_of(self.case), self.knob, self.seed, self.eps, self.min_samples)


def points(setting: Setting) -> Table:
    """Return the points of the setting; of a large table of the reader's own, an even sample."""
    if setting.case != OWN:
        return _made(setting.case, setting.knob, setting.n, setting.seed)
    return own_points(setting.own)


def own_points(data: Data) -> Table:
    return even_sample(cached.table(data), MOST)


def sampled(setting: Setting) -> str:
    """Return a sentence where not every row of the reader's own table is clustered."""
    rows = len(cached.table(setting.own).X) if setting.own else 0
    return f"An even sample is clustered: {MOST:,} of {rows:,} rows." if rows > MOST else ""


@remembered(8)
def _made(case: str, knob: float, n: int, seed: int) -> Table:
    return cached.finished(case_of(case).make(n, knob, seed), scale=False)


_slot = places(2000)


def slot(setting: Setting, method: str) -> dict:
    """Return the place for one result: the work is done outside, where it can show progress and be left."""
    return _slot(setting.seen_by(method), method)


def fits(wanted: Iterable[tuple[Setting, str]], sign) -> list[Result]:
    """Return the result of every (setting, method); `sign` is an st.empty() for progress."""
    wanted = list(wanted)
    places = [slot(setting, method) for setting, method in wanted]
    missing = [one for one, place in zip(wanted, places, strict=True) if "result" not in place]
    gathered(
        (fit(setting, method) for setting, method in missing),
        heavy=sum(len(points(setting).X) for setting, _ in missing) >= LONG,
        sign=sign,
        told=lambda done: f"Computing: {len(done)} of {len(missing)} fits …",
    )
    return [place["result"] for place in places]


def fit(setting: Setting, method: str) -> Result:
    place = slot(setting, method)
    if "result" not in place:
        table = points(setting)
        reference = None
        if table.truth is None and method != KMEANS:
            reference = fit(setting, KMEANS).labels
        place["result"] = result(table, method, setting.asked, reference)
    return place["result"]


def shown(setting: Setting, method: str, sign) -> Result:
    """Return what the right-hand picture shows: a method, a fix, or the truth itself."""
    if method == TRUTH:
        return Result(points(setting).truth, None, 0, 0.0, "")
    return fits([(setting, method)], sign)[0]


def curves(setting: Setting, methods: tuple[str, ...], sign) -> dict[str, list[float | None]]:
    """Return the score of each method at every place of the knob."""
    knobs = [replace(setting, knob=float(knob)) for knob in case_of(setting.case).knob.places]
    wanted = [(at, method) for at in knobs for method in methods]
    scores = [found.score for found in fits(wanted, sign)]
    return {method: scores[i :: len(methods)] for i, method in enumerate(methods)}


_score_curves = places(48)


def score_curves(setting: Setting, methods: tuple[str, ...], beside: str, sign) -> Drawing:
    """Return the figure of these curves, in which k-means and the method `beside` it are marked where they stand."""
    place = _score_curves(setting, methods, beside)
    if "figure" not in place:
        now = {method: shown(setting, method, sign).score for method in (KMEANS, beside)}
        score, knob = "silhouette" if setting.case == OWN else "ARI", case_of(setting.case).knob
        place["figure"] = figures.curves(knob, curves(setting, methods, sign), setting.knob, now, score)
    return place["figure"]


def row(setting: Setting, sign) -> dict[str, Result]:
    """Return what every method finds in the setting."""
    return dict(zip(METHODS, fits([(setting, method) for method in METHODS], sign), strict=True))


def times(sign) -> dict[str, list[float | None]]:
    """Return the seconds of every method on the lesson's moons for each of `COUNTS` points, None where it refused."""
    moons = case_of("moons")
    settings = [Setting("moons", moons.knob.default, n, 42, moons.eps, moons.min_samples) for n in COUNTS]
    found = fits([(setting, method) for setting in settings for method in METHODS], sign)
    seconds = [None if one.labels is None else one.seconds for one in found]
    return {method: seconds[i :: len(METHODS)] for i, method in enumerate(METHODS)}


@remembered(48)
def picture(setting: Setting, method: str, x: str, y: str, _found: Result) -> tuple[Drawing, View]:
    """Return a result as a large picture, and the view it is seen in."""
    table = points(setting)
    seen = view(table.X, table.features, x, y)
    return figures.picture(seen.on(table.X), _found, seen), seen


@remembered(64)
def small_pictures(setting: Setting, _titles: list[str], _found: list[Result]) -> list[Drawing]:
    """Return the gallery's row of a case, the truth first, in two halves: a phone shows one below the other."""
    table = points(setting)
    truth = np.full(len(table.X), -1) if table.truth is None else table.truth
    flat = table.features[:2] if setting.own is None or len(table.features) == 2 else COMPONENTS
    places = view(table.X, table.features, *flat).on(table.X)
    cells = list(zip(_titles, [truth, *(found.labels for found in _found)], strict=True))
    return [figures.row(places, half) for half in (cells[:3], cells[3:])]


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()


@remembered(64)
def distances(setting: Setting) -> np.ndarray:
    """Return the distance of every point to its min_samples-th nearest, in rising order."""
    return np.sort(neighbour_distances(points(setting).X, setting.min_samples))


@remembered(64)
def group_distances(setting: Setting) -> list[float]:
    """Return the median distance to the min_samples-th neighbour in each true group, none where they are unknown."""
    table = points(setting)
    if table.truth is None:
        return []
    far = neighbour_distances(table.X, setting.min_samples)
    return [float(np.median(far[table.truth == j])) for j in range(int(table.truth.max()) + 1)]


def suggested_eps(own: Data, min_samples: int) -> float:
    """Return where the curve of neighbours' distances turns up, to two digits: eps for a reader's own table."""
    place = _suggestion(own, min_samples)
    if "eps" not in place:
        place["eps"] = float(f"{knee(neighbour_distances(own_points(own).X, min_samples)):.1e}") or 1.0
    return place["eps"]


_suggestion = places(32)
