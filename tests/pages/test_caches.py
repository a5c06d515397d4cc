"""`python -m benchmarks.caches` counts what the pages keep."""

import numpy as np
import pytest

from benchmarks import caches


def test_arrays_are_counted_once_each_as_numpy_holds_them():
    X = np.zeros((1000, 8))
    assert X.nbytes <= caches.reachable_bytes([{"X": X, "rows": [X[:10], X.T]}]) < X.nbytes + 2000


@pytest.mark.parametrize("page", caches.PAGES)
def test_the_most_that_a_page_offers_takes_a_part_of_the_limit(page):
    before = {id(result) for result in caches.results()}
    caches.visit(page, 1, caches.largest)
    more = [result for result in caches.results() if id(result) not in before]
    assert caches.mib(more) < caches.MAX_MIB / 3
