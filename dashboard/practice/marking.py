"""Answers as they are typed, kept in an address, and marked. No Streamlit."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode, urlsplit

import numpy as np

from dashboard.common.drawn import write_places
from dashboard.common.settings import DRAWN, PLACED
from dashboard.practice.compute import KINDS, LEVELS, MAX_NUMBER, Task, Variant, is_right

MAX_LINKS, MAX_LINK_CHARACTERS, MAX_TYPED_CHARACTERS = 500, 2000, 20
NUMBER = r"(\d{1,9}(?:\.\d{0,18})?|\.\d{1,18})"  # as many decimals as a calculator shows
TYPED = re.compile(rf"(-?){NUMBER}(?:/{NUMBER})?(%?)", re.ASCII)
BETWEEN_CELLS, BETWEEN_ROWS = "_", "~"  # an address keeps both as they are
FILMED = ("assign", "move", "inertia", "can it rise?", "soft probabilities")  # begin with a start of k-means
FILM_SCALE = 6  # the grid on which points are drawn is about six times as wide
EXACT = 0.05  # how close a whole number must be to what a mistake gives to be explained by it


def parse_answer(text: str) -> float | None:
    """Return the number that is typed: 3.5, 3,5, 7/2 or 350 %. None if it is not a number."""
    match = TYPED.fullmatch(re.sub(r"\s", "", text).replace(",", ".").replace("−", "-"))
    if not match:
        return None
    minus, over, under, percent = match.groups()
    if under and float(under) == 0:
        return None
    value = float(over) / (float(under) if under else 1) / (100 if percent else 1)
    return -value if minus else value


def pack_answers(rows: Sequence[Sequence[float]]) -> str:
    """Return rows of numbers as short text for an address."""
    return BETWEEN_ROWS.join(BETWEEN_CELLS.join(plain_decimal(value) for value in row) for row in rows)


def plain_decimal(value) -> str:
    """Return a number with at most seven decimals and no exponent, which `parse_answer` could not read."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def unpack_answers(text: str, n_columns: int, most: int) -> list[list[float]] | None:
    """Return the rows in a text of `pack_answers`, at most `most`; None if anything else is there."""
    if not text:
        return []
    if len(text) > MAX_LINK_CHARACTERS:
        return None
    rows = [[parse_answer(cell) for cell in row.split(BETWEEN_CELLS)] for row in text.split(BETWEEN_ROWS)]
    if len(rows) > most or any(len(row) != n_columns or None in row for row in rows):
        return None
    return rows


@dataclass(frozen=True)
class Marked:
    """One answered row: which of the `typed` numbers are right, and the mistake behind each other, or ""."""

    row: int
    typed: list[float]
    right: list[bool]
    mistakes: list[str]

    @property
    def all_right(self) -> bool:
        return all(self.right)


def mark_rows(task: Task, first: int, rows: Sequence[Sequence[float]]) -> list[Marked]:
    """Return the answers to the rows of the task's table from the row `first` on, marked."""
    return [mark_row(task, row, list(typed)) for row, typed in enumerate(rows, start=first)]


def mark_row(task: Task, row: int, typed: list[float]) -> Marked:
    """Return the row marked. Of several mistakes that lead to a wrong number, it is the one that explains most."""
    right = is_right(np.array(typed), task.answers[row], task.decimals)
    tolerance = np.where(task.decimals > 0, 10.0**-task.decimals, EXACT) + 1e-9
    agrees = {name: np.abs(np.array(typed) - table[row]) <= tolerance for name, table in task.wrong.items()}
    explained = {name: (np.count_nonzero(same & ~right), np.count_nonzero(same)) for name, same in agrees.items()}
    likely = sorted(agrees, key=explained.__getitem__, reverse=True)
    mistakes = ["" if right[c] else next((name for name in likely if agrees[name][c]), "") for c in range(len(typed))]
    return Marked(row, typed, right.tolist(), mistakes)


