"""The server this app runs in, prepared for a class that arrives at once.

A browser that has never been here fetches some 140 of Streamlit's own files, 9 MiB. Read from the disk piece by piece,
that costs the server as much as fifteen runs of a page; kept in memory, gzipped once, as much as two or three.
"""

import asyncio
import copy
import gc
import gzip
import importlib
import inspect
import mimetypes
import socket
from functools import cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

STATIC = Path(streamlit.__file__).parent / "static"
ROOM = 1 << 20  # bytes of a form round the file in it
LESS = 0.95  # fonts and pictures, of which gzip leaves more than this share, are sent as they are


@cache
def prepare() -> None:
    """Prepare the server, once."""
    keep_files()
    keep_pages()
    keep_off_the_disk()
    send_at_once()
    for server in servers():
        wake_once(server.get_loop())


def keep_files() -> None:
    """Answer from memory when a browser asks for one of Streamlit's own files; any other request goes its usual way.

    Streamlit offers no place for this: it wraps the one method by which Starlette looks a file up, and leaves another
    Starlette, where that is not what it was, alone.
    """
    look_up = getattr(StaticFiles, "get_response", None)
    if look_up is None or list(inspect.signature(look_up).parameters) != ["self", "path", "scope"]:
        return
    files = {file.relative_to(STATIC).as_posix(): file for file in (STATIC / "static").rglob("*") if file.is_file()}
    kept = {}  # path -> the task that packs it, or has: who asks meanwhile waits for the same

    async def get_response(self, path, scope):
        name = path.replace("\\", "/")
        if str(self.directory) != str(STATIC) or name not in files or not is_usual(scope):
            return await look_up(self, path, scope)
        if name not in kept:
            kept[name] = asyncio.create_task(asyncio.to_thread(pack_file, files[name]))
        try:
            body, headers = await asyncio.shield(kept[name])
        except OSError:
            return await look_up(self, path, scope)
        return Response(body, media_type=mimetypes.guess_type(name)[0], headers=headers)

    StaticFiles.get_response = get_response


def keep_off_the_disk() -> None:
    """Have uploads taken in without a file: Starlette writes one of more than 1 MiB to the disk while it comes.

    Streamlit holds each in memory in the end, and refuses more than `server.maxUploadSize` before it is all there.
    """
    limit = streamlit.config.get_option("server.maxUploadSize") << 20
    MultiPartParser.spool_max_size = max(MultiPartParser.spool_max_size, limit + ROOM)


def keep_pages() -> None:
    """Have Streamlit's description of each page made once: it looks all of them up on the disk at every rerun of any.

    Which files are pages it still asks the disk. Another Streamlit, which makes descriptions otherwise, is left alone.
    """
    module = importlib.import_module("streamlit.navigation.page")
    make = getattr(module, "_create_page", None)
    if make is None or list(inspect.signature(make).parameters) != ["page", "default"]:
        return
    made = {}

    def create_page(page, *, default=False):
        if not Path(page).is_absolute():
            return make(page, default=default)
        if (page, default) not in made:
            made[page, default] = make(page, default=default)
        return copy.copy(made[page, default])  # a rerun notes in its own which one it runs

    module._create_page = create_page


def is_usual(scope) -> bool:
    """Return whether this asks for a whole file as all browsers do: no part of it, and nothing about its age."""
    headers = Headers(scope=scope)
    asks_more = any(name in headers for name in ("range", "if-none-match", "if-modified-since"))
    return scope["method"] == "GET" and "gzip" in headers.get("accept-encoding", "") and not asks_more


def pack_file(file: Path) -> tuple[bytes, dict[str, str]]:
    """Return what is sent of a file, and the headers that say how."""
    body = file.read_bytes()
    packed = gzip.compress(body, 6, mtime=0)
    if len(packed) > LESS * len(body):
        return body, {"Vary": "Accept-Encoding"}
    return packed, {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}


def send_at_once() -> None:
    """Let connections accepted from now on send small messages at once.

    asyncio asks for that only on sockets that name their protocol, and Streamlit's do not: all but the first of the
    messages of a rerun would wait some 40 ms until the browser has acknowledged the first. Connections inherit the
    option from the socket that listens.
    """
    for server in servers():
        for listening in server.sockets:
            if listening.family in (socket.AF_INET, socket.AF_INET6):
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def servers() -> list[asyncio.Server]:
    return [one for one in gc.get_objects() if type(one) is asyncio.Server]


def wake_once(loop) -> None:
    """Have the event loop woken once for all that other threads hand it while it sleeps, not for each.

    A rerun hands it a hundred callbacks, and asyncio sends itself a byte for every one. A loop that takes no other
    method, as uvloop's, does this by itself.
    """
    if not isinstance(loop, asyncio.BaseEventLoop) or loop.get_debug():  # in debug mode it names the wrong thread
        return
    wake, is_waking = loop.call_soon_threadsafe, False

    def awake():
        nonlocal is_waking
        is_waking = False

    def call_soon_threadsafe(callback, *args, context=None):
        nonlocal is_waking
        handle = loop.call_soon(callback, *args, context=context)
        if not is_waking:  # asked after the callback stands in line: who wakes up goes round once more, and finds it
            is_waking = True
            wake(awake)
        return handle

    loop.call_soon_threadsafe = call_soon_threadsafe
