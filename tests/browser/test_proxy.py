"""Two single processes behind the shipped proxy: every browser stays with its own, and the headers are set."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest

from benchmarks.serving import ROOT
from tests.browser.serving import served, settle

pytestmark = pytest.mark.skipif(shutil.which("haproxy") is None, reason="needs haproxy: apt-get install haproxy")

# Keeps the page's websockets where a test can break them.
SOCKETS = """window.sockets = []; window.WebSocket = class extends WebSocket {
  constructor(...args) { super(...args); window.sockets.push(this); } };"""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """Yield the address of the proxy of deploy/haproxy.cfg, with two local replicas in the place of Docker's."""
    with contextlib.ExitStack() as stack, socket.socket() as free:
        secret = {"STREAMLIT_SERVER_COOKIE_SECRET": "a secret of this test"}
        replicas = [stack.enter_context(served(secret)).removeprefix("http://") for _ in range(2)]
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        free.close()
        text = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
        text, bound = re.subn(r"bind :8080", f"bind {address}", text)
        servers = "\n".join(f"    server app{i} {replica} check" for i, replica in enumerate(replicas))
        text, placed = re.subn(r"    server-template .*", servers, text)
        assert (bound, placed) == (1, 1)
        path = tmp_path_factory.mktemp("proxy") / "haproxy.cfg"
        path.write_text(text, "utf-8")
        process = subprocess.Popen(["haproxy", "-q", "-f", str(path)], env=os.environ | {"COOKIE_KEY": "key"})
        try:
            for _ in range(100):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=1)
                    break
                time.sleep(0.1)  # nothing tells when a port begins to answer
            yield f"http://{address}"
        finally:
            process.terminate()
            process.wait(10)


def test_uploads_and_reconnects_reach_the_process_that_knows_the_browser(proxy, chrome):
    replicas, blocked, contexts = set(), [], []
    for i in range(2):  # both at once, so that the second goes to the other process
        contexts.append(chrome.new_context())
        contexts[-1].add_init_script(SOCKETS)
        page = contexts[-1].new_page()
        page.set_default_timeout(90_000)
        page.on("console", lambda said: blocked.append(said.text) if "Policy" in said.text else None)
        page.goto(f"{proxy}/algorithm?data=your+own&k=2")
        settle(page)
        file = {"name": f"own{i}.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n2,1\n9,8\n8,9\n"}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_text(f"own{i}.csv: 4 rows").wait_for()
        page.evaluate("sockets.forEach((socket) => socket.close())")
        page.wait_for_function("sockets.at(-1).readyState === 1 && sockets.length > 1")
        settle(page)
        page.get_by_text(f"own{i}.csv: 4 rows").wait_for()  # the session came back, and the upload with it
        replicas |= {cookie["value"] for cookie in contexts[-1].cookies() if cookie["name"] == "REPLICA"}
        assert page.locator("[data-testid=stException]").count() == 0
    for context in contexts:
        context.close()
    assert len(replicas) == 2 and blocked == []


def test_files_are_gzipped_and_kept_and_no_page_may_frame_the_app(proxy):
    def fetch(path):
        request = urllib.request.Request(proxy + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.headers, answer.read()

    headers, page = fetch("/")
    assert (
        headers["X-Content-Type-Options"] == "nosniff"
        and "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    )
    script = re.search(
        rb"static/js/index[^\"]+\.js", subprocess.run(["gzip", "-dc"], input=page, capture_output=True).stdout
    )
    headers, _ = fetch("/" + script[0].decode())
    assert headers["Content-Encoding"] == "gzip" and "immutable" in headers["Cache-Control"]


def test_too_large_an_upload_is_refused_before_it_is_sent(proxy):
    connection = urllib.request.Request(
        proxy + "/_stcore/upload_file/a/b", method="PUT", data=b"x", headers={"Content-Length": "999000000"}
    )
    with pytest.raises(urllib.error.HTTPError, match="413"):
        urllib.request.urlopen(connection, timeout=10)
