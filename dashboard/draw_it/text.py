"""What the Draw it page says."""

from dashboard.common.formatting import plural

NO_MISSION = (
    "Drag a centroid and watch the regions, and draw points of your own. Then run k-means from there, or choose a "
    "mission: a goal that the library judges after every change."
)
DRAWING = "**Your drawing**: change it here."
RUN = "**The run that starts from it**: play it step by step."
NOTHING_TO_RUN = "k-means needs two points and a centroid: choose Centroids above the plane, then tap it."
UNREADABLE = "This drawing cannot be read; what could not be read is replaced: see *The drawing as text* below."
PROOF = "The link of this page is the proof: it judges the drawing again wherever it is opened."
PAGES = {
    "algorithm": "Algorithm",
    "elbow": "Elbow",
    "init_comparison": "Init comparison",
    "failure_cases": "Failure cases",
    "mini_batch": "Mini-batch",
    "soft_assignment": "Soft assignment",
}


def run_alt(n, k) -> str:
    return f"The run on {plural(n, 'drawn point')} with {plural(k, 'centroid')}; the player's caption describes it."
