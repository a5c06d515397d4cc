"""The server for a class that arrives at once.

A browser that has never been here fetches some 140 of Streamlit's own files, 9 MiB. Read from the disk each time, they
cost the server as much as fifteen runs of a page; packed once and kept in memory, as much as two or three.
"""

import asyncio
import contextlib
import gc
import gzip
import mimetypes
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.responses import Response

from dashboard import components

STREAMLIT_FILES = Path(st.__file__).parent / "static" / "static"
FORM_BYTES = 1 << 20  # room in a form around the uploaded file


class FilesFromMemory:
    """Answers for files whose name changes with their content: Streamlit's own and the scripts of the components."""

    def __init__(self, app):
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        root = f"/{base}" if base else ""
        self.files = {
            f"{root}/static/{file.relative_to(STREAMLIT_FILES).as_posix()}": file
            for file in STREAMLIT_FILES.rglob("*.*")
        }
        self.files |= {f"{root}/{components.url_of(name)}": file for name, file in components.SCRIPTS.items()}
        self.packed = {}  # path -> the task that packs the file; others who ask for it await the same task

    async def __call__(self, scope, receive, send):
        path = scope.get("path")
        if path not in self.files or scope.get("method") != "GET":
            return await self.app(scope, receive, send)
        if path not in self.packed:
            self.packed[path] = asyncio.create_task(asyncio.to_thread(pack_file, self.files[path]))
        body = await asyncio.shield(self.packed[path])
        headers = {"Cache-Control": "public, immutable, max-age=31536000", "Vary": "Accept-Encoding"}
        if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
        await Response(body, media_type=mimetypes.guess_type(path)[0], headers=headers)(scope, receive, send)


def pack_file(file: Path) -> bytes:
    """Return the file's content, gzipped."""
    return gzip.compress(file.read_bytes(), 6)


MIDDLEWARE = [Middleware(FilesFromMemory)]


@contextlib.asynccontextmanager
async def lifespan(app):
    """Prepare the process, once, before the first visitor."""
    components.SERVED.set()
    keep_uploads_in_memory()
    gc.collect()
    gc.freeze()  # what is imported so far stays, and some hosts collect garbage after every rerun
    yield


def keep_uploads_in_memory() -> None:
    """Let no upload be written to the disk while it arrives, which Starlette does with those of more than 1 MiB."""
    if hasattr(MultiPartParser, "spool_max_size"):
        MultiPartParser.spool_max_size = (st.get_option("server.maxUploadSize") << 20) + FORM_BYTES
