"""Numbers and lists in words."""

import numpy as np
import pytest

from dashboard.common.formatting import agreeing, half_up, number, two_digits


def test_a_score_that_rounds_to_zero_has_no_minus_sign():
    assert (two_digits(-0.003), two_digits(-0.2), two_digits(0.999)) == ("0.00", "-0.20", "1.00")


@pytest.mark.parametrize(
    "value, decimals, shown",
    [(9 / 80, 3, 0.113), (1 / 8, 2, 0.13), (25 / 8, 2, 3.13), (-9 / 80, 3, -0.113), (2.5, 0, 3), (0.1124999, 3, 0.112)],
)
def test_half_of_the_last_place_is_rounded_up_by_every_kind_of_number(value, decimals, shown):
    assert half_up(value, decimals) == half_up(np.float64(value), decimals) == shown
    digits = len(f"{abs(shown):.{decimals}f}".replace(".", "").lstrip("0"))
    assert float(number(np.float64(value), digits)) == shown


def test_what_is_not_finite_is_not_rounded():
    assert half_up(np.inf, 2) == np.inf and np.isnan(half_up(np.nan, 2))


def test_a_verb_agrees_with_the_count_before_it():
    words = [f"{n} {agreeing(n, verb)}" for n in (0, 1, 2) for verb in ("lie", "are", "have", "do")]
    assert " ".join(words) == "0 lie 0 are 0 have 0 do 1 lies 1 is 1 has 1 does 2 lie 2 are 2 have 2 do"
