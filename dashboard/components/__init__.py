"""Components whose scripts and styles are files that the browser fetches once, not text sent with every rerun."""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

HERE = Path(__file__).parent
APP = "kmeans"
_declaring = threading.Lock()


def component(name: str) -> Callable:
    """Return the function that draws the component `<name>/browser/<name>.js`, with its .css and .html."""
    folder = HERE / name / "browser"
    html, css = folder / f"{name}.html", folder / f"{name}.css"
    parts = {
        "html": html.read_text("utf-8") if html.exists() else None,
        "css": css.name if css.exists() else None,
        "js": f"{name}.js",
    }

    @cache
    def mount():
        return st.components.v2.component(f"{APP}.{name}", **parts)

    def draw(**options):
        declare(name)
        return mount()(**options)

    return draw


def declare(name: str) -> None:
    """Make Streamlit serve `<name>/browser`, as it does for components that an installed package declares."""
    manager = get_bidi_component_manager()
    with _declaring:
        if manager.get_component_asset_root(f"{APP}.{name}") is None:
            config = ComponentConfig(name, asset_dir=f"{name}/browser")
            manager.register_from_manifest(ComponentManifest(APP, "", [config]), HERE)
