"""What the Algorithm page's controls are at first, and its presets."""

from dashboard.algorithm.compute import DEFAULT_SEED
from dashboard.common.settings import DEFAULTS as COMMON_DEFAULTS

PLAYERS = "the player's"  # half-step, in the By hand tab
DEFAULTS = COMMON_DEFAULTS | dict(seed=DEFAULT_SEED, at=PLAYERS, point=1, centroid=1)
PRESETS = {
    "A lucky start": {},
    "An unlucky start": {"seed": 0},
    "Two blobs, three centroids": {"data": "two blobs", "k": 3},
    "No clusters at all": {"data": "uniform"},
}
