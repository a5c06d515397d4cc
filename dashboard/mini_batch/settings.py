"""The Mini-batch page's own controls, and the settings that all its controls give."""

from dataclasses import dataclass

import streamlit as st

from dashboard.common import controls
from dashboard.common.settings import DEFAULTS as SHARED_DEFAULTS
from dashboard.common.settings import Data, Start

DEFAULTS = SHARED_DEFAULTS | dict(n=20_000, noise=3.0, batch=50, runs=3)
PRESETS = {
    "The lesson's batch": {},
    "Stopped too early": {"seed": 83},
    "A reassigned centroid": {"init": "farthest-first", "seed": 88},
    "Fifty thousand points": {"n": 50_000},
}


@dataclass(frozen=True)
class MiniBatchSettings:
    """What the mini-batch run in the picture depends on: the points, the start, the size of a batch."""

    data: Data
    start: Start
    batch_size: int


def choose_batch_size() -> int:
    help = "How many points are drawn at random, with replacement, for each move: 10 to 5,000."
    return controls.whole_number("Batch", "batch", help, defaults=DEFAULTS, low=10, high=5000, step=10)


def limit_batch_size(batch_size: int, n: int) -> tuple[int, str]:
    """Return the batch size, no larger than the data, and a sentence if that changed it."""
    if batch_size <= n:
        return batch_size, ""
    return n, f"A batch of {batch_size:,} would be larger than the data, so it has {n:,} points."


def choose_race(axes: list[str]) -> tuple[int, str, bool]:
    """Draw the controls of the race: how many runs, what their inertia is drawn against, whether only the end is."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        help = (
            "Each run draws other batches from the same start: how far apart do they end? The picture shows the first."
        )
        runs = controls.slider("Runs in the race", "runs", 1, 5, 1, help, defaults=DEFAULTS, width=240)
        help = "What a result costs: points looked at, time on this machine, or iterations."
        bound = dict(default=axes[0], key="axis", bind="query-params", help=help)
        axis = st.segmented_control("Inertia against", axes, **bound) or axes[0]
        help = "Shows only what is at most 10 % above the inertia at which full k-means ends."
        return runs, axis, st.toggle("Only the last 10 %", key="close", bind="query-params", help=help)
