"""A fresh server on a free port, and the machine's own Chromium or Chrome."""

import contextlib
import shutil
from pathlib import Path

from benchmarks import serving

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Two pages of the browser's own, behind its address bar, would cost each window a second of processor time. The
    # other two are of Playwright's own list, whose place this one takes.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding,OptimizationHints",
]


def executable() -> str:
    """Return the path of a browser. A machine without one fails the tests; it does not skip them."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None) or (MAC if Path(MAC).exists() else None)
    if found is None:
        raise RuntimeError("No Chromium or Chrome found: install one, for instance with `apt-get install chromium`.")
    return found


@contextlib.contextmanager
def served(settings=None):
    """Serve the app for the length of the block, with these environment variables; yield its address."""
    with serving.served(settings) as server:
        yield f"http://{server.address}"


def settle(page) -> None:
    """Wait until the page has connected, its script has run and its player stands ready."""
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]", timeout=60_000)
    page.wait_for_timeout(250)
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=120_000)
    if page.locator(".st-key-player").count():
        page.wait_for_selector(".st-key-stage .js-plotly-plot .main-svg", state="attached", timeout=60_000)
        page.locator(".st-key-player .caption").filter(has_text=".").wait_for(timeout=60_000)
    page.wait_for_timeout(500)
