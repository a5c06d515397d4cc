"""Numbers and lists in words."""

from dashboard.common.formatting import two_digits


def test_a_score_that_rounds_to_zero_has_no_minus_sign():
    assert (two_digits(-0.003), two_digits(-0.2), two_digits(0.999)) == ("0.00", "-0.20", "1.00")
