"""The last tab of every page: the same files in the same order, each made when it is asked for."""

import mimetypes
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from dashboard.common.wheel import packed_wheel, wheel_name
from dashboard.components.save_picture import save_picture

INTRODUCTION = (
    "Everything on this screen, to keep. The notebook repeats the computation with your settings; HTML files open in "
    "any browser, without a network."
)
NOTEBOOK_HELP = "A Jupyter notebook with these points and settings, the call of the library, and the picture."
FILM_HELP = "One file for slides: it plays offline. About 2 MB."
STEP_HELP = (
    " Picture and link show the step at which you opened this tab; a run that was not played is shown at its last "
    "step. For another step, open this tab again."
)
WHEEL_HELP = "What the notebook imports: kmeans_core, for pip. It only needs NumPy."
HANDOUT_HELP = "One sheet for the printer: the picture, what it shows, the questions, and the link as a QR code."


@dataclass(frozen=True)
class Download:
    """A file and what makes it, which runs outside the page: it reads neither its controls nor its session."""

    label: str
    name: str
    make: Callable[[], str | bytes]
    help: str


def take_home(
    name: str,
    *,
    notebook: Callable[[], str],
    labels: Download,
    handout: Callable[[], str],
    pictures: Mapping[str, str],
    film: Callable[[], str] | None = None,
    more: Iterable[Download] = (),
) -> None:
    """Draw the buttons: the notebook, the labels, the film if something plays, the handout, what only this page has,
    the library, and the `pictures` {key of a chart: what it is called}. Files begin with `name`."""
    st.markdown(INTRODUCTION)
    files = [
        Download("This screen as a notebook", f"{name}.ipynb", notebook, NOTEBOOK_HELP),
        labels,
        *([Download("The run as an HTML film", f"{name}.html", film, FILM_HELP)] if film else ()),
        Download("Handout to print", f"{name}-handout.html", handout, HANDOUT_HELP + STEP_HELP * ("stage" in pictures)),
        *more,
        Download("The library as a wheel", wheel_name(), packed_wheel, WHEEL_HELP),
    ]
    with st.container(horizontal=True):
        for file in files:
            mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            st.download_button(file.label, file.make, file.name, mime, on_click="ignore", help=file.help)
    if pictures:
        save_picture(pictures, name)


def link_to_this_screen() -> str:
    """Return the address that leads to what is above the tabs; nothing where there is no browser."""
    settings = [(key, value) for key in st.query_params if key != "tab" for value in st.query_params.get_all(key)]
    address = (st.context.url or "").replace("/~/+", "")  # Community Cloud's frame has such addresses
    return f"{address}?{urlencode(settings)}" if address and settings else address


def step_in_address() -> int | None:
    """Return at which picture of the film the player is, None at the one where it begins."""
    step = st.query_params.get("step", "")  # the player writes it there
    return int(step) if step.isascii() and step.isdecimal() and len(step) < 6 else None
