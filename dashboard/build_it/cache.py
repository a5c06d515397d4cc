"""What the Build it page keeps: the puzzles, and what the programs do."""

from dashboard.build_it import compute
from dashboard.build_it.compute import Effect, Puzzle
from dashboard.build_it.text import FILL
from dashboard.server.results import cached


@cached(256)
def puzzle_of(mode: str, number: int) -> Puzzle:
    return compute.fill_puzzle(number) if mode == FILL else compute.bug_puzzle(number)


@cached(256)
def effect_of(lines: tuple[str, ...], seed: int) -> Effect:
    return compute.run_program(lines, seed)


@cached(256)
def is_kmeans(lines: tuple[str, ...]) -> bool:
    return compute.behaves_like_the_core(lines)
