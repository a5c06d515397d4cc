"""What the class room says: from the numbers of the current task and the current votes."""

from collections.abc import Mapping, Sequence

from dashboard.classroom.compute import ClassTask, count_places
from dashboard.classroom.questions import GROUP_OPTIONS, INERTIA_OPTIONS, QUESTIONS, START_OPTIONS, Shown
from dashboard.common.drawn import MAX_POINTS
from dashboard.common.formatting import agreeing, join_words, number, percent, plural
from dashboard.common.half_steps import HalfStep

WHAT_IT_IS = """
Ask your class before you tell: everybody answers on a phone, alone. Then they discuss and vote again, and the run plays
over their answers.

1. **Open a room.** It opens in a new window. Its address contains your key: anyone who has the address can lead the
   room. Keep it, so that you can come back.
2. **Show it.** In the room, “More” opens a window for the projector, without your key. The class scans the code;
   nobody needs an account or a name.
3. **Go through the phases** with the buttons at the top: vote, discuss, show the votes, vote again, run.

The room has space for 500 phones. It exists only in this server's memory and disappears two hours after its last
visitor. Votes are numbers without names.
"""
NOT_YET = "The room is not open. It appears here as soon as its lecturer opens it."
DRAWING = "Opens the Algorithm page with these points as a drawing: hours of sleep across, minutes of travel up."
FILM_DESCRIPTION = "The points and the numbered centroids. The caption of the player says what each half-step does."
NO_ROOM = "This address leads to no room. Scan the code on the screen again."
NOT_OPEN = "This room is not open yet, or no longer. Press “Show what is new” when it is on the screen."
FULL = "All 20 rooms of this server are in use. Try again in a minute."
LOOK_UP = "Look at the screen. Press “Show what is new” when the next vote begins."
WATCH = "The run plays on the screen. Below is how it ends. Press “Show what is new” when the next vote begins."
CHOOSE_BAR = "Choose a bar to see one of its runs."
TOO_LATE = "Your last answer came after the vote had closed, so it does not count."


def now_shown(shown: Shown) -> str:
    """Return which question and which phase of it the class sees; what marks their buttons is not read out."""
    question = QUESTIONS[shown.question]
    return f"Shown now: “{question.name}”, task {shown.task}: {question.phases[shown.phase]}."


def next_event(half: HalfStep) -> str:
    """Return what has just happened in a run, and what is about to."""
    inertia = f"The inertia is {number(half.inertia)}."
    if half.name == "Converged":
        return f"The run has converged. {inertia} Now comes one more round: assign, then move."
    if half.is_move:
        return f"The centroids have just moved. {inertia} Now each point joins its nearest centroid."
    return f"Each point has just joined its nearest centroid. {inertia} Now each centroid moves to its points' mean."


def result(question: str, task: ClassTask, votes: Sequence[int]) -> str:
    """Return what the run has shown, for the questions that are asked twice."""
    match question:
        case "place":
            return places_result(count_places(task, votes), len(votes))
        case "groups":
            found = groups_result(task)
        case "start":
            found = start_result(task)
        case _:
            halves = task.half_steps()
            after = halves[min(task.asked_after + 1, len(halves) - 1)]
            found = inertia_result(task, halves[task.asked_after], after)
    n_right = sum(vote == task.answer for vote in votes)
    return f"{found} {n_right} of {plural(len(votes), 'vote')} said so." if votes else found


def places_result(counts: Mapping[str, int], n_marks: int) -> str:
    """Return how many of the marks are right (the first of `counts`), and which mistakes were made."""
    (_, n_right), *mistakes = counts.items()
    result = "Centroid 2 moves to the mean of its points"
    if n_marks:
        result += f"; near it: {n_right} of {plural(n_marks, 'mark')} ({percent(n_right / n_marks)})"
    made = [f"{count} at {place}" for place, count in mistakes if count]
    return f"{result}. Of the others: {join_words(made)}." if made else f"{result}."


def groups_result(task: ClassTask) -> str:
    k, score = GROUP_OPTIONS[task.answer], task.scores[task.answer]
    return f"The points were made as {k} groups, and the mean silhouette is highest at k = {k}: {score:.2f}."


def start_result(task: ClassTask) -> str:
    ends = join_words(f"{name} {number(end)}" for name, end in zip(START_OPTIONS, task.scores, strict=True))
    return f"Start {START_OPTIONS[task.answer]} wins. Inertia at the end: {ends}. k-means never leaves a local optimum."


def inertia_result(task: ClassTask, before: HalfStep, after: HalfStep) -> str:
    """Return what the next half-step did to the inertia; the converged state is followed by itself."""
    change = f"from {number(before.inertia)} to {number(after.inertia)}"
    if task.answer == 2:
        return f"It stays the same, {number(before.inertia)}: no point switches, so no mean changes."
    reason = "the mean has the least sum of squares" if after.is_move else "each point takes the nearer centroid"
    return f"{INERTIA_OPTIONS[task.answer]}, {change}: {reason}. It can never rise."


def starts_result(ends: Sequence[tuple[float, Sequence[int]]]) -> str:
    n = sum(len(seeds) for _, seeds in ends)
    if not n:
        return "No start has been run yet."
    best = len(ends[0][1])
    places = f"{plural(len(ends), 'place')}; in the best: {best} ({percent(best / n)})"
    return f"{plural(n, 'start')} on the same points {agreeing(n, 'end')} in {places}."


def own_start_result(inertia: float) -> str:
    return f"Your start ends with inertia {number(inertia)}."


def data_result(n: int, scaled: bool) -> str:
    if scaled:
        return f"{plural(n, 'point')}, standardised: both features count equally."
    return f"{plural(n, 'point')} in hours and minutes: the minutes have the larger numbers, so they decide."


def take_along(n: int) -> str:
    return "Take the class along as a data set" + (f": {MAX_POINTS} of {n} points" if n > MAX_POINTS else "")
