"""What the browser unpacks is what was packed."""

import base64

import numpy as np
import pytest

from dashboard.figures import algorithm
from dashboard.player.pack import attributes, pack
from dashboard.projection import view
from dashboard.runs import record, running
from tests.dashboard.tables import blobs


def unpack(packed):
    """Return every frame whole, as player.js does: the oracle in a few lines."""
    frames, state = [], {}
    for changes in packed:
        for trace, path, value in changes:
            if isinstance(value, dict) and "a" in value:
                value = np.frombuffer(base64.b64decode(value["a"]), dtype=f"<{value['t']}")
            elif isinstance(value, dict):
                after = state[trace, path].copy()
                where = np.frombuffer(base64.b64decode(value["i"]), dtype=f"<u{value['w']}")
                after[where] = np.frombuffer(base64.b64decode(value["v"]), dtype=f"<{value['t']}")
                value = after
            state[trace, path] = value
        frames.append(dict(state))
    return frames


@pytest.mark.parametrize("n, k", [(30, 1), (300, 4), (2000, 10)])
def test_a_whole_run_survives_the_way_to_the_browser(n, k):
    run = record(blobs(n), list(running(blobs(n).X, k, "random", 1)))
    seen = view(run.table.X, run.table.features, "x", "y")
    film = algorithm.stage(seen.on(run.drawn), run.film, seen)
    for frame, shown in zip(film.frames, unpack(pack(film.frames)), strict=True):
        for trace, part in zip(frame["traces"], frame["data"], strict=True):
            for path, value in attributes(part):
                np.testing.assert_array_equal(shown[trace, path], value)


def test_an_unchanged_attribute_is_sent_once():
    same = np.arange(5, dtype=np.float32)
    frames = [{"traces": [0], "data": [{"x": same, "marker": {"size": 3}}]} for _ in range(3)]
    first, *later = pack(frames)
    assert len(first) == 2 and later == [[], []]


def test_few_changes_are_sent_as_few_values():
    before = np.zeros(1000, dtype=np.uint8)
    after = before.copy()
    after[[3, 999]] = 7
    frames = [{"traces": [0], "data": [{"marker": {"color": color}}]} for color in (before, after)]
    ((_, _, change),) = pack(frames)[1]
    assert set(change) == {"t", "i", "w", "v"} and len(change["i"]) < 10
