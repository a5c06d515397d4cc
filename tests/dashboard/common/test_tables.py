"""The numbers of a column have as many decimals each."""

import math

import pytest

from dashboard.common.tables import one_format


@pytest.mark.parametrize(
    "values, format",
    [
        ([19780.251, 362.4724], "%.0f"),
        ([0.4877, 0.03], "%.4f"),
        ([9.5, None, math.nan], "%.3f"),
        ([1e-170], "%.4g"),
        ([-2e12], "%.4g"),
        ([1, 2], None),
        (["a", None], None),
        ([0.0], None),
    ],
)
def test_all_numbers_of_a_column_have_the_decimals_of_its_largest(values, format):
    assert one_format(values) == format
