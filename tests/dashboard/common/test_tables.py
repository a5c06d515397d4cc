"""The numbers of a column have as many decimals each, and every table has room for its buttons."""

import math
from pathlib import Path

import pytest

from dashboard.common.tables import one_format

ROOT = Path(__file__).parents[3]


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


def test_every_table_that_has_buttons_is_drawn_with_room_for_them():
    files = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py")]
    assert [file.name for file in files if "st.dataframe(" in file.read_text()] == ["tables.py"]
