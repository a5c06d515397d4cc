"""A fresh server on a free port, and the machine's own Chromium or Chrome."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"} | (settings or {})
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).status == 200:
                    break
            time.sleep(0.2)
        else:
            raise RuntimeError("The server did not come up within a minute.")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def settle(page) -> None:
    """Wait until the page has connected, its script has run and its player stands ready."""
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]", timeout=60_000)
    page.wait_for_timeout(250)
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=120_000)
    if page.locator(".st-key-player").count():
        page.wait_for_selector(".st-key-stage .js-plotly-plot .main-svg", state="attached", timeout=60_000)
        page.locator(".st-key-player .caption").filter(has_text=".").wait_for(timeout=60_000)
    page.wait_for_timeout(500)
