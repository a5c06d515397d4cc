"""Small tables that several tests draw."""

from dashboard.common.datasets import NAMED, Table


def blobs(n=300, seed=42) -> Table:
    return NAMED["blobs"].make(n, 1.0, seed)
