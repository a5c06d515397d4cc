"""All results together take no more than a limit in bytes, and the largest cache gives way."""

import weakref

import numpy as np
import pytest

from dashboard.server.lru_cache import MemoryLimit, reachable_bytes
from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import partial_results, resume


@pytest.fixture
def limit():
    return MemoryLimit(1_000_000)


def zeros_cache(limit, max_entries=99):
    """Return a cached function whose results take so many bytes, and the list of the calls that computed one."""
    computed = []

    @cached(max_entries, limit)
    def zeros(count, name):
        computed.append(name)
        return np.zeros(count, dtype=np.uint8)

    return zeros, computed


def test_the_oldest_entry_of_the_largest_cache_gives_way_and_small_results_stay(limit):
    large, large_computed = zeros_cache(limit)
    small, small_computed = zeros_cache(limit)
    small(1000, "s")
    for name in "abcdc":
        large(300_000, name)  # three have room
    assert small(1000, "s").size == 1000 and small_computed == ["s"]
    large(300_000, "b")
    assert large_computed == list("abcd")
    large(300_000, "a")
    assert large_computed == list("abcda")


def test_a_result_that_has_grown_gives_way_when_it_is_measured_again(limit):
    @cached(99, limit)
    def growing(name):
        return [name]

    growing("a").append(np.zeros(2_000_000, dtype=np.uint8))
    assert growing("a") is growing("a")
    growing.measure("a")
    assert len(growing("a")) == 1 and limit.n_bytes < 1000


def test_a_result_larger_than_the_limit_is_returned_and_not_kept(limit):
    large, computed = zeros_cache(limit)
    assert [large(2_000_000, "a").size for _ in range(2)] == [2_000_000] * 2 and computed == ["a", "a"]
    assert limit.n_bytes == 0


def test_unfinished_work_is_counted_until_it_is_evicted(limit):
    results = partial_results(9, limit)
    work = resume(results("a"), "all", lambda: (np.zeros(600_000, dtype=np.uint8) for _ in range(9)), len)
    next(work)
    work.close()
    assert limit.n_bytes > 600_000
    results("b")["done"] = np.zeros(600_000, dtype=np.uint8)
    assert not results("a") and "done" in results("b")


def test_what_is_evicted_is_freed_at_once(limit):
    results = partial_results(1, limit)
    part = np.zeros(5, dtype=np.uint8)
    results("a")["part"] = part
    gone = weakref.ref(part)
    del part
    assert gone() is not None
    results("b")
    assert gone() is None


def test_arrays_are_counted_once_each_as_numpy_holds_them():
    X = np.zeros((1000, 8))
    assert X.nbytes <= reachable_bytes([{"X": X, "rows": [X[:10], X.T]}]) < X.nbytes + 2000


def test_a_cache_adds_up_what_its_entries_take(limit):
    zeros, _ = zeros_cache(limit, max_entries=4)
    for count in (10, 400_000, 20, 900_000, 30, 10, 700_000, 50):
        zeros(count, "x")
        (cache,) = limit.caches
        assert len(cache.entries) <= 4
        assert cache.n_bytes == sum(entry.n_bytes for entry in cache.entries.values()) <= 1_000_000
