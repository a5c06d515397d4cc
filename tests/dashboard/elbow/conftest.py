import pytest

from dashboard.common.datasets import NAMED
from tests.dashboard.elbow.searches import searched


@pytest.fixture(scope="session")
def four_blobs():
    """The sweep and the gap statistic of the page's first data set."""
    return searched(NAMED["blobs"].make(300, 1.0, 42).X)
