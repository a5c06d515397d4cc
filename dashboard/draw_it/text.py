"""What the Draw it page says."""

from dashboard.common.formatting import number, plural
from dashboard.draw_it.compute import N_STARTS

NO_MISSION = (
    "Drag a centroid and watch the regions, or draw points of your own. Then run k-means from there, or choose a "
    "mission: a goal that the library judges after every change."
)
DRAWING = "**Your drawing**: change it here."
RUN = "**The run that starts from it**: play it step by step."
NOTHING_TO_RUN = "k-means needs two points and a centroid: choose *Centroids* above the plane, then click or tap it."
UNREADABLE = "A part of this drawing could not be read and was replaced: see *The drawing as text* below."
PROOF = "The link to this page is the proof: whenever it is opened, the drawing is judged again."
TO_KEEP = (
    "Each of these pages ends with a tab *Take home*, which has your drawing as files: a notebook, the labels of its "
    "points, and a handout to print."
)
PAGES = {
    "algorithm": "Algorithm",
    "elbow": "Elbow",
    "init_comparison": "Init comparison",
    "failure_cases": "Failure cases",
    "mini_batch": "Mini-batch",
    "soft_assignment": "Soft assignment",
}


def best_start_placed(first, last) -> str:
    return (
        f"Placed: the start whose run ends lowest, out of {N_STARTS}. Its inertia is {number(first)} now and "
        f"{number(last)} at the end of the run."
    )


def run_alt(n, k) -> str:
    return f"The run on {plural(n, 'drawn point')} with {plural(k, 'centroid')}; the player's caption describes it."
