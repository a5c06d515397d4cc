"""Two single processes behind the shipped proxy: every browser stays with its own, and the headers are set."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.serving import ROOT
from tests.browser.serving import served, settle

pytestmark = pytest.mark.skipif(shutil.which("haproxy") is None, reason="needs haproxy: apt-get install haproxy")

# Keeps the page's websockets where a test can break them.
SOCKETS = """window.sockets = []; window.WebSocket = class extends WebSocket {
  constructor(...args) { super(...args); window.sockets.push(this); } };"""


@contextlib.contextmanager
def proxied(folder, *replicas, **settings):
    """Yield the address of the proxy of deploy/haproxy.cfg, with local `replicas` in the place of Docker's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    text = (ROOT / "deploy" / "haproxy.cfg").read_text("utf-8")
    text, bound = re.subn(r"bind :8080", f"bind {address}", text)
    servers = "\n".join(f"    server app{i} {replica} check" for i, replica in enumerate(replicas))
    text, placed = re.subn(r"    server-template .*", servers, text)
    assert (bound, placed) == (1, 1)
    path = folder / "haproxy.cfg"
    path.write_text(text, "utf-8")
    environment = os.environ | {"COOKIE_KEY": "key", "BASE_PATH": "", "FRAME_ANCESTORS": ""} | settings
    process = subprocess.Popen(["haproxy", "-q", "-f", str(path)], env=environment)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://{address}{settings.get('BASE_PATH', '')}/_stcore/health", timeout=1)
                break
            time.sleep(0.1)  # nothing tells when a port begins to answer
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    secret = {"STREAMLIT_SERVER_COOKIE_SECRET": "a secret of this test"}
    with contextlib.ExitStack() as stack:
        replicas = [stack.enter_context(served(secret)).removeprefix("http://") for _ in range(2)]
        yield stack.enter_context(proxied(tmp_path_factory.mktemp("proxy"), *replicas))


@contextlib.contextmanager
def replica():
    """Yield the address of a server that knows its own port, and where the app is under the path /kmeans."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/kmeans":  # as Streamlit does, which does not know of HTTPS in front of it
                self.send_response(307)
                self.send_header("Location", f"http://{self.headers['Host']}/kmeans/?k=3")
            else:
                self.send_response(200 if self.path.startswith("/kmeans/") else 404)
            self.send_header("Set-Cookie", "_streamlit_xsrf=1|2|3; Path=/; SameSite=Lax")  # as Streamlit does
            self.end_headers()
            self.wfile.write(str(self.server.server_port).encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_room_is_in_one_process_for_all_who_open_its_address_wherever_they_were_before(tmp_path):
    def visit(path, cookie=""):
        request = urllib.request.Request(f"{address}/kmeans/{path}", headers={"Cookie": cookie} if cookie else {})
        with urllib.request.urlopen(request, timeout=10) as answer:
            cookies = (cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie"))
            return answer.read(), next((cookie for cookie in cookies if cookie.startswith("REPLICA")), "")

    with replica() as one, replica() as two, proxied(tmp_path, one, two, BASE_PATH="/kmeans") as address:
        time.sleep(2.5)  # a replica whose health check fails is left out by then
        processes = {}
        for i in range(12):
            process, cookie = visit(f"class?room=ROOM{i}&key=secret")
            processes[f"ROOM{i}"] = process
            for before in ("", *(visit("algorithm")[1] for _ in range(4))):  # in turn, so from both processes
                assert visit(f"vote?room=ROOM{i}", before) == (process, cookie)
            assert visit("_stcore/stream", cookie)[0] == process  # a websocket's address names no room
    assert len(set(processes.values())) == 2


def test_under_a_path_a_site_that_is_named_may_frame_the_app_and_its_frame_keeps_the_cookie(tmp_path):
    with (
        replica() as one,
        proxied(tmp_path, one, BASE_PATH="/kmeans", FRAME_ANCESTORS="https://moodle.example.org") as address,
    ):
        time.sleep(2.5)  # a replica whose health check fails is left out by then
        headers = urllib.request.urlopen(f"{address}/kmeans/static/a.js", timeout=10).headers
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
        connection.request("GET", "/kmeans")
        assert connection.getresponse().headers["Location"] == "/kmeans/?k=3"  # over HTTPS, it stays there
    assert "frame-ancestors 'self' https://moodle.example.org" in headers["Content-Security-Policy"]
    cookies = {cookie.partition("=")[0]: set(cookie.split("; ")) for cookie in headers.get_all("Set-Cookie")}
    assert cookies.keys() == {"REPLICA", "_streamlit_xsrf"}
    assert all({"SameSite=None", "Secure", "Partitioned"} <= attributes for attributes in cookies.values())
    assert "SameSite=Lax" not in cookies["_streamlit_xsrf"]
    assert headers["X-Frame-Options"] is None


def replica_cookies(proxy) -> set[str]:
    """Return what the proxy's cookie says for each process: browsers that have none are sent to them in turn."""
    answers = [urllib.request.urlopen(f"{proxy}/_stcore/health", timeout=10).headers for _ in range(4)]
    cookies = [cookie for headers in answers for cookie in headers.get_all("Set-Cookie") or ()]
    return {cookie.partition(";")[0].partition("=")[2] for cookie in cookies if cookie.startswith("REPLICA=")}


def test_uploads_and_reconnects_reach_the_process_that_knows_the_browser(proxy, chrome):
    replicas, blocked, contexts = set(), [], []
    for i, replica in enumerate(sorted(replica_cookies(proxy))):
        contexts.append(chrome.new_context())
        contexts[-1].add_cookies([{"name": "REPLICA", "value": replica, "url": proxy}])
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
