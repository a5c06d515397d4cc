"""What a class is asked, and how a vote is written in an address.

A vote is one whole number. A place is one of 62 x 62 cells, a choice the number of the option, and so on.
"""

import re
from dataclasses import dataclass

SIDE = 62  # cells of a picture in each direction, counted from its lower left corner
N_SEEDS = 10_000
MAX_TASK = 99
FIRST_VOTE, SECOND_VOTE = "vote", "again"
ASK_TWICE = {
    FIRST_VOTE: "Vote",
    "discuss": "Discuss",
    "votes": "Show the votes",
    SECOND_VOTE: "Vote again",
    "run": "Run it",
}


@dataclass(frozen=True)
class ClassQuestion:
    """A question or an experiment: its short name on a button, the question itself, how it is answered ("place",
    "choice", "seed" or "ranges"), how many answers there are, and its phases with their names."""

    name: str
    title: str
    hint: str
    kind: str
    n_values: int
    phases: dict[str, str]


GROUP_OPTIONS = ("2", "3", "4", "5", "6", "7")
START_OPTIONS = ("A", "B", "C")
INERTIA_OPTIONS = ("It rises", "It falls", "It stays the same")
OPTIONS = {"groups": GROUP_OPTIONS, "start": START_OPTIONS, "inertia": INERTIA_OPTIONS}
HOURS, MINUTES = (0, 12, 0.25), (0, 120, 2)  # low, high, step

QUESTIONS = {
    "place": ClassQuestion(
        "Where to?",
        "Where will centroid 2 go?",
        "The highlighted points have joined centroid 2. Mark the place where its next move ends.",
        "place",
        SIDE * SIDE,
        ASK_TWICE,
    ),
    "groups": ClassQuestion(
        "How many?",
        "How many clusters are there?",
        "Choose the k that you would ask k-means for.",
        "choice",
        len(GROUP_OPTIONS),
        ASK_TWICE,
    ),
    "start": ClassQuestion(
        "Which start?",
        "Which start wins?",
        "Three runs on the same points, each from different centroids. Which one ends with the lowest inertia?",
        "choice",
        len(START_OPTIONS),
        ASK_TWICE,
    ),
    "inertia": ClassQuestion(
        "Rise or fall?",
        "What does the inertia do?",
        "",  # the task says what is about to happen
        "choice",
        len(INERTIA_OPTIONS),
        ASK_TWICE,
    ),
    "starts": ClassQuestion(
        "200 starts",
        "Does every start end in the same place?",
        "Every phone is one random start. Run yours.",
        "seed",
        N_SEEDS,
        {FIRST_VOTE: "Collect", "run": "Show the ends"},
    ),
    "data": ClassQuestion(
        "We are the data",
        "Which clusters are we?",
        "Each of you is one point. Nobody sees which one.",
        "ranges",
        SIDE * SIDE,
        {FIRST_VOTE: "Collect", "run": "Run it", "scaled": "Run it standardised"},
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What a room shows: which of the QUESTIONS, which task of it, and which of its phases."""

    question: str = "place"
    task: int = 1
    phase: str = FIRST_VOTE

    @property
    def ballot(self) -> str:
        """The ballot that is open now, "" if none is."""
        return self.ballot_of(self.phase)

    def ballot_of(self, phase: str) -> str:
        """Return the ballot of a phase, "" if nobody votes in it."""
        rounds = {FIRST_VOTE: 1, SECOND_VOTE: 2}
        return f"{self.question}-{self.task}-{rounds[phase]}" if phase in rounds else ""

    @property
    def runs(self) -> bool:
        """Whether the result of the question is shown."""
        return self.phase not in (FIRST_VOTE, "discuss", "votes", SECOND_VOTE)


def shown_in(address) -> Shown:
    """Return what the room shows according to an address; the beginning if the address makes no sense."""
    question, task, phase = address.get("q"), address.get("task", "1"), address.get("phase")
    if question not in QUESTIONS or phase not in QUESTIONS[question].phases:
        return Shown()
    task = int(task) if re.fullmatch("[1-9][0-9]?", task, re.ASCII) else 1
    return Shown(question, task, phase)


VOTE = re.compile(r"([a-z]+)-([1-9][0-9]?)-([12])-([0-9]{1,4})")


def votes_in(text: str) -> dict[str, int]:
    """Return {ballot: vote} for the votes in an address, at most one for each round of a task."""
    votes = {}
    for part in text.split(".")[:2]:
        match = VOTE.fullmatch(part)
        if match and match[1] in QUESTIONS and int(match[4]) < QUESTIONS[match[1]].n_values:
            votes[part.rpartition("-")[0]] = int(match[4])
    return votes


def with_vote(text: str, ballot: str, value: int) -> str:
    """Return the votes of an address with one more; only those of the same task stay."""
    task = ballot.rpartition("-")[0]
    votes = {name: vote for name, vote in votes_in(text).items() if name.rpartition("-")[0] == task} | {ballot: value}
    return ".".join(f"{name}-{vote}" for name, vote in votes.items())


def number_of(text: str, most: int) -> int | None:
    """Return the whole number from 0 to `most` that an address says, None if it says anything else."""
    digits = len(str(most))
    value = int(text) if re.fullmatch(f"[0-9]{{1,{digits}}}", text, re.ASCII) else -1
    return value if 0 <= value <= most else None
