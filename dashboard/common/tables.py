"""Tables below a stage, drawn from Arrow: through pandas each would cost one to three milliseconds."""

import pyarrow
import streamlit as st


def number_table(rows: list[dict], columns: dict) -> None:
    """Draw a table of the `rows`; `columns` configures them. A screen reader reads all digits: eight are enough."""
    rows = [{name: float(f"{x:.8g}") if isinstance(x, float) else x for name, x in row.items()} for row in rows]
    st.dataframe(pyarrow.Table.from_pylist(rows), hide_index=True, column_config=columns, placeholder="–")


def text_table(columns: dict[str, list[str]]) -> None:
    """Draw a table of texts."""
    st.table(pyarrow.table(columns), hide_index=True)
