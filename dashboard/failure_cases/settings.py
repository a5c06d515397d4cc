"""The controls of the Failure cases page, and the settings they give."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.common import controls, lesson, uploads
from dashboard.common.questions import without_guess
from dashboard.common.settings import DRAWN, Data
from dashboard.failure_cases.cases import CASES, OWN, OWN_TABLE, Case, case_of
from dashboard.failure_cases.compute import KMEANS, TRUTH, hyperparameters
from dashboard.failure_cases.methods import FIXES, MAX_SAMPLE, METHODS, Hyperparameters
from dashboard.failure_cases.text import PARAMETER_HELP

MAX_POINTS = 2000
WITHOUT_K = ("DBSCAN", "gap statistic for k")  # choose the number of clusters themselves
SUGGESTED = "suggested"
REMEDIES = (SUGGESTED, *(name for name in METHODS if name != KMEANS), *FIXES, TRUTH)
CONTROLS_CASE, SUGGESTED_EPS = "case the controls belong to", "eps suggested for the reader's own table"


@dataclass(frozen=True)
class FailureSettings:
    """A case with its parameter's value, the number and the seed of its points, and DBSCAN's parameters."""

    case_name: str
    value: float
    n: int
    seed: int
    eps: float
    min_samples: int
    own: Data | None = None

    def used_by(self, method: str) -> "FailureSettings":
        """Return the settings without what `method` does not use: others with the same have the same result."""
        used = self if method == "DBSCAN" else replace(self, eps=0.0, min_samples=0)
        k_is_asked_for = not self.case.k and not self.own
        return replace(used, value=self.case.parameter.default) if k_is_asked_for and method in WITHOUT_K else used

    @property
    def sampled(self) -> "FailureSettings":
        """The settings with at most MAX_SAMPLE points of the same kind, or an even sample of the reader's own."""
        if self.own:
            return replace(self, own=replace(self.own, n=MAX_SAMPLE))
        return replace(self, n=min(self.n, MAX_SAMPLE))

    @property
    def case(self) -> Case:
        return case_of(self.case_name)

    @property
    def params(self) -> Hyperparameters:
        return hyperparameters(self.case, self.value, self.seed, self.eps, self.min_samples)


def settings_of(case: Case, seed=42, n=300) -> FailureSettings:
    """Return the settings in which the gallery shows a case."""
    return FailureSettings(case.name, case.parameter.default, n, seed, case.eps, case.min_samples)


def initial_values(case="moons") -> dict:
    """Return the values of the controls at the beginning of a case."""
    return {"case": case, "n": 300, "seed": 42, **case_values(case_of(case))}


def case_values(case: Case) -> dict:
    """Return the values of the controls that every case sets."""
    eps = case.eps or CASES["moons"].eps  # the moons are shown until a file has been chosen
    values = dict(method=SUGGESTED, knob=case.parameter.default, min_samples=case.min_samples, eps=eps)
    return {CONTROLS_CASE: case.name} | values


def reset_controls() -> None:
    """Set the controls that belong to the case that has just been chosen. A callback."""
    st.session_state.update(case_values(case_of(st.session_state["case"])))


def open_case(name: str, method: str) -> None:
    """Show a case large, with `method` beside k-means. A callback."""
    if st.session_state.get("case") != name:
        st.session_state["case"] = name
        reset_controls()
    st.session_state.update(method=method, tab="Break it")
    st.session_state.update(
        without_guess(name, int(st.session_state.get("seed", 0)))
    )  # the gallery has shown the result


