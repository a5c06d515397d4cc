"""What the server keeps of Streamlit's own files, and how it sends."""

import asyncio
import gzip
import importlib
import socket
import tempfile
import threading
from pathlib import Path

import pytest
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.staticfiles import StaticFiles
from streamlit import config
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from dashboard.server import static_files

SCRIPT = next((static_files.STATIC / "static" / "js").glob("index.*.js"))
FONT = next((static_files.STATIC / "static" / "media").glob("MaterialSymbols*.woff2"))
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def ask(path, headers=BROWSER, method="GET", marked=""):
    """Return status, headers and body of what the server answers; `marked` is a cookie that it sets on the way."""
    static_files.prepare()
    sent = []

    async def send(message):
        if message["type"] == "http.response.start" and marked:
            message["headers"].append((b"set-cookie", marked.encode()))
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "asgi": {"spec_version": "2.4"},
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(create_streamlit_static_handler(str(static_files.STATIC), "")(scope, None, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:])


def test_a_script_is_sent_gzipped_and_is_the_file_to_the_last_byte():
    for _ in range(2):  # packed, then kept
        status, headers, body = ask(f"/static/js/{SCRIPT.name}")
        assert status == 200 and headers["content-encoding"] == "gzip" and headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == SCRIPT.read_bytes() and len(body) < 0.5 * SCRIPT.stat().st_size
        assert headers["content-type"] == ask(f"/static/js/{SCRIPT.name}", {})[1]["content-type"]
        assert "immutable" in headers["cache-control"] and int(headers["content-length"]) == len(body)


def test_a_font_that_gzip_would_not_shorten_is_sent_as_it_is():
    _, headers, body = ask(f"/static/media/{FONT.name}")
    assert body == FONT.read_bytes() and "content-encoding" not in headers


@pytest.mark.parametrize(
    ("headers", "status", "size"),
    [
        ({}, 200, SCRIPT.stat().st_size),
        (BROWSER | {"Range": "bytes=0-9"}, 206, 10),
        (BROWSER | {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304, 0),
    ],
)
def test_who_asks_for_anything_unusual_is_answered_as_streamlit_does(headers, status, size):
    got, told, body = ask(f"/static/js/{SCRIPT.name}", headers)
    assert (got, len(body)) == (status, size) and "content-encoding" not in told


def test_a_file_that_is_not_streamlits_own_is_never_sent():
    (outside, _, _), (_, _, unknown) = ask("/static/../../config.py"), ask("/static/js/no.js")
    assert outside == 400 and b"<!doctype html>" in unknown.lower()  # the page, as for every address


def test_what_one_browser_is_told_the_next_is_not():
    ask(f"/static/js/{SCRIPT.name}", marked="session=of another")
    assert "set-cookie" not in ask(f"/static/js/{SCRIPT.name}")[1]


def test_another_starlette_is_left_alone(monkeypatch):
    async def get_response(self, path, scope, more):
        pass

    monkeypatch.setattr(StaticFiles, "get_response", get_response)
    static_files.keep_files()
    assert StaticFiles.get_response is get_response
    monkeypatch.delattr(StaticFiles, "get_response")
    static_files.keep_files()
    assert not hasattr(StaticFiles, "get_response")


def test_an_upload_as_large_as_allowed_never_touches_the_disk(monkeypatch):
    limit = config.get_option("server.maxUploadSize") << 20
    form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + bytes(limit) + b"\r\n--x--\r\n"
    written, roll = [], tempfile.SpooledTemporaryFile.rollover
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", lambda self: written.append(self) or roll(self))

    async def take_in():
        async def receive():
            return {"type": "http.request", "body": form, "more_body": False}

        scope = {"type": "http", "headers": [(b"content-type", b"multipart/form-data; boundary=x")]}
        async with Request(scope, receive).form() as taken:
            return len(await taken["f"].read())

    static_files.keep_off_the_disk()
    assert asyncio.run(take_in()) == limit and not written
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1 << 20)  # Starlette's own
    assert asyncio.run(take_in()) == limit and written


def test_a_small_message_does_not_wait_for_the_one_before_it():
    async def accepted():
        told = asyncio.get_running_loop().create_future()
        listening = socket.create_server(("127.0.0.1", 0))  # names no protocol, like Streamlit's
        server = await asyncio.start_server(lambda _, writer: told.set_result(writer), sock=listening)
        static_files.send_at_once()
        _, writer = await asyncio.open_connection(*listening.getsockname())
        theirs = await told
        waits = not theirs.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for one in (writer, theirs, server):
            one.close()
        await server.wait_closed()
        return waits

    assert not asyncio.run(accepted())


def handing_over(work) -> tuple[list, int]:
    """Return what `work(loop, note)` had a prepared loop note, and how often the loop was woken for that."""
    loop, noted, woken = asyncio.new_event_loop(), [], []
    wake = loop.call_soon_threadsafe
    loop.call_soon_threadsafe = lambda *args: woken.append(1) or wake(*args)
    static_files.wake_once(loop)

    async def until_all_is_there():
        done = asyncio.get_running_loop().create_future()
        work(loop, lambda what: done.set_result(None) if what is None else noted.append(what))
        await asyncio.wait_for(done, 20)

    loop.run_until_complete(until_all_is_there())
    loop.close()
    return noted, len(woken)


def test_a_busy_loop_is_woken_once_for_all_that_a_thread_hands_it_and_keeps_the_order():
    def work(loop, note):
        def hand_over():
            for i in [*range(100), None]:
                loop.call_soon_threadsafe(note, i)

        thread = threading.Thread(target=hand_over)
        thread.start()
        thread.join()

    assert handing_over(work) == (list(range(100)), 1)


def test_a_loop_that_sleeps_again_and_again_misses_nothing_of_what_threads_hand_it():
    waiting = threading.Barrier(4)

    def work(loop, note):
        def hand_over(name):
            for i in range(500):
                loop.call_soon_threadsafe(note, (name, i))
            if waiting.wait() == 0:
                loop.call_soon_threadsafe(note, None)

        for name in range(4):
            threading.Thread(target=hand_over, args=(name,)).start()

    noted, woken = handing_over(work)
    assert sorted(noted) == [(name, i) for name in range(4) for i in range(500)] and woken <= 2001


def test_a_loop_is_woken_for_what_its_own_thread_hands_it_in_a_handler_of_a_signal():
    noted, woken = handing_over(lambda loop, note: [loop.call_soon_threadsafe(note, i) for i in (1, None)])
    assert (noted, woken) == ([1], 1)


def test_a_page_is_looked_up_on_the_disk_once_and_no_rerun_notes_in_the_pages_of_another(monkeypatch):
    asked = []
    module = importlib.import_module("streamlit.navigation.page")
    monkeypatch.setattr(module, "_create_page", lambda page, *, default=False: asked.append(page) or [page, default])
    static_files.keep_pages()
    first, again, started = (module._create_page(Path("/app.py"), default=at) for at in (False, False, True))
    assert (first, started, len(asked)) == ([Path("/app.py"), False], [Path("/app.py"), True], 2)
    assert first == again and first is not again
    assert [module._create_page("app.py") and len(asked) for _ in range(2)] == [3, 4]  # depends on where the app is


def test_a_streamlit_that_describes_pages_otherwise_is_left_alone(monkeypatch):
    module = importlib.import_module("streamlit.navigation.page")
    monkeypatch.setattr(module, "_create_page", lambda page: page)
    otherwise = module._create_page
    static_files.keep_pages()
    assert module._create_page is otherwise
    monkeypatch.delattr(module, "_create_page")
    static_files.keep_pages()
    assert not hasattr(module, "_create_page")
