"""Components. The browser fetches their scripts once if the server offers them; otherwise every rerun sends them."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Event

import streamlit as st

from dashboard.components.bundle import bundle

HERE = Path(__file__).parent
SCRIPTS = {path.relative_to(HERE).as_posix(): path for path in sorted(HERE.glob("*/browser/**/*.js"))}
# The address of a file changes with the content of all: a browser may keep it for good.
VERSION = sha256(b"".join(path.read_bytes() for path in SCRIPTS.values())).hexdigest()[:12]
IMPORT = """
const {{ default: drawComponent }} = await import(new URL("{url}", document.baseURI));
"""
# Streamlit also closes what new data have overtaken before it was drawn: then the component is still on the page.
CLOSE_WHEN_GONE = """
export default (component) => {
  const close = drawComponent(component);
  return () => component.parentElement.isConnected || close?.();
};
"""
SERVED = Event()  # set by a server that answers for these scripts


def url_of(name: str) -> str:
    """Return the address of one of the SCRIPTS, relative to the app's."""
    return f"components/{VERSION}/{name}"


def component(name: str) -> Callable:
    """Return the function that draws the component `<name>/browser/<name>.js`, with its .css and .html."""
    folder = HERE / name / "browser"
    html, css, script = (folder / f"{name}.{kind}" for kind in ("html", "css", "js"))

    @cache
    def mount():
        url = url_of(script.relative_to(HERE).as_posix())
        inline = bundle(script).replace("export default function", "const drawComponent = function")
        js = (IMPORT.format(url=url) if SERVED.is_set() else inline) + CLOSE_WHEN_GONE
        texts = {file.suffix[1:]: file.read_text("utf-8") for file in (html, css) if file.exists()}
        return st.components.v2.component(f"kmeans.{name}", js=js, **texts)

    return lambda **options: mount()(**options)
