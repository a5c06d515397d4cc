"""The controls of the Init comparison page, and the settings that they choose."""

from dataclasses import dataclass

import streamlit as st

from dashboard.common import controls, lesson
from dashboard.common.cache import table
from dashboard.common.csv_table import literal
from dashboard.common.datasets import NAMED
from dashboard.common.settings import DEFAULTS as COMMON_DEFAULTS
from dashboard.common.settings import Data, Start
from dashboard.init_comparison import text
from dashboard.init_comparison.seeding_film import TRIALS
from dashboard.init_comparison.side_by_side import read_rows, unused_entries

SIDE_BY_SIDE, PICK_BY_PICK, MANY_RUNS = "side by side", "pick by pick", "many runs"
DEFAULTS = COMMON_DEFAULTS | {"seed": 0, "restarts": 100, "own": "", "show": SIDE_BY_SIDE, "trials": "classic"}
MAX_K, MAX_POINTS = 31, 2000


@dataclass(frozen=True)
class InitSettings:
    """The points, the number of centroids, the start seed, the rows the reader picked, the two directions to look
    along, and which k-means++ to show pick by pick."""

    data: Data
    k: int
    seed: int
    own: tuple[int, ...]
    x: str
    y: str
    trials: str


def choose_init_settings() -> tuple[str, InitSettings]:
    """Draw all controls, and say which values cannot be used as they are; return the view and the settings."""
    show, trials = choose_stage()
    with lesson.sidebar():
        data = controls.choose_data(DEFAULTS, names=tuple(NAMED), most=MAX_POINTS, most_own=MAX_POINTS)
        help = "How many centroids. The larger the true number of clusters, the more the start matters."
        k = controls.slider("k, the number of clusters", "k", 1, MAX_K, 1, help, defaults=DEFAULTS)
        help = "Every method draws its points with this seed. 0 was chosen because the starts differ with it."
        seed = controls.whole_number("Start seed", "seed", help, defaults=DEFAULTS)
        points = table(data)
        n = len(points.X)
        start, note = controls.limit_k(Start(k, "every", seed), points.X)
        help = text.own_field_help(start.k)
        with lesson.place("own", "Your own start"):
            own = st.text_input("Your own start", key="own", bind="query-params", help=help, max_chars=300)
            if unused := unused_entries(own or "", n, start.k):
                st.warning(literal(text.unused_note(unused)))
        x, y = controls.choose_view(points.features)
    controls.show_notes(note, data)
    rows = tuple(read_rows(own or "", n, start.k))
    return show, InitSettings(data, start.k, seed, rows, x, y, trials)


def choose_stage() -> tuple[str, str]:
    """Draw the switch between the three views, and beside it which k-means++ to show pick by pick."""
    with st.container(horizontal=True):
        views = (SIDE_BY_SIDE, PICK_BY_PICK, MANY_RUNS)
        show = view_switch("View", "show", views, "Three views of the same starts.")
        if show != PICK_BY_PICK:
            return show, DEFAULTS["trials"]
        help = "classic: draws one point at a time. greedy: draws several and keeps the one that lowers inertia most."
        return show, view_switch("k-means++", "trials", tuple(TRIALS), help)


def view_switch(label, key, options, help) -> str:
    """Draw a row of buttons bound to the address, one of which is down."""
    more = dict(default=DEFAULTS[key], bind="query-params", required=True, label_visibility="collapsed")
    return st.segmented_control(label, options, key=key, help=help, **more) or DEFAULTS[key]
