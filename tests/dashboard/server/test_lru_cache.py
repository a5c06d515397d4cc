"""All results together take no more than a bound in bytes, and what is heaviest gives way."""

import weakref

import numpy as np
import pytest

from dashboard.server import lru_cache
from dashboard.server.lru_cache import Shelf, size
from dashboard.server.result_cache import going_on, places, remembered


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Leave out what other tests have remembered, and hold the bound to 1,000,000 bytes."""
    monkeypatch.setattr(lru_cache, "SHELVES", weakref.WeakSet())
    monkeypatch.setattr(lru_cache, "MOST_BYTES", 1_000_000)


def made(most=99):
    """Return a function that hands out so many bytes, and the list of what it had to make."""
    asked = []

    @remembered(most)
    def zeros(count, name):
        asked.append(name)
        return np.zeros(count, dtype=np.uint8)

    return zeros, asked


def test_the_oldest_of_the_heaviest_shelf_gives_way_and_small_results_stay():
    large, large_asked = made()
    small, small_asked = made()
    small(1000, "s")
    for name in "abcdc":
        large(300_000, name)  # three have room
    assert small(1000, "s").size == 1000 and small_asked == ["s"]
    large(300_000, "b")
    assert large_asked == list("abcd")
    large(300_000, "a")
    assert large_asked == list("abcda")


def test_a_result_that_has_grown_as_it_was_used_gives_way_when_it_is_weighed_again():
    @remembered(99)
    def growing(name):
        return [name]

    growing("a").append(np.zeros(2_000_000, dtype=np.uint8))
    assert growing("a") is growing("a")
    growing.weigh("a")
    assert len(growing("a")) == 1 and sum(shelf.bytes for shelf in lru_cache.SHELVES) < 1000


def test_what_is_larger_than_all_room_is_handed_out_and_not_kept():
    large, asked = made()
    assert [large(2_000_000, "a").size for _ in range(2)] == [2_000_000] * 2 and asked == ["a", "a"]
    assert all(shelf.bytes == 0 for shelf in lru_cache.SHELVES)


def test_a_search_that_was_left_is_counted_until_it_is_let_go():
    place_of = places(9)
    search = going_on(place_of("a"), "all", lambda: (np.zeros(600_000, dtype=np.uint8) for _ in range(9)), len)
    next(search)
    search.close()
    assert sum(shelf.bytes for shelf in lru_cache.SHELVES) > 600_000
    place_of("b")["done"] = np.zeros(600_000, dtype=np.uint8)
    assert not place_of("a") and "done" in place_of("b")


def test_what_is_let_go_is_freed_at_once():
    place_of = places(1)
    piece = np.zeros(5, dtype=np.uint8)
    place_of("a")["piece"] = piece
    gone = weakref.ref(piece)
    del piece
    assert gone() is not None
    place_of("b")
    assert gone() is None


def test_what_is_counted_is_what_numpy_holds_once_each():
    X = np.zeros((1000, 8))
    assert X.nbytes <= size([{"X": X, "rows": [X[:10], X.T]}]) < X.nbytes + 2000


def test_shelves_add_up_to_what_their_slots_weigh():
    zeros, _ = made(most=4)
    for count in (10, 400_000, 20, 900_000, 30, 10, 700_000, 50):
        zeros(count, "x")
        (shelf,) = lru_cache.SHELVES
        assert isinstance(shelf, Shelf) and len(shelf.slots) <= 4
        assert shelf.bytes == sum(slot.bytes for slot in shelf.slots.values()) <= 1_000_000
