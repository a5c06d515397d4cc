"""What was clicked in a chart. A browser may send anything: anything but a click on a mark is ignored."""

import math

import streamlit as st


def clicked_value(key: str, name: str) -> float | str | None:
    """Return what the mark clicked last in the chart `key` carries as `name`, such as "customdata": a finite number or
    a text."""
    return carried(st.session_state.get(key), name)


def clicked_number(key: str, name: str, least: int, most: int) -> int | None:
    """Return the whole number from `least` to `most` that the mark clicked last carries as `name`."""
    value = clicked_value(key, name)
    return int(value) if not isinstance(value, str | None) and least <= value <= most else None


def carried(event, name: str) -> float | str | None:
    match event:
        case {"selection": {"points": [*_, {**mark}]}}:
            value = mark.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) or (isinstance(value, int | float) and math.isfinite(value)):
                return value
    return None
