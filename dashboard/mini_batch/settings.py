"""The Mini-batch page's own controls, and what all its controls say."""

from dataclasses import dataclass

import streamlit as st

from dashboard.common import controls
from dashboard.common.settings import DEFAULTS as SHARED_DEFAULTS
from dashboard.common.settings import Data, Start

DEFAULTS = SHARED_DEFAULTS | dict(n=20_000, noise=3.0, batch=50, runs=5)
PRESETS = {
    "The lesson's batch": {},
    "Stopped too early": {"seed": 83},
    "A reassigned centroid": {"init": "farthest-first", "seed": 88},
    "A hundred thousand points": {"n": 100_000},
}


@dataclass(frozen=True)
class MiniBatchSettings:
    """What the controls say: the points, the start, the size of a batch, the runs of the race, the picture's axes."""

    data: Data
    start: Start
    batch_size: int
    runs: int
    x: str
    y: str

    @property
    def run_key(self) -> tuple:
        """What the mini-batch run in the picture depends on."""
        return self.data, self.start, self.batch_size


def choose_batches() -> tuple[int, int]:
    """Draw the controls that choose the size of a batch and the number of runs in the race."""
    help = "How many points are drawn at random, with replacement, for each move: 10 to 5,000."
    batch_size = controls.whole_number("Batch", "batch", help, defaults=DEFAULTS, low=10, high=5000, step=10)
    help = (
        "Each run draws other batches from the same start. The race shows their median and how far they spread; the "
        "picture shows the first run."
    )
    return batch_size, controls.slider("Runs in the race", "runs", 1, 20, 1, help, defaults=DEFAULTS)


def limit_batch_size(batch_size: int, n: int) -> tuple[int, str]:
    """Return the batch size, no larger than the data, and a sentence if that changed it."""
    if batch_size <= n:
        return batch_size, ""
    return n, f"A batch of {batch_size:,} would be more than all {n:,} points, so it has {n:,}."


def choose_axis(axes: list[str]) -> tuple[str, bool]:
    """Draw the controls of the race: what the inertia is drawn against, and whether only its end is shown."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        help = "What an answer costs: distances computed, time on this machine, or rounds."
        bound = dict(default=axes[0], key="axis", bind="query-params", help=help)
        axis = st.segmented_control("Inertia against", axes, **bound) or axes[0]
        help = "Shows only what is at most 10 % above the inertia at which full k-means ends."
        return axis, st.toggle("Only the last 10 %", key="close", bind="query-params", help=help)
