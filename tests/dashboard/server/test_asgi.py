"""What the server answers from memory, and how it takes in uploads."""

import asyncio
import gzip
import tempfile

import pytest
import streamlit as st
from starlette.requests import Request

from dashboard.components import SCRIPTS, url_of
from dashboard.server.asgi import STREAMLIT_FILES, FilesFromMemory, keep_uploads_in_memory

SCRIPT = next((STREAMLIT_FILES / "js").glob("index.*.js"))
PLAYER = "player/browser/player.js"
GZIP = {"accept-encoding": "gzip, deflate, br"}


async def streamlit_answers(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"Streamlit"})


def answers(*paths, headers=GZIP, method="GET") -> list[tuple[dict, bytes]]:
    """Return headers and body of what the server answers to requests for all these paths that come at the same time."""
    server = FilesFromMemory(streamlit_answers)

    async def ask(path):
        messages = []

        async def send(message):
            messages.append(message)

        coded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await server({"type": "http", "method": method, "path": path, "headers": coded}, None, send)
        return {key.decode(): value.decode() for key, value in messages[0]["headers"]}, messages[1]["body"]

    async def ask_all():
        return await asyncio.gather(*map(ask, paths))

    return asyncio.run(ask_all())


@pytest.mark.parametrize(
    ("path", "file"), [(f"/static/js/{SCRIPT.name}", SCRIPT), (f"/{url_of(PLAYER)}", SCRIPTS[PLAYER])]
)
def test_a_script_is_sent_gzipped_and_may_be_kept_for_good(path, file):
    for headers, body in answers(path, path):
        assert gzip.decompress(body) == file.read_bytes() and len(body) < 0.5 * file.stat().st_size
        assert headers["content-encoding"] == "gzip" and headers["vary"] == "Accept-Encoding"
        assert headers["content-type"].startswith("text/javascript") and "immutable" in headers["cache-control"]


def test_a_browser_that_does_not_unpack_is_sent_the_file_itself():
    [(headers, body)] = answers(f"/static/js/{SCRIPT.name}", headers={})
    assert body == SCRIPT.read_bytes() and "content-encoding" not in headers


@pytest.mark.parametrize("path", ["/", "/algorithm", "/static/../../config.py", "/components/player/__init__.py"])
def test_everything_else_is_left_to_streamlit(path):
    [(_, body)] = answers(path)
    assert body == b"Streamlit"


def test_an_upload_as_large_as_allowed_never_touches_the_disk(monkeypatch):
    limit = st.get_option("server.maxUploadSize") << 20
    form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + bytes(limit) + b"\r\n--x--\r\n"
    written, roll = [], tempfile.SpooledTemporaryFile.rollover
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", lambda self: written.append(self) or roll(self))

    async def receive():
        return {"type": "http.request", "body": form, "more_body": False}

    async def take_in():
        scope = {"type": "http", "headers": [(b"content-type", b"multipart/form-data; boundary=x")]}
        async with Request(scope, receive).form() as taken:
            return len(await taken["f"].read())

    keep_uploads_in_memory()
    assert asyncio.run(take_in()) == limit and not written
