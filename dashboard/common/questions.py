"""A question worth trying. No Streamlit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question, the settings of the page that shows it, and its answer."""

    text: str
    settings: dict[str, str | list[str]]
    answer: str
