"""The results of the Soft assignment page, computed once for each choice of settings."""

import math
from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np

from dashboard.common.cache import table
from dashboard.common.formatting import two_digits
from dashboard.common.label_matching import named_after
from dashboard.common.plots.curve import objective_curve
from dashboard.common.plots.drawing import Drawing
from dashboard.common.plots.plane import POINTS, small_multiples
from dashboard.common.projection import View, view
from dashboard.common.questions import Question
from dashboard.common.runs import first_centroids, run_until_still
from dashboard.common.settings import Data, Start
from dashboard.common.text import drawn_points, picture_note
from dashboard.components.player import Beat, Tip, script
from dashboard.server.results import Progress, cached, counted
from dashboard.soft_assignment import compute, figures, guess, models, questions, text
from dashboard.soft_assignment.film import SoftFilm, run_pictures, softness_pictures
from dashboard.soft_assignment.models import HARD_TO_SOFT, LEVELS, SoftModel
from dashboard.soft_assignment.settings import SoftSettings
from kmeans_core import Step, adjusted_rand_score


@cached(48)
def hard_clustering(data: Data, start: Start) -> Step:
    """Return where k-means ends: the fixed centroids of the first film, the start of the mixture."""
    *_, last = run_until_still(table(data).X, start.k, start.init, start.seed)
    return last


def soft_film(settings: SoftSettings, status) -> SoftFilm:
    """Return the film of the view that is set; `status` is an st.empty() for progress."""
    return _soft_film(settings.of_film, hard_clustering(settings.data, settings.start), status=status)


@cached(24)
def _soft_film(settings: SoftSettings, _hard: Step) -> Generator[Progress, None, SoftFilm]:
    X, start, is_run = table(settings.data).X, settings.start, settings.view != HARD_TO_SOFT
    work = compute.film_states(X, start, settings.view, settings.level, settings.covariance, _hard)
    states = yield from counted(work, compute.MAX_ITERATIONS, "Iteration {} of at most {} …")
    pictures = run_pictures(states, compute.MAX_ITERATIONS) if is_run else softness_pictures(states)
    return SoftFilm(pictures, states, compute.drawn_rows(len(X), start.k))


@cached(24)
def sklearn_log_likelihood(settings: SoftSettings, _film: SoftFilm) -> Generator[Progress, None, float]:
    """Return the log-likelihood of scikit-learn's mixture from the same start, if no component has collapsed."""
    X, first, iterations = table(settings.data).X, _film.states[0], _film.last.iteration
    work = compute.sklearn_log_likelihoods(X, first, settings.covariance, iterations)
    n_items = math.ceil(iterations / compute.SKLEARN_ITERATIONS)
    values = yield from counted(work, n_items, "scikit-learn: part {} of {} …")
    return values[-1]


@cached(48)
def asked_share(data: Data, start: Start, _hard: Step) -> tuple[int, Question] | None:
    """Return the row of the point that the page asks about and the question, None if there is nothing to ask."""
    return guess.largest_share_question(table(data).X, _hard, f"{data.name} {data.seed}")


@dataclass(frozen=True)
class SoftFigures:
    """What the page shows of a film: its stage, the curve beside it, the player's script, and a note on what the
    picture leaves out. In the first view the curve is of the first point, until the page draws the chosen one's."""

    view: View
    stage: Drawing
    curve: Drawing
    script: dict
    note: str


def soft_figures(settings: SoftSettings, film: SoftFilm) -> SoftFigures:
    """Return the figures; the first view's film is the same for every softness and begins at the one that is set."""
    if settings.view != HARD_TO_SOFT:
        return _soft_figures(settings, film)
    drawn = _soft_figures(replace(settings, level=LEVELS[0]), film)
    begin = dict(begin=LEVELS.index(settings.level), id=f"{drawn.script['id']} {settings.level}")
    return replace(drawn, script=drawn.script | begin)


