"""Tables below a stage, drawn from Arrow: through pandas each would cost one to three milliseconds."""

import math

import pyarrow
import streamlit as st


def number_table(rows: list[dict], columns: dict) -> None:
    """Draw a table of the `rows`; `columns` configures them. A screen reader reads all digits: eight are enough."""
    rows = [{name: float(f"{x:.8g}") if isinstance(x, float) else x for name, x in row.items()} for row in rows]
    formats = {name: one_format([row.get(name) for row in rows]) for name in (rows[0] if rows else {})}
    looks = {name: st.column_config.NumberColumn(format=format) for name, format in formats.items() if format}
    data_table(with_empty_numbers(pyarrow.Table.from_pylist(rows)), looks | columns)


def with_empty_numbers(data: pyarrow.Table) -> pyarrow.Table:
    """Return the table with its empty columns as columns of numbers, whose dashes are aligned with other numbers."""
    fields = [
        field.with_type(pyarrow.float64()) if pyarrow.types.is_null(field.type) else field for field in data.schema
    ]
    return data.cast(pyarrow.schema(fields))


def data_table(data, columns: dict, **size) -> None:
    """Show a table that can be sorted, below room for its toolbar, which would cover the tabs on a phone."""
    st.space("small")
    st.dataframe(data, hide_index=True, column_config=columns, placeholder="–", **size)


def one_format(values: list) -> str | None:
    """Return the format with which all numbers of a column have as many decimals: four digits for the largest one.

    None where there is no fraction to show.
    """
    largest = max((abs(x) for x in values if isinstance(x, float) and math.isfinite(x)), default=0.0)
    if largest == 0 or not 1e-4 <= largest < 1e9:
        return None if largest == 0 else "%.4g"
    return f"%.{max(0, 3 - math.floor(math.log10(largest)))}f"


def text_table(columns: dict[str, list[str]]) -> None:
    """Draw a table of texts."""
    st.table(pyarrow.table(columns), hide_index=True)
