"""The app starts on any system, with what requirements.txt names and pytest alone."""

from urllib.request import urlopen

from benchmarks.serving import served


def test_the_app_starts_and_answers():
    with served() as server:
        for path in ("/", "/algorithm", "/_stcore/health"):
            with urlopen(f"http://{server.address}{path}", timeout=30) as answer:
                assert answer.status == 200
