"""What the Practice page keeps: the tasks, and the links that a lecturer has had marked."""

from collections.abc import Generator

from dashboard.practice.compute import Task, Variant
from dashboard.practice.marking import MAX_LINKS, Receipt, read_receipts
from dashboard.server.results import Progress, cached, counted


@cached(512)
def task_of(variant: Variant) -> Task:
    return variant.make()


@cached(2)
def receipts_of(upload: str, _text: str) -> Generator[Progress, None, list[Receipt | int]]:
    """Return what the links say, one a line; for a line that is no link, its number."""
    n_lines = min(MAX_LINKS, len(_text.splitlines()))
    return (yield from counted(read_receipts(_text), n_lines, "Mark {} of {} …"))
