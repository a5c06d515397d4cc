"""Every line that a visitor may choose runs, and only those that are k-means do what the library does."""

import numpy as np
import pytest

from dashboard.build_it import text
from dashboard.build_it.compute import (
    DISTANCES,
    HARMLESS,
    MOVE,
    RIGHT,
    SEEDS,
    SHOWN_SEED,
    START,
    WRONG,
    behaves_like_the_core,
    bug_puzzle,
    core_effect,
    fill_puzzle,
    points_for,
    run_program,
    shuffled_lines,
)

WRONG_LINES = [(line, code) for line, codes in WRONG.items() for code in codes]


def with_line(line, code):
    return (*RIGHT[:line], code, *RIGHT[line + 1 :])


def test_the_nine_lines_do_step_by_step_what_the_library_does():
    assert len(RIGHT) == 9
    for seed in SEEDS:
        ours, theirs = run_program(RIGHT, seed), core_effect(seed)
        for own, core in zip((*ours.steps, ours.end), (*theirs.steps, theirs.end), strict=True):
            np.testing.assert_array_equal(own[0], core[0])
            np.testing.assert_allclose(own[1], core[1])


@pytest.mark.parametrize("line, code", WRONG_LINES, ids=lambda part: str(part).strip())
def test_a_wrong_line_does_something_else_and_the_page_says_what(line, code):
    assert not behaves_like_the_core(with_line(line, code)) and text.EFFECTS[code]
    effect = run_program(with_line(line, code), SHOWN_SEED)
    assert effect.error or np.count_nonzero(effect.end[0] != core_effect(SHOWN_SEED).end[0]) >= 10  # it can be seen


def test_the_square_root_is_harmless():
    assert behaves_like_the_core(with_line(DISTANCES, HARMLESS))


def test_the_effects_are_those_that_the_page_names():
    view, twice, no_axis = WRONG[START][1], WRONG[START][0], WRONG[MOVE][0]
    assert not np.array_equal(run_program(with_line(START, view), 0).X, points_for(0))  # the points move
    empty = run_program(with_line(START, twice), SHOWN_SEED)
    assert np.isnan(empty.end[1]).any()  # the mean of no points
    centroids = run_program(with_line(MOVE, no_axis), 0).end[1]
    np.testing.assert_array_equal(centroids[:, 0], centroids[:, 1])  # on the diagonal


@pytest.mark.parametrize("number", range(1, 31))
def test_a_blank_has_four_candidates_and_a_bug_one_repair(number):
    fill, bug = fill_puzzle(number), bug_puzzle(number)
    codes = [code for _, code in fill.options]
    assert len(set(codes)) == len(set(bug.options)) == 4 and not behaves_like_the_core(bug.lines)
    assert sum(fill.is_right) == 1 + (HARMLESS in codes) and sum(bug.is_right) == 1
    assert not any(code.strip() in fill.shown for code in codes)


@pytest.mark.parametrize("number", range(1, 11))
def test_the_lines_to_order_are_the_nine_and_two_wrong_ones(number):
    lines = shuffled_lines(number)
    assert len(lines) == 11 and set(RIGHT) < set(lines)
    assert set(lines) - set(RIGHT) <= {code for _, code in WRONG_LINES}


def test_any_order_of_the_lines_comes_to_an_end_with_a_result_or_a_reason():
    rng = np.random.default_rng(0)
    for number in range(1, 200):
        lines = rng.permutation(shuffled_lines(number))[:9].tolist()
        effect = run_program(lines, 0)
        assert effect.end or text.explain_error(effect)
        assert text.verdict_on_order(lines, behaves_like_the_core(lines), effect)


def test_old_may_be_copied_at_any_time_before_the_centroids_move():
    lines = list(RIGHT)
    lines.insert(2, lines.pop(4))
    assert behaves_like_the_core(lines)


@pytest.mark.parametrize(
    "order, said",
    [
        ((0, 1, 3, 2, 4, 5, 6, 7, 8), "at line 3: `d2` is used before"),
        ((0, 1, 2, 3, 5, 6, 7, 4, 8), "at line 8: a line is indented"),
        ((1, 2, 3, 4, 5, 6, 7, 8, 0), "at line 2: `centroids` is used before"),
        ((0, 1, 2, 3, 5, 4, 6, 7, 8), "at line 6: a line is indented"),
    ],
)
def test_a_wrong_order_says_where_python_stops_and_why(order, said):
    assert said in text.explain_error(run_program([RIGHT[i] for i in order], 0))
