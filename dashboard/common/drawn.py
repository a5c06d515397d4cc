"""Places drawn by hand, as text: two base-62 characters for each, across and up on a grid of 62 x 62. No Streamlit."""

import string
from collections.abc import Iterable

import numpy as np

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
VALUES = {digit: value for value, digit in enumerate(DIGITS)}
GRID = len(DIGITS)
CORNERS = np.array([[0.0, 0.0], [GRID - 1.0, GRID - 1.0]])  # the lowest and the highest place of the grid
MIN_POINTS, MAX_POINTS, MAX_CENTROIDS = 2, 60, 8
EXAMPLE = "AkCfDmFiGnHgJlEeqjsnteugvlxixmrdwoVBXESCZ8bAcDdGe9gCW6aF"  # two groups side by side and one below them
EXAMPLE_CENTROIDS = "ISMXhS"


def read_places(text: str) -> np.ndarray | None:
    """Return the places (n, 2), or None if the text has an odd length or a character that is no base-62 digit."""
    values = [VALUES.get(character) for character in text]
    return None if len(text) % 2 or None in values else np.array(values, dtype=float).reshape(-1, 2)


def read_points(text: str, least=MIN_POINTS) -> np.ndarray | None:
    """Return the drawn points (n, 2), or None if they cannot be read or are too few or too many."""
    return read_places(text) if 2 * least <= len(text) <= 2 * MAX_POINTS else None


def read_centroids(text: str, most=MAX_CENTROIDS) -> np.ndarray | None:
    """Return the placed centroids (k, 2), or None if they cannot be read or are too many."""
    return read_places(text) if len(text) <= 2 * most else None


def write_places(places: Iterable[Iterable[float]]) -> str:
    """Return the text of places (n, 2), each moved to the nearest place of the grid."""
    values = np.clip(np.rint(np.reshape(places, (-1, 2))), 0, GRID - 1).astype(int)
    return "".join(DIGITS[value] for value in values.ravel())
