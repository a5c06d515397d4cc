"""What the Soft assignment page computes once for each setting."""

import hashlib
import warnings
from dataclasses import dataclass, replace

import numpy as np
from plotly.graph_objects import Figure

from dashboard.common import runs
from dashboard.common.cache import drawn_of, left_out, table
from dashboard.common.controls import Data, Start
from dashboard.common.label_matching import named_after
from dashboard.common.plots.curve import objective_curve
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.film import Film
from dashboard.common.plots.plane import POINTS
from dashboard.common.projection import View, view
from dashboard.common.questions import Question
from dashboard.common.sampling import even_rows
from dashboard.components.player import Beat, Tip, script
from dashboard.server.result_cache import kept, remembered, shelf
from dashboard.soft_assignment import by_hand, film, models
from dashboard.soft_assignment import figures as soft_assignment
from dashboard.soft_assignment.by_hand import Pulls
from dashboard.soft_assignment.film import Picture, Reel, State
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, MIXTURE, SOFT_KMEANS, Model, Soft
from dashboard.soft_assignment.questions import questions as ask
from kmeans_core import Step, gaussian_mixture, soft_kmeans

LONG = 10_000  # points x clusters x features from which a run waits its turn at the gate
MOST_TIP = 60_000  # values behind the markers that a browser is sent for the tip
MOST_ITERATIONS = 500


def settled(data: Data, start: Start, sign) -> Step:
    """Return where k-means ends from this start: the fixed centroids of the first view, the mixture's start."""
    X = table(data).X
    return kept(
        shelf("settled", data, start),
        "last",
        lambda: runs.running(X, start.k, start.init, start.seed),
        lambda steps: steps[-1],
        heavy=X.size * start.k >= LONG,
        sign=sign,
        told=lambda done: f"Running k-means: {len(done)} moves so far …",
    )


def unit(data: Data, start: Start, sign) -> float:
    """Return the unit of softness: the typical distance of a point from its centroid, once k-means has ended."""
    last = settled(data, start, sign)
    return models.scatter(last.inertia, len(last.labels))