@cached(24)
def _soft_figures(settings: SoftSettings, _film: SoftFilm) -> SoftFigures:
    data, points, pictures = settings.data, table(settings.data), _film.pictures
    drawn = points.X[_film.rows]
    seen = view(points.X, points.features, settings.x, settings.y)
    stage = figures.soft_cluster_plot(seen.on(drawn), pictures, seen, settings.map)
    if settings.view == HARD_TO_SOFT:
        unit = "step"
        curve = figures.shares_by_softness(np.stack([state.shares[0] for state in _film.states]), _film.rows[0] + 1)
    else:
        unit = "half-step" if _film.is_complete else "picture"
        objectives, name = [picture.state.objective for picture in pictures], text.objective_name(_film.last.model)
        curve = objective_curve(pictures, objectives, name, unit, tickformat="")
    trace_metas = {trace.meta for trace in stage.figure.data}
    player_script = script(
        {"stage": stage, "curve": curve},
        [Beat(picture.name, picture.name, picture.caption, picture.line, i) for i, picture in enumerate(pictures)],
        settings=settings,
        code=text.PSEUDOCODE[settings.view],
        toggles=[name for name in ("map", "half-way lines", "rings") if name in trace_metas],
        fill={"stage": [400, 1000], "curve": [190, 460]},
        filename="soft-assignment",
        tip=share_tip(points, drawn, _film, seen),
        unit=unit,
    )
    sample = drawn_points(len(drawn), len(points.X), "computed with")
    no_map = "" if seen.complete else "There is no map: it would need every feature."
    note = picture_note(data, seen, sample, no_map, stage=stage)
    return SoftFigures(seen, stage.figure, curve.figure, player_script, note)


def share_tip(points, drawn, film: SoftFilm, seen: View) -> Tip:
    """Return what pointing at a point shows."""
    rows = film.rows.tolist() if len(drawn) < len(points.X) else None
    top_and_lowest = dict(trace=POINTS, labels=POINTS if len(film.last.model.centroids) == 1 else f"{POINTS} 1")
    if seen.complete:
        return Tip("stage", features=points.features, rows=rows, **top_and_lowest)
    centroids = np.stack([picture.model.centroids for picture in film.pictures])
    return Tip("stage", features=points.features, X=drawn, centroids=centroids, rows=rows, **top_and_lowest)


@cached(48)
def point_curve(data, start, point: int, _film: SoftFilm) -> Drawing:
    """Return the shares of the chosen `point` at every softness; the player's frames fit it too."""
    X = table(data).X[[point]]
    shares = np.concatenate([state.model.responsibilities(X) for state in _film.states])
    return figures.shares_by_softness(shares, point + 1).figure


@cached(48)
def worked_point(settings: SoftSettings, picture: str, point: int, _model: SoftModel):
    """Return the shares (k,) of the `point` in a picture, how they come about, and their bars."""
    X = table(settings.data).X[[point]]
    shares = _model.responsibilities(X)[0]
    return shares, text.worked_shares(X[0], _model, shares), figures.share_bars(shares)


@cached(24)
def labels_plot(settings: SoftSettings, _hard: Step) -> tuple[list[str], list[Drawing]]:
    """Return the names and the figures: each model's labels, and the known groups if there are any."""
    points = table(settings.data)
    labels = compute.labels_of_models(points.X, settings.start, settings.level, settings.covariance, _hard)
    seen = view(points.X, points.features, settings.x, settings.y)
    above = labels.get(settings.view, labels["k-means"])  # the clusters of the picture above keep their colours
    named = dict(labels)
    if points.truth is not None:
        scores = [two_digits(adjusted_rand_score(points.truth, each)) for each in labels.values()]
        named = {f"{name}: {score}": labels[name] for name, score in zip(labels, scores, strict=True)}
        named["known groups"] = points.truth
    panels = [(name, named_after(above, each), None) for name, each in named.items()]
    return list(named), [small_multiples(seen.on(points.X), [panel], seen) for panel in panels]


def family_ties(settings: SoftSettings) -> str:
    """Return how the three models are tied together on these points, at softness 1 if there is no finite beta."""
    level = settings.level if settings.level in LEVELS[1:-1] else "1"
    X = table(settings.data).X
    unit = models.typical_distance(hard_clustering(settings.data, settings.start).inertia, len(X))
    return _family_ties(settings.data, settings.start, models.beta_of(level, unit))


@cached(24)
def _family_ties(data, start, beta) -> str:
    X = table(data).X
    ties = compute.measure_family_ties(X, first_centroids(X, start.k, start.init, start.seed), beta)
    return text.family_ties_sentence(len(X), beta, **ties)


@cached(1)
def soft_answers() -> list[Question]:
    return questions.soft_questions()
