"""A browser that has never been here: which files it fetches before it can draw a page, and how."""

import asyncio
import re
from collections import deque
from pathlib import Path

import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
CONNECTIONS = 6  # that a browser opens to one host
PATIENCE = 120  # seconds until it gives up on a file
# What a page with a figure, a table and formulas is drawn with, by the beginnings of the files' names.
ELEMENTS = (
    "PageLink.",
    "Selectbox.",
    "Slider.",
    "NumberInput.",
    "Checkbox.",
    "Button.",
    "PlotlyChart.",
    "BidiComponent.",
    "DataFrame.",
    "rehype-katex.",
)
ASKED = ("favicon.png", "_stcore/health", "_stcore/host-config")
FONTS = ("MaterialSymbols-Rounded.", "SourceCodeVF-Upright.", "KaTeX_Main-Regular.", "KaTeX_Math-Italic.")


def first_files() -> list[str]:
    """Return what a browser fetches before it asks for a run: the page, and what that names."""
    index = (STATIC / "index.html").read_text("utf-8")
    return ["", *re.findall(r'(?:src|href)="\./(static/[^"]+)"', index), *ASKED]


def later_files() -> list[str]:
    """Return what it fetches as the run's elements come: their chunks, what these import, and fonts."""
    chunks = deque(path for path in sorted((STATIC / "static" / "js").iterdir()) if path.name.startswith(ELEMENTS))
    found = dict.fromkeys(chunks)
    while chunks:
        script = chunks.popleft().read_text("utf-8")
        imported = [
            STATIC / "static" / "js" / name for name in re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', script)
        ]
        chunks.extend(dict.fromkeys(path for path in imported if path not in found))
        found |= dict.fromkeys(imported)
    fonts = [path for path in sorted((STATIC / "static" / "media").iterdir()) if path.name.startswith(FONTS)]
    here = set(first_files())
    return [name for path in [*found, *fonts] if (name := str(path.relative_to(STATIC))) not in here]


FIRST, LATER = first_files(), later_files()


class Browser:
    """Fetches files of one host, gzipped where the server can, over six connections that stay open."""

    def __init__(self, address: str):
        self.address = address
        self.connections = [Connection(address) for _ in range(CONNECTIONS)]

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        for one in self.connections:
            one.close()

    async def fetch(self, paths: list[str]) -> int:
        """Fetch these paths, six at a time; return the bytes of what came."""
        waiting = deque(paths)

        async def take_turns(connection):
            got = 0
            while waiting:
                got += await asyncio.wait_for(connection.fetch(waiting.popleft()), PATIENCE)
            return got

        return sum(await asyncio.gather(*map(take_turns, self.connections)))


class Connection:
    """One connection to the host, opened again where the server has closed it in a pause."""

    def __init__(self, address: str):
        self.address = address
        self.reader = self.writer = None

    def close(self):
        if self.writer is not None:
            self.writer.close()

    async def fetch(self, path: str) -> int:
        head = await self.ask(path) or await self.ask(path)
        if not head.startswith(b"HTTP/1.1 200"):
            raise OSError(f"/{path}: {head[:12].decode() or 'closed'}")
        size = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1])
        await self.reader.readexactly(size)
        return size

    async def ask(self, path: str) -> bytes:
        """Return the head of the answer; nothing, and no connection, if the server had closed it."""
        if self.writer is None:
            host, _, port = self.address.partition(":")
            self.reader, self.writer = await asyncio.open_connection(host, int(port), limit=2**20)
        try:
            self.writer.write(f"GET /{path} HTTP/1.1\r\nHost: {self.address}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
            return await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()
            self.reader = self.writer = None
            return b""
