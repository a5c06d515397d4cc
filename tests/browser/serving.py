"""A fresh server on a free port, and the machine's own Chromium or Chrome."""

import asyncio
import contextlib
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

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


# Resolves after so many animation frames in a row without a change of the page's tree and without a run of its script.
# Frames, not milliseconds: they come later where the machine is busy, as everything does that they wait for.
QUIET = """(frames) => new Promise((resolve) => {
  let left = frames;
  const changes = new MutationObserver(() => (left = frames));
  changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const next = () => {
    if (!document.querySelector("[data-test-script-state=notRunning]")) left = frames;
    if (left-- > 0) return requestAnimationFrame(next);
    changes.disconnect();
    resolve();
  };
  requestAnimationFrame(next);
})"""


def executable() -> str:
    """Return the path of a browser: the one that CHROME names, or the first that is installed.

    A machine without one fails the tests; it does not skip them.
    """
    names = [os.environ["CHROME"]] if os.environ.get("CHROME") else [*BROWSERS, MAC]
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise RuntimeError(f"No browser found as {', '.join(names)}: install Chromium, or name one in CHROME.")
    return path


@contextlib.contextmanager
def served(settings=None, **how):
    """Serve the app for the length of the block, with these environment variables; yield its address."""
    with serving.served(settings, **how) as server:
        yield f"http://{server.address}"


def settle(page) -> None:
    """Wait until the page has connected, its script has run, its player stands ready and nothing moves any more."""
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]", timeout=60_000)
    page.wait_for_selector("[data-testid=stMain] [data-testid=stElementContainer]", state="attached", timeout=60_000)
    page.evaluate(QUIET, 20)  # a slider tells the server 200 ms after its last move, which is 12 frames
    if page.locator(".st-key-player").count():
        page.wait_for_selector(".st-key-stage .js-plotly-plot .main-svg", state="attached", timeout=60_000)
        page.locator(".st-key-player .caption").filter(has_text=".").wait_for(timeout=60_000)
        rest(page)


def rest(page) -> None:
    """Wait until what a key, a click or a new size of the window has set in motion on the page has come to rest."""
    page.evaluate(QUIET, 8)


def run_async(coroutine):
    """Return what the coroutine returns, run in a thread of its own: Playwright has a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
