"""What the browser unpacks is what was packed."""

import numpy as np
import pytest

from dashboard.components.player.pack import attributes, pack_frames
from dashboard.components.player.states import deflated
from tests.dashboard.common.tables import blobs, point_film, run_of
from tests.dashboard.components.packed import inflated, unpacked


def unpack(packed):
    """Return every frame in full, as the browser unpacks it."""
    return unpacked(inflated(deflated({"films": packed}))["films"])


@pytest.mark.parametrize("n, k", [(30, 1), (300, 4), (2000, 10)])
def test_a_whole_run_survives_the_way_to_the_browser(n, k):
    film = point_film(blobs(n), run_of(blobs(n), k))
    for frame, shown in zip(film.frames, unpack(pack_frames(film.frames)), strict=True):
        for trace, part in zip(frame["traces"], frame["data"], strict=True):
            for path, value in attributes(part):
                np.testing.assert_array_equal(shown[trace, path], value)


def test_an_unchanged_attribute_is_sent_once():
    same = np.arange(5, dtype=np.float32)
    frames = [{"traces": [0], "data": [{"x": same, "marker": {"size": 3}}]} for _ in range(3)]
    first, *later = pack_frames(frames)
    assert len(first) == 2 and later == [[], []]


def test_few_changes_are_sent_as_few_values():
    before = np.zeros(1000, dtype=np.uint8)
    after = before.copy()
    after[[3, 999]] = 7
    frames = [{"traces": [0], "data": [{"marker": {"color": color}}]} for color in (before, after)]
    ((_, _, change),) = pack_frames(frames)[1]
    assert set(change) == {"t", "i", "w", "v"} and len(change["i"]) == 2 * 2


def test_shares_in_hundredths_travel_as_bytes_and_tables_keep_their_rows():
    shares = (np.arange(101) / 100).astype(np.float32)
    later = shares.copy()
    later[5] = 0.99
    tables = np.ones((2, 3, 4), dtype=np.uint8)
    tables[1, 2, 3] = 7
    frames = [
        {"traces": [0, 1], "data": [{"marker": {"opacity": opacity}}, {"z": table}]}
        for opacity, table in zip((shares, later), tables, strict=True)
    ]
    packed = pack_frames(frames)
    assert packed[0][0][2]["t"] == "u1" and set(packed[1][0][2]) == {"t", "of", "i", "w", "v"}
    assert set(packed[1][1][2]) == {"t", "i", "w", "v", "row"}
    for shown, opacity, table in zip(unpack(packed), (shares, later), tables, strict=True):
        np.testing.assert_array_equal(shown[0, "marker.opacity"], opacity)
        np.testing.assert_array_equal(shown[1, "z"], table)


def test_a_number_that_stays_missing_is_not_sent_again():
    line = np.arange(40, dtype=np.float32)
    parts = [np.where(line <= at, line, np.float32(np.nan)) for at in (5, 6, 6, 3)]
    packed = pack_frames([{"traces": [0], "data": [{"x": part}]} for part in parts])
    assert len(packed[1][0][2]["v"]) == 4 and packed[2] == []
    for part, shown in zip(parts, unpack(packed), strict=True):
        np.testing.assert_array_equal(shown[0, "x"], part)