def choose_case() -> tuple[Case, Data | None]:
    """Draw the choice of a case and, for a table of the reader's own, the uploader. Without a file: the moons."""
    for key, default in {"case": "moons", "tab": "Break it"}.items():
        if st.query_params.get(key) == default:  # bound controls ignore an address that names their default
            st.session_state[key] = default
    help = "What k-means is asked to do. Each case breaks one of its assumptions."
    name = controls.choice("Case", "case", (*CASES, DRAWN, OWN), help, initial_values(), on_change=reset_controls)
    if (
        st.session_state.setdefault(CONTROLS_CASE, case_of(name).name) != case_of(name).name
    ):  # a link leads to another case
        values = case_values(case_of(name)).items()
        st.session_state.update({key: value for key, value in values if key not in st.query_params})
    if name in CASES:
        return CASES[name], None
    points = controls.choose_drawn_points() if name == DRAWN else ""
    own = uploads.choose("the moons") if name == OWN else None
    help = "Gives every feature mean 0 and standard deviation 1 before clustering."
    scale = st.toggle("Standardise features", False, key="scale", bind="query-params", help=help)
    if points:
        return OWN_TABLE, Data(DRAWN, 0, 0.0, 0, scale, points=points)
    if own is None:
        return CASES["moons"], None
    return OWN_TABLE, Data(OWN, MAX_POINTS, 0.0, 0, scale, own.fingerprint, own.columns)


def choose_points(case: Case, own: Data | None, suggested_eps: Callable[[Data, int], float]) -> FailureSettings:
    """Draw the other controls of the points, and DBSCAN's parameters; the case's parameter is at its default."""
    defaults = initial_values(case.name)
    n = 0
    if own is None:
        help = "How many points are generated."
        n = min(case.max_points, controls.slider("Points", "n", 60, MAX_POINTS, 20, help, defaults=defaults))
    help = "Another seed generates other points of the same kind, and other starts."
    seed = controls.whole_number("Seed", "seed", help, defaults=defaults)
    help = "DBSCAN: a point with this many neighbours within eps, itself included, lies in a dense region."
    min_samples = controls.slider("min_samples", "min_samples", 2, 30, 1, help, defaults=defaults)
    help = "DBSCAN: the distance within which points are neighbours. The tab “Choose eps” shows how to choose it."
    eps = case.eps
    if own:
        help += " Another min_samples sets another eps."
        eps = suggested_eps(own, min_samples)
        if st.session_state.get(SUGGESTED_EPS) != eps and "eps" not in st.query_params:
            st.session_state.update({SUGGESTED_EPS: eps, "eps": eps})
    values = [float(f"{eps * i / 20:.3g}") for i in range(1, 81)]
    eps = case_slider("eps", "eps", values, eps, help)
    return FailureSettings(case.name, case.parameter.default, n, seed, eps, min_samples, own)


def case_slider(label, key, values: list[float], default, help) -> float:
    """Draw a slider whose `values` belong to the case. A plain one would be another control for every range."""
    with lesson.place(key, label):
        return st.select_slider(label, values, default, "{:g}".format, key=key, bind="query-params", help=help)


def choose_remedy(settings: FailureSettings) -> tuple[FailureSettings, str]:
    """Draw the case's parameter, the method beside k-means and the button for the fix; return them."""
    case, parameter = settings.case, settings.case.parameter
    left, middle, right = st.columns([4, 3, 3], vertical_alignment="bottom")
    with left:
        help = PARAMETER_HELP[case.name]
        value = case_slider(parameter.label, "knob", parameter.slider_values, parameter.default, help)
    with middle:
        help = (
            "What is shown beside k-means: another method, or k-means after a fix. “suggested” is the one that works "
            f"best in this case with its initial settings: {case.remedy}."
        )
        method = controls.choice(f"Beside k-means (suggested: {case.remedy})", "method", REMEDIES, help)
    if method == SUGGESTED or (method == TRUTH and settings.own):
        method = case.remedy
    choose = st.session_state.update
    if method == case.fix != case.remedy:
        help = "Goes back to the suggestion."
        right.button("Undo the fix", key="fix", on_click=choose, kwargs=dict(method=SUGGESTED), help=help)
    elif method != case.fix:
        help = "Shows k-means after this fix, or the method that solves the case, beside k-means without it."
        right.button(f"Fix it: {case.fix}", key="fix", on_click=choose, kwargs=dict(method=case.fix), help=help)
    return replace(settings, value=value), method
