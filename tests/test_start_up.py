"""The app starts on any system, with what requirements.txt names and pytest alone."""

import sys
from urllib.request import urlopen

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.serving import ROOT, served


def test_the_app_starts_and_answers():
    with served() as server:
        for path in ("/", "/algorithm", "/_stcore/health"):
            with urlopen(f"http://{server.address}{path}", timeout=30) as answer:
                assert answer.status == 200


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a browser would open")
def test_the_first_start_on_a_desktop_does_not_wait_for_an_email_address(tmp_path):
    with served({"STREAMLIT_SERVER_HEADLESS": "false", "PATH": "", "HOME": str(tmp_path)}) as server:
        with urlopen(f"http://{server.address}/", timeout=30) as answer:
            assert answer.status == 200


def test_a_page_runs_and_offers_its_files():
    page = AppTest.from_file(ROOT / "pages" / "1_algorithm.py", default_timeout=60)
    page.query_params["tab"] = "Take home"
    page.run()
    assert not page.exception and len(page.get("download_button")) >= 5
