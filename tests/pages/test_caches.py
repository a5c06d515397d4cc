"""What the pages keep stays within the bound, counted from outside; `python -m benchmarks.caches` asks for more."""

import pytest

from benchmarks import caches
from dashboard.server import lru_cache


@pytest.mark.parametrize("page", caches.PAGES)
def test_a_page_keeps_no_more_than_the_bound(page, monkeypatch):
    monkeypatch.setattr(lru_cache, "MOST_BYTES", 1 << 20)
    caches.visit(page, 1, caches.settings)
    assert lru_cache.size(slot.result for slot in caches.slots()) <= 1 << 20
