"""A browser with an empty cache: which files it fetches before it can draw a page, and how."""

import asyncio
import re
from collections import deque
from pathlib import Path

import aiohttp
import streamlit

STATIC = Path(streamlit.__file__).parent / "static"
CONNECTIONS = 6  # a browser opens this many to one host
PATIENCE_S = 120  # until it gives up on a file
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
PROBED = ("favicon.png", "_stcore/health", "_stcore/host-config")
FONTS = ("MaterialSymbols-Rounded.", "SourceCodeVF-Upright.", "KaTeX_Main-Regular.", "KaTeX_Math-Italic.")


def first_files() -> list[str]:
    """Return the files that a browser fetches before it asks for a run: the page, and what it refers to."""
    index = (STATIC / "index.html").read_text("utf-8")
    return ["", *re.findall(r'(?:src|href)="\./(static/[^"]+)"', index), *PROBED]


def later_files() -> list[str]:
    """Return the files that it fetches for the elements of the run: their chunks, what these import, and fonts."""
    chunks = deque(path for path in sorted((STATIC / "static" / "js").iterdir()) if path.name.startswith(ELEMENTS))
    scripts = dict.fromkeys(chunks)
    while chunks:
        script = chunks.popleft().read_text("utf-8")
        imported = [
            STATIC / "static" / "js" / name for name in re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', script)
        ]
        chunks.extend(dict.fromkeys(path for path in imported if path not in scripts))
        scripts |= dict.fromkeys(imported)
    fonts = [path for path in sorted((STATIC / "static" / "media").iterdir()) if path.name.startswith(FONTS)]
    already_fetched = set(first_files())
    return [name for path in [*scripts, *fonts] if (name := str(path.relative_to(STATIC))) not in already_fetched]


FIRST, LATER = first_files(), later_files()


class Browser:
    """Fetches files of one host, gzipped where the server can, over six connections that stay open."""

    def __init__(self, address: str):
        self.address = address

    async def __aenter__(self):
        self.session = aiohttp.ClientSession(
            f"http://{self.address}/",
            connector=aiohttp.TCPConnector(limit=CONNECTIONS),
            timeout=aiohttp.ClientTimeout(sock_read=PATIENCE_S),
            headers={"Accept-Encoding": "gzip"},
            auto_decompress=False,  # the bytes on the wire count
            raise_for_status=True,
        )
        return self

    async def __aexit__(self, *_):
        await self.session.close()

    async def fetch(self, paths: list[str]) -> int:
        """Fetch these paths, six at a time, and return the number of bytes received."""
        return sum(await asyncio.gather(*map(self._size, paths)))

    async def _size(self, path: str) -> int:
        async with self.session.get(path) as response:
            return len(await response.read())
