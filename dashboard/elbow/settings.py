"""The controls of the Elbow page."""

import streamlit as st

from dashboard.common import controls, lesson
from dashboard.common.settings import DEFAULTS as COMMON_DEFAULTS
from dashboard.common.settings import Data
from dashboard.elbow.compute import MAX_K, Search
from dashboard.elbow.figures import AXES

DEFAULTS = COMMON_DEFAULTS | dict(init="k-means++", seed=0, n_init=5, ks=(1, 10), axes=AXES[0], point=0)


def choose_range() -> tuple[int, int]:
    help = "The values of k that are compared. The elbow depends on both ends, because its chord joins them."
    with lesson.place("ks", "Range of k"):
        kept = st.session_state.get("ks", DEFAULTS["ks"])
        if len(kept) != 2 or min(kept) < 1 or max(kept) > MAX_K:  # left by the Image compression page
            st.session_state["ks"] = DEFAULTS["ks"]
        return st.slider("Range of k", 1, MAX_K, DEFAULTS["ks"], key="ks", bind="query-params", help=help)


def choose_search(data: Data, max_k) -> Search:
    init = controls.choose_init(DEFAULTS)
    help = "For every k, the best of this many runs is kept. With only one, a bad run leaves a bump in the curves."
    n_init = controls.slider("Runs for each k", "n_init", 1, 10, 1, help, defaults=DEFAULTS)
    return Search(data, max_k, init, n_init, controls.choose_seed(DEFAULTS))


def choose_shown_k() -> int:
    help = "Into how many clusters the pictures divide the points. You can also choose it on a curve."
    return controls.slider("k shown in the pictures", "k", 1, MAX_K, 1, help, defaults=DEFAULTS)


def choose_axes() -> str:
    help = (
        "scaled to 0..1: as the elbow rule sees the curve, with the distance at right angles to the chord. "
        "logarithm: as the gap statistic sees it."
    )
    bound = dict(key="axes", bind="query-params", required=True)
    axes = st.segmented_control("Axes", AXES, default=DEFAULTS["axes"], help=help, **bound)
    return axes if axes in AXES else DEFAULTS["axes"]
