"""The pictures and bars of a question: what everybody sees before the vote, and its results."""

from collections.abc import Sequence

from dashboard.classroom import compute, drawings, text
from dashboard.classroom.board import Panel, bars, histogram, tally
from dashboard.classroom.compute import ClassTask
from dashboard.classroom.questions import OPTIONS, START_OPTIONS, Shown

Rounds = Sequence[tuple[str, dict[int, int]]]  # of votes: a heading, and {voter: vote}


def question_panels(shown: Shown, task: ClassTask, rounds: Rounds) -> list[Panel]:
    """Return what the board shows: the pictures of the question or the votes of each round. The run needs no more."""
    if shown.runs:
        return []
    if shown.phase != "votes":
        return pictures_of(shown.question, task)
    if shown.question == "place":
        return [Panel(heading, marked_picture(task, list(votes.values()))) for heading, votes in rounds]
    options = OPTIONS[shown.question]
    counts = [Panel(heading, bars(options, tally(votes, len(options)))) for heading, votes in rounds]
    return counts if shown.question == "start" else [*pictures_of(shown.question, task), *counts]


def pictures_of(question: str, task: ClassTask) -> list[Panel]:
    """Return the pictures of a question as they are before anybody knows the answer."""
    if question == "start":
        return [
            Panel(name, drawings.picture(task.X, task.box, centroids=run[0].centroids, alt=f"Start {name}"))
            for name, run in zip(START_OPTIONS, task.runs, strict=True)
        ]
    half = task.half_steps()[task.asked_after]
    match question:
        case "place":
            look = dict(labels=half.labels, focus=1, centroids=half.centroids, alt="Centroid 2's points stand out.")
        case "inertia":
            look = dict(labels=half.labels, centroids=half.centroids, alt="The clusters and their centroids.")
        case _:
            look = dict(alt="The points.")
    return [Panel("", drawings.picture(task.X, task.box, **look))]


def marked_picture(task: ClassTask, cells: Sequence[int]) -> str:
    """Return the picture of the first question over a heat map of the marked places."""
    half = task.half_steps()[1]
    look = dict(labels=half.labels, focus=1, centroids=half.centroids, alt="The marked places as a heat map.")
    return drawings.picture(task.X, task.box, below=drawings.heat_map(cells), **look)


def ends_of_runs(question: str, task: ClassTask, own: Sequence[int]) -> str:
    """Return pictures of how the runs of a question end; of the first question, of the move, over one's `own` mark."""
    if question == "place":
        half = task.half_steps()[2]
        look = dict(labels=half.labels, focus=1, centroids=half.centroids, alt="Centroid 2 after its move.")
        picture = drawings.picture(task.X, task.box, below=drawings.heat_map(own), **look)
        return ("<p>The square is your mark.</p>" if own else "") + picture
    ends = (run[-1] for run in task.runs)
    looks = (dict(labels=end.labels, centroids=end.centroids, alt="The end of the run.") for end in ends)
    names = START_OPTIONS if question == "start" else ("",)
    pictures = (drawings.picture(task.X, task.box, **look) for look in looks)
    return "".join(f"<strong>{name}</strong>{picture}" for name, picture in zip(names, pictures, strict=True))


def own_start(task: ClassTask, seed: int, has_run: bool) -> str:
    """Return the picture of a phone's own start and, once it has run, of its end."""
    end = compute.end_of_start(task, seed)
    if not has_run:
        start = compute.run_from_random_start(task.X, compute.N_STARTS_K, seed)[0].centroids
        return drawings.picture(task.X, task.box, centroids=start, alt="Your start.")
    result = f"<p>{text.own_start_result(end.inertia)}</p>"
    return result + drawings.picture(task.X, task.box, labels=end.labels, centroids=end.centroids, alt="Your end.")


def bars_of_ends(ends: Sequence[tuple[float, list[int]]]) -> Panel:
    """Return a button for each place in which some of the 200 starts end."""
    counts = [len(seeds) for _, seeds in ends]
    return Panel("", histogram([f"{inertia:,.0f}" for inertia, _ in ends], counts))
