"""The numbers of a column have as many decimals each, and every table has room for its buttons."""

import math
from pathlib import Path

import pyarrow
import pytest

from dashboard.common.tables import one_format, with_empty_numbers

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


def test_a_column_without_a_value_is_one_of_numbers_and_every_other_stays_as_it_is():
    data = pyarrow.Table.from_pylist([{"k": 1, "name": "a", "gap": None}, {"k": 2, "name": None, "gap": None}])
    shown = with_empty_numbers(data)
    assert [str(field.type) for field in shown.schema] == ["int64", "string", "double"]
    assert shown.to_pylist() == data.to_pylist()


def test_every_table_that_has_buttons_is_drawn_with_room_for_them():
    files = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py")]
    assert [file.name for file in files if "st.dataframe(" in file.read_text()] == ["tables.py"]
