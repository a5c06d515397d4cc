"""The Soft assignment page's own controls, and the settings that all its controls give."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.common import controls, lesson
from dashboard.common.settings import Data, Start
from dashboard.soft_assignment.models import COVARIANCES, HARD_TO_SOFT, LEVELS, MIXTURE, SOFT_KMEANS, VIEWS

OWN_DEFAULTS = {"view": HARD_TO_SOFT, "softness": "0.8", "covariance": "full", "map": "uncertainty", "point": 0}
DEFAULTS = controls.DEFAULTS | {"noise": 2.0, "init": "k-means++"} | OWN_DEFAULTS
PRESETS = {
    "Four groups": {},
    "Stretched groups": {"data": "stretched", "k": 3, "noise": 1.0, "view": MIXTURE},
    "A collapse": {"n": 60, "k": 5, "seed": 2, "noise": 1.0, "view": MIXTURE},
}


@dataclass(frozen=True)
class SoftSettings:
    """What the controls say, all but the point that is worked through."""

    data: Data
    start: Start
    view: str
    level: str
    covariance: str
    map: str
    x: str
    y: str

    @property
    def of_film(self) -> "SoftSettings":
        """The settings without those that do not change the film of this view."""
        level = self.level if self.view == SOFT_KMEANS else ""
        return replace(self, level=level, covariance=self.covariance * (self.view == MIXTURE), map="", x="", y="")


def choose_soft_film() -> str:
    """Draw the choice between the three films of the page."""
    help = "Three steps from k-means to a mixture of Gaussians, each with a film of its own."
    bound = dict(key="view", bind="query-params", label_visibility="collapsed")
    view = st.segmented_control("What to watch", VIEWS, default=VIEWS[0], required=True, help=help, **bound)
    return view or VIEWS[0]  # None for the address ?view= in spite of `required`


def choose_model(view: str, data: Data, start: Start, x: str, y: str) -> SoftSettings:
    """Draw the controls of the models and of the map; return all settings."""
    help = (
        "The distance at which a centroid's pull has fallen to one half, in units of the points' typical distance "
        "from their centroid. hard: k-means. uniform: distance does not count. The mixture finds its own."
    )
    with lesson.place("softness", "Softness"):
        default, bound = DEFAULTS["softness"], dict(key="softness", bind="query-params")
        level = st.select_slider("Softness", LEVELS, default, help=help, **bound)
    help = "In the mixture. spherical: circles of any size. diagonal: ellipses along the axes. full: any ellipses."
    covariance = controls.choice("Shape of a component", "covariance", COVARIANCES, help, DEFAULTS)
    maps = ("uncertainty", *(f"cluster {j + 1}" for j in range(start.k)))
    help = "uncertainty: how undecided each place is (entropy). cluster 1, 2, …: how large its share of each place is."
    shade = controls.choice("Map", "map", maps, help, DEFAULTS)
    return SoftSettings(data, start, view, level, covariance, shade, x, y)


def choose_worked_point(n: int, asked: int | None, most_undecided: int) -> int:
    """Draw the choice of the point that is worked through; return its row. If none is named, it is the one `asked`
    about or, without a question, the `most_undecided`."""
    help = (
        "Its number, counted from 1. Clicking a point in the picture chooses it. 0: the point that the question is "
        "about or, without a question, the most undecided one."
    )
    point = controls.whole_number("Point", "point", help, defaults=DEFAULTS)
    if 1 <= point <= n:
        return point - 1
    row, what = (most_undecided, "the most undecided point") if asked is None else (asked, "the point of the question")
    st.caption(f"0 is {what}: {row + 1}.")
    return row
