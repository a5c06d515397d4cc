"""The app starts on any system, with what requirements.txt names and pytest alone."""

from urllib.request import urlopen

import pytest

from benchmarks.serving import served


@pytest.fixture(scope="module")
def address():
    with served() as server:
        yield f"http://{server.address}"


@pytest.mark.parametrize("path", ["/", "/algorithm", "/_stcore/health"])
def test_the_app_starts_and_answers(address, path):
    assert urlopen(address + path, timeout=30).status == 200
