"""What the landing page says, with the numbers of its two runs."""

from dashboard.landing.compute import FirstRuns, groups_of

INTRODUCTION = """
k-means finds k groups in data with two moves, repeated: **assign** each point to its nearest centroid,
**move** each centroid to the mean of its points.

Watch it half-step by half-step, on generated data, on real data, on a table or a picture of your own. What you see is
computed by a small NumPy library whose source code is on the same page.
"""
SHARING = """
Every setting is in the address: to share what you see, share the link. What you upload stays in your session's memory
and is never stored.
"""
FOR_LECTURERS = {
    "Lessons": "You teach? Lessons of 10, 45 and 90 minutes",
    "Class room": "Let your class vote on phones",
}
CAPTIONS = dict(
    start="Four centroids start at points that are chosen at random.",
    assign="Assign: each point takes the colour of its nearest centroid.",
    move="Move: each centroid goes to the mean of its points.",
    end="Converged: nothing changes any more. Each group has one centroid.",
)
QUESTION = "The same points, another random start: will k-means find the four groups again?"
ALT = "A hundred points in four groups, and four centroids that k-means moves."


def second_run_in_words(runs: FirstRuns) -> str:
    """Return what the second run shows, in words."""
    groups = groups_of(runs.bad[-1].labels, runs.truth)
    crowded = sum(len(own) > 1 for own in groups)
    shared = sum(sum(group in own for own in groups) > 1 for group in range(len(groups)))
    ratio = runs.bad[-1].inertia / runs.good[-1].inertia
    what = "One centroid covers two groups, and two share one" if (crowded, shared) == (1, 1) else "It misses a group"
    return (
        f"{what}. It has converged all the same: no single move makes it better. The squared distances from the points "
        f"to their centroids (their sum is the inertia) add up to {ratio:.1f} times as much as in the first run. Such "
        "an end is called a local optimum."
    )