def reel(data: Data, start: Start, soft: Soft, sign) -> Reel:
    """Return the film of one view."""
    X, last = table(data).X, settled(data, start, sign)
    rows = even_rows(len(X), models.MOST_MARKS // start.k)
    return kept(
        shelf("reel", data, start, soft.model),
        "reel",
        lambda: running(X, start, soft, last, rows),
        lambda states: Reel(told(states, soft), states, rows),
        heavy=X.size * start.k >= LONG,
        sign=sign,
        told=lambda done: f"Computing: {len(done)} iterations so far …",
    )


def running(X, start: Start, soft: Soft, last: Step, rows):
    unit = models.scatter(last.inertia, len(X))
    if soft.view == HARD_TO_SOFT:
        return film.softened(X, last.centroids, unit, rows)
    if soft.view == SOFT_KMEANS:
        beta = models.beta_of(soft.level, unit)
        first = runs.first_centroids(X, start.k, start.init, start.seed)
        steps = soft_kmeans(X, first, beta=beta, tol=1e-8, max_iter=MOST_ITERATIONS)
        return film.soft_states(steps, beta, rows)
    steps = gaussian_mixture(X, last.centroids, covariance=soft.covariance, tol=1e-6, max_iter=MOST_ITERATIONS)
    return film.mixture_states(steps, rows)


def told(states: list[State], soft: Soft) -> list[Picture]:
    if soft.view == HARD_TO_SOFT:
        return film.softening(states)
    return film.iterated(states, most=MOST_ITERATIONS)


@remembered(1)
def questions() -> list[Question]:
    """Return the questions to try, their answers computed once."""
    return ask()


@dataclass(frozen=True)
class Scene:
    """What the page shows of a film: the view, the stage, the curve beside it, the player's script, and what the
    picture leaves out. In the first view the curve is of the first point, in place of the one the reader chose."""

    view: View
    stage: Drawing
    curve: Drawing
    script: dict
    note: str


def scene(data: Data, start: Start, soft: Soft, x: str, y: str, reel: Reel, sign) -> Scene:
    """Return the scene; the first view's film begins at the softness that is set."""
    sign = sign if table(data).X.size * start.k >= LONG else None
    if soft.view != HARD_TO_SOFT:
        return _scene(data, start, soft, x, y, reel, sign=sign)
    whole = _scene(data, start, replace(soft, level=LEVELS[0]), x, y, reel, sign=sign)
    begin = {"begin": LEVELS.index(soft.level), "id": f"{whole.script['id']} {soft.level}"}
    return replace(whole, script=whole.script | begin)


@remembered(12)
def _scene(data: Data, start: Start, soft: Soft, x: str, y: str, _reel: Reel) -> Scene:
    points, pictures = table(data), _reel.pictures
    drawn = points.X[_reel.rows]
    seen = view(points.X, points.features, x, y)
    stage = soft_assignment.stage(seen.on(drawn), pictures, seen, soft.shade)
    if soft.view == HARD_TO_SOFT:
        code, unit = film.PULLS, "step"
        curve = soft_assignment.shares_by_softness(first_shares(_reel), int(_reel.rows[0]) + 1)
    else:
        code = film.MIXED if soft.view == MIXTURE else film.ITERATED
        unit = "half-step" if _reel.complete else "picture"
        objective = film.Words.of(_reel.last).objective
        curve = objective_curve(pictures, [picture.objective for picture in pictures], objective, unit, tickformat="")
    beats = [Beat(p.name, p.name, p.caption, p.line, at) for at, p in enumerate(pictures)]
    played = script(
        {"stage": stage, "curve": curve},
        beats,
        id=hashlib.sha256(repr((data, start, soft, x, y)).encode()).hexdigest()[:16],
        code=code,
        toggles=[
            name
            for name in ("map", "half-way lines", "rings")
            if any(trace.meta == name for trace in stage.figure.data)
        ],
        fill={"stage": [400, 1000], "curve": [190, 460]},
        filename="soft-assignment",
        tip=tip(stage, points, drawn, _reel) if drawn.size <= MOST_TIP else None,
        unit=unit,
    )
    sample = drawn_of(len(_reel.rows), len(points.X), "computed with")
    no_map = "" if seen.complete else "There is no map: it would need every feature."
    return Scene(seen, stage.figure, curve.figure, played, left_out(data, seen, sample, no_map, stage=stage))


def first_shares(reel: Reel) -> np.ndarray:
    return np.stack([state.shares[0] for state in reel.states])


def tip(stage: Film, points, drawn, reel: Reel) -> Tip:
    """Return what hovering tells: distances and shares in every picture's own model."""
    least = 1e-9 * (float(np.ptp(drawn, axis=0).max()) or 1.0)
    models = [picture.model for picture in reel.pictures]
    roots, bias = zip(*(model.weighing(least) for model in models), strict=True)
    ground = next(at for at, trace in enumerate(stage.figure.data) if (trace.name or "").startswith(POINTS))
    return Tip(
        "stage",
        POINTS,
        f"{ground} marker.color",
        points.features,
        drawn,
        np.stack([model.centroids for model in models]),
        reel.rows.tolist() if len(reel.rows) < len(points.X) else None,
        np.stack(roots),
        np.stack(bias),
    )


@remembered(48)
def point_chart(data: Data, start: Start, point: int, _reel: Reel) -> Drawing:
    """Return the shares of the `point` that was chosen at every softness; the player's frames fit it too."""
    shares = np.stack([state.model.shares(table(data).X[[point]])[0] for state in _reel.states])
    return soft_assignment.shares_by_softness(shares, point + 1).figure


@remembered(48)
def worked(
    data: Data, start: Start, soft: Soft, at: str, point: int, _model: Model
) -> tuple[np.ndarray, Pulls, Figure]:
    """Return the shares (k,) of the `point` in picture `at`, how they come about, and their bars."""
    X = table(data).X[[point]]
    shares = _model.shares(X)[0]
    return shares, by_hand.pulls(X[0], _model, shares), soft_assignment.share_bars(shares)


def side_by_side(data: Data, start: Start, soft: Soft, seen: View, sign) -> tuple[list[str], Figure]:
    """Return the names of the panels and the figure: the three models' labels, and the known groups where there are."""
    ends = {view: reel(data, start, replace(soft, view=view), sign) for view in (SOFT_KMEANS, MIXTURE)}
    place = shelf("beside", data, start, soft.view, soft.level, soft.covariance, seen.titles)
    if "figure" not in place:
        points, rows = table(data), even_rows(len(table(data).X), models.MOST_MARKS // start.k)
        hard = settled(data, start, sign).labels
        labelled = {"k-means": hard} | {view: end.last.labels for view, end in ends.items()}
        model = labelled.get(soft.view, hard)  # the clusters of the picture above keep their colours
        panels = [
            (models.scored(name, labels, points.truth), named_after(model, labels)[rows])
            for name, labels in labelled.items()
        ]
        if points.truth is not None:
            panels.append(("known groups", named_after(model, points.truth)[rows]))
        figure = soft_assignment.side_by_side(seen.on(points.X[rows]), panels, seen)
        place["figure"] = [name for name, _ in panels], figure
    return place["figure"]


def limits(data: Data, start: Start, level: str, sign) -> str:
    """Return what the two links of the family come to on these points; a level without a β lends that of softness 1."""
    level = level if level in LEVELS[1:-1] else "1"
    return _limits(data, start, level, unit(data, start, sign))


@remembered(24)
def _limits(data: Data, start: Start, level: str, unit: float) -> str:
    X = table(data).X
    first = runs.first_centroids(X, start.k, start.init, start.seed)
    return models.limits(X, first, models.beta_of(level, unit))


@dataclass(frozen=True)
class Check:
    """scikit-learn's log-likelihood from the same start after as many iterations, or why there is none."""

    log_likelihood: float | None
    reason: str = ""


def check(data: Data, start: Start, soft: Soft, reel: Reel, sign) -> Check:
    """Return what scikit-learn's GaussianMixture makes of the same start."""
    X, first, last = table(data).X, reel.states[0], reel.last
    if any(state.collapsed.any() for state in reel.states):
        return Check(None, "A component has collapsed, and scikit-learn holds such variances up by another rule.")
    return kept(
        shelf("check", data, start, soft.model),
        "check",
        lambda: refitted(X, first, soft.covariance, last.iteration),
        lambda fits: Check(fits[-1] if fits else None),
        heavy=X.size * start.k >= LONG,
        sign=sign,
        told=lambda done: f"scikit-learn: {CHUNK * len(done)} of {last.iteration} iterations …",
    )


CHUNK = 5  # iterations between two words of progress


def refitted(X, first: State, covariance, iterations):
    """Yield scikit-learn's log-likelihood from the same start, every few of the `iterations`."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    precisions = np.linalg.inv(first.model.covariances)
    kind, start = {
        "spherical": ("spherical", precisions[:, 0, 0]),
        "diagonal": ("diag", np.einsum("jff->jf", precisions)),
        "full": ("full", precisions),
    }[covariance]
    model = GaussianMixture(
        len(precisions),
        covariance_type=kind,
        tol=0,
        reg_covar=0,
        warm_start=True,
        weights_init=first.model.weights,
        means_init=first.model.centroids,
        precisions_init=start,
    )
    for done in range(0, iterations, CHUNK):
        model.set_params(max_iter=min(CHUNK, iterations - done))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # so many iterations and no more is what is asked for
            model.fit(X)
        yield float(model.score(X) * len(X))
