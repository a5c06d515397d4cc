"""The sidebar's controls, each bound to the address bar. Together they are the settings, and the cache key."""

from dataclasses import dataclass

import streamlit as st

from dashboard.common import datasets, uploads
from dashboard.common.projection import COMPONENTS

OWN = "your own"
USUAL = tuple(dataset.name for dataset in datasets.ALL)
INITS = ("random", "k-means++", "farthest-first")

# The Algorithm page's, and what other pages share; a page with its own passes `DEFAULTS | {...}` to every control.
DEFAULTS = {
    "data": "blobs",
    "n": 300,
    "noise": 1.0,
    "data_seed": 42,
    "scale": False,
    "k": 4,
    "init": "random",
    "seed": 84,
}


@dataclass(frozen=True)
class Data:
    """Which points: a named set, or the upload with this fingerprint and these columns.

    Of an upload, an even sample of `n` points where it has more; all where `n` is 0.
    """

    name: str
    n: int
    noise: float
    seed: int
    scale: bool
    upload: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Start:
    """Where k-means begins."""

    k: int
    init: str
    seed: int


def choose_data(defaults=DEFAULTS, names=USUAL, most=5000, step=10, most_own=0) -> Data:
    """Draw the controls that choose the points: one of the sets `names`, `most` points at most, or an upload, of which
    `most_own` are used at most if that is not 0."""
    name = choice("Data", "data", (*names, OWN), "What to cluster. Each set teaches one thing.", defaults)
    own = uploads.choose() if name == OWN else None
    named = datasets.NAMED.get(name)
    fixed = named is None or named.real
    why = " This set is measured, not made: its points are what they are." if fixed else ""
    n = slider("Points", "n", step, most, step, "How many points are made." + why, fixed, defaults)
    help = "How far points stray, in units of the set's own spread: 1 is the lesson's, 2 twice that." + why
    noise = slider("Noise", "noise", 0.0, 3.0, 0.05, help, fixed, defaults)
    seed = whole("Data seed", "data_seed", "Another number makes other points of the same kind." + why, fixed, defaults)
    help = (
        "Gives every feature mean 0 and standard deviation 1 before clustering. Without it, a feature in large "
        "numbers outweighs the others: to k-means, scale is weight."
    )
    scale = st.toggle("Standardise features", defaults["scale"], key="scale", bind="query-params", help=help)
    if own is not None:
        return Data(OWN, most_own, 0.0, 0, scale, own.fingerprint, own.columns)
    if named is None:
        return Data(defaults["data"], n, noise, seed, scale)  # until somebody's own file has come
    return Data(name, 0, 0.0, 0, scale) if named.real else Data(name, n, noise, seed, scale)


def choose_start(defaults=DEFAULTS) -> Start:
    """Draw the controls that choose k and the first centroids."""
    return Start(choose_k(defaults), choose_init(defaults), choose_seed(defaults))


def choose_k(defaults=DEFAULTS, most=10) -> int:
    help = "How many centroids. k-means always finds as many as it is asked for."
    return slider("k, the number of clusters", "k", 1, most, 1, help, defaults=defaults)


def choose_init(defaults=DEFAULTS) -> str:
    help = (
        "random: k points by lot. k-means++: each next one by lot, the farther the likelier. "
        "farthest-first: always the farthest point."
    )
    return choice("Start", "init", INITS, help, defaults)


def choose_seed(defaults=DEFAULTS) -> int:
    return whole("Start seed", "seed", "Another number draws another start from the same points.", defaults=defaults)


def choose_view(features: tuple[str, ...]) -> tuple[str, str]:
    """Draw the choice of the two directions to look along; two features leave nothing to choose."""
    if len(features) == 2:
        return features
    across, up = st.columns(2)
    with across:
        x = choice("Across", "x", (COMPONENTS[0], *features), "PC 1: the direction in which the points spread most.")
    with up:
        y = choice("Up", "y", (COMPONENTS[1], *features), "PC 2: the direction of most spread at right angles to PC 1.")
    return x, y


def choice(label, key, options, help, defaults=DEFAULTS, **more) -> str:
    """Draw a selectbox bound to the address; it begins with its default, or the first option."""
    index = options.index(defaults[key]) if key in defaults else 0
    return st.selectbox(label, options, index, key=key, bind="query-params", help=help, **more)


def slider(label, key, low, high, step, help, disabled=False, defaults=DEFAULTS, **more):
    """Draw a slider bound to the address, and return a value that is in its range whatever the address says."""
    default = defaults[key]
    bound = {"key": key, "bind": "query-params"} | more
    value = st.slider(label, low, high, default, step, help=help, disabled=disabled, **bound)
    value = default if value != value else min(high, max(low, value))
    return type(low)(round(value, 6))


def whole(label, key, help, disabled=False, defaults=DEFAULTS, low=0, high=9999, step=1) -> int:
    """Draw a field for a seed or another whole number, bound to the address; its buttons add and take `step`."""
    range_ = (
        float(low),
        float(high),
        float(defaults[key]),
        float(step),
    )  # as floats: an int field meets ?seed=1e999 with a traceback
    bound = {"key": key, "bind": "query-params"}
    return int(st.number_input(label, *range_, format="%.0f", help=help, disabled=disabled, **bound))


def preset(values: dict, defaults=DEFAULTS) -> None:
    """Set the controls as the preset says, the others to their defaults; the address bar follows.

    A callback: it runs before the page.
    """
    st.session_state.update(defaults | values)


def fitting(start: Start, n: int) -> tuple[Start, str]:
    """Return the start with no more clusters than points, and a sentence if that changed it."""
    if start.k <= n:
        return start, ""
    said = f"k = {start.k} needs at least {start.k} points; these are {n}, so the picture shows k = {n}."
    return Start(n, start.init, start.seed), said


def say(note: str, data: Data) -> None:
    """Say where the picture is not of the settings: what `note` tells, that a file has still to be chosen, and how
    many of its rows are left out because there are more than the page has time for."""
    if note:
        st.warning(note)
    if data.name == OWN and 0 < data.n < uploads.current().file.rows:
        st.info(
            f"This page has no time for all {uploads.current().file.rows:,} rows: it uses an even sample of {data.n:,}."
        )
    if st.session_state["data"] == OWN != data.name:
        uploads.awaited()
