"""What the pages keep stays within the bound, counted from outside; `python -m benchmarks.caches` asks for more."""

import pytest

from benchmarks import caches
from dashboard.server.lru_cache import reachable_bytes
from dashboard.server.result_cache import ALL_RESULTS


@pytest.mark.parametrize("page", caches.PAGES)
def test_a_page_keeps_no_more_than_the_bound(page, monkeypatch):
    monkeypatch.setattr(ALL_RESULTS, "max_bytes", 1 << 20)
    caches.visit(page, 1, caches.settings)
    assert reachable_bytes(entry.result for entry in caches.entries()) <= 1 << 20
