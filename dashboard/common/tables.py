"""Tables of numbers and of words under a stage. As Arrow's: by way of pandas each takes a millisecond or three."""

import pyarrow
import streamlit as st


def tabulate(rows: list[dict], columns: dict) -> None:
    """Draw a table of the `rows`; `columns` configures them."""
    st.dataframe(pyarrow.Table.from_pylist(rows), hide_index=True, column_config=columns, placeholder="–")


def write(columns: dict[str, list[str]]) -> None:
    """Draw a table of words."""
    st.table(pyarrow.table(columns), hide_index=True)
