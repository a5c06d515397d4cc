"""What the player is sent arrives as it was."""

import numpy as np
import pytest

from dashboard.components.player.states import deflated
from tests.dashboard.components.packed import inflated


@pytest.mark.parametrize("dtype", ["float32", "float64", "int8", "uint8", "uint16", "int64", "uint32"])
def test_an_array_arrives_flat_and_of_at_most_four_bytes_a_number(dtype):
    table = np.arange(6, dtype=dtype).reshape(2, 3)
    arrived = inflated(deflated(dict(by_rows=table, by_columns=table.T)))
    assert arrived["by_rows"].tolist() == [0, 1, 2, 3, 4, 5] and arrived["by_columns"].tolist() == [0, 3, 1, 4, 2, 5]
    assert arrived["by_rows"].itemsize == min(table.itemsize, 4)


def test_arrays_may_be_anywhere_among_words_and_numbers():
    sent = dict(name="run", parts=[dict(x=np.array([1.5, np.nan])), None], n=3)
    arrived = inflated(deflated(sent))
    np.testing.assert_array_equal(arrived["parts"][0]["x"], [1.5, np.nan])
    assert (arrived["name"], arrived["parts"][1], arrived["n"]) == ("run", None, 3)


def test_numbers_that_four_bytes_cannot_hold_arrive_too():
    assert inflated(deflated(dict(inertias=np.array([4e59, 2.5e59]))))["inertias"].tolist() == [4e59, 2.5e59]