def count_mistakes(marks: Sequence[Marked]) -> Counter[str]:
    """Return in how many rows each mistake occurs."""
    return Counter(name for mark in marks for name in dict.fromkeys(mark.mistakes) if name)


# ---- receipts: the link is the work


def link_to(base: str, variant: Variant, answers: str = "") -> str:
    """Return the address of a variant with its answers on the page `base`."""
    return f"{base}?{urlencode(address_values(variant) | ({'answers': answers} if answers else {}))}"


def address_values(variant: Variant) -> dict[str, str | int]:
    """Return the parameters of an address that name a variant."""
    return dict(kind=variant.kind, level=variant.level, set=variant.set, id=variant.id, task=variant.number)


def next_variants(variant: Variant, is_solved: bool) -> dict[str, Variant]:
    """Return what a reader may do next, by the label of its link: a harder level only once the task is solved."""
    following = {}
    if is_solved and variant.level != LEVELS[-1]:
        level = LEVELS[LEVELS.index(variant.level) + 1]
        following[f"Next level: “{level}”"] = replace(variant, level=level)
    return following | {"Next task": replace(variant, number=min(variant.number + 1, MAX_NUMBER))}


def film_settings(task: Task) -> dict[str, str]:
    """Return the settings of the Algorithm page that show the run of a task; nothing if it has no start."""
    if task.kind.name not in FILMED:
        return {}
    points, start = (write_places(places * FILM_SCALE) for places in (task.numbers.X, task.numbers.centroids[0]))
    return dict(data=DRAWN, pts=points, k="2", init=PLACED, cen=start)


def film_link(base: str, task: Task) -> str:
    """Return the address of the film of a task's points, beside the page `base`; "" if there is none."""
    settings = film_settings(task)
    return f"{base.rpartition('/')[0]}/algorithm?{urlencode(settings)}" if settings else ""


@dataclass(frozen=True)
class Receipt:
    """What the link in `line` says: a variant, how many of its blank rows are right, and the mistakes in the others."""

    line: int
    variant: Variant
    n_rows: int
    n_answered: int
    n_right: int
    mistakes: dict[str, int]


def read_receipts(text: str) -> Iterator[Receipt | int]:
    """Yield for each line of the text that is not empty its Receipt, or its number if it is no link to a task."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for number, line in lines[:MAX_LINKS]:
        yield read_receipt(number, line) or number


def read_receipt(number: int, link: str) -> Receipt | None:
    """Return the work that a link holds, marked again; None if it is no link to a task with blanks."""
    try:
        values = parse_qs(urlsplit(link[: MAX_LINK_CHARACTERS + 1]).query, max_num_fields=20)
    except ValueError:
        return None
    given = {name: texts[-1] for name, texts in values.items()}
    if len(link) > MAX_LINK_CHARACTERS or not given.keys() & {"kind", "answers", "task"}:
        return None
    variant = read_variant(given)
    if variant is None or variant.level == LEVELS[0]:
        return None
    task = variant.make()
    first = variant.first_blank(len(task.answers))
    answers = unpack_answers(given.get("answers", ""), len(task.decimals), len(task.answers) - first)
    if answers is None:
        return None
    marked = mark_rows(task, first, answers)
    n_right = sum(row.all_right for row in marked)
    return Receipt(number, variant, len(task.answers) - first, len(marked), n_right, dict(count_mistakes(marked)))


def read_variant(given: dict[str, str]) -> Variant | None:
    """Return the variant that the parameters of an address name; None if one of them is impossible."""
    usual = Variant()
    kind, level = given.get("kind", usual.kind), given.get("level", usual.level)
    numbers = [given.get(name, str(value)) for name, value in (("set", usual.set), ("id", usual.id), ("task", 1))]
    if kind not in KINDS or level not in LEVELS:
        return None
    if not all(re.fullmatch(r"\d{1,10}(\.0)?", text, re.ASCII) for text in numbers):
        return None
    return Variant(kind, level, *(int(float(text)) for text in numbers))
