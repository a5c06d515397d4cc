"""The sidebar's controls, each bound to the address bar. Together they are the settings, and the cache key."""

from dataclasses import dataclass

import streamlit as st

from dashboard import datasets, uploads
from dashboard.projection import COMPONENTS

OWN = "your own"
INITS = ("random", "k-means++", "farthest-first")


@dataclass(frozen=True)
class Data:
    """Which points: a named set, or the upload with this fingerprint and these columns."""

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


def choose_data() -> Data:
    """Draw the controls that choose the points."""
    names = [*datasets.NAMED, OWN]
    name = st.selectbox(
        "Data", names, key="data", bind="query-params", help="What to cluster. Each set teaches one thing."
    )
    own = uploads.choose() if name == OWN else None
    named = datasets.NAMED.get(name)
    fixed = named is None or named.real
    why = " This set is measured, not made: its points are what they are." if fixed else ""
    n = st.slider(
        "Points",
        10,
        5000,
        300,
        10,
        key="n",
        bind="query-params",
        disabled=fixed,
        help="How many points are made." + why,
    )
    noise = st.slider(
        "Noise",
        0.0,
        3.0,
        1.0,
        0.05,
        key="noise",
        bind="query-params",
        disabled=fixed,
        help="How far points stray, in units of the set's own spread: 1 is the lesson's, 2 twice that." + why,
    )
    seed = st.number_input(
        "Data seed",
        0,
        9999,
        42,
        key="data_seed",
        bind="query-params",
        disabled=fixed,
        help="Another number makes other points of the same kind." + why,
    )
    scale = st.toggle("Standardise features", key="scale", bind="query-params",
                      help="Gives every feature mean 0 and standard deviation 1 before clustering. Without it, a "
                           "feature in large numbers outweighs the others: to k-means, scale is weight.")  # fmt: skip
    if name == OWN and own is None:
        name, named = names[0], datasets.ALL[0]  # the last good state of somebody who has not uploaded yet
    if own is not None:
        return Data(OWN, 0, 0.0, 0, scale, own.fingerprint, own.columns)
    if named.real:
        return Data(name, 0, 0.0, 0, scale)
    return Data(name, min(5000, max(10, int(n))), round(min(3.0, max(0.0, float(noise))), 4), int(seed), scale)


def choose_start(default_seed: int = 84) -> Start:
    """Draw the controls that choose k and the first centroids."""
    k = st.slider(
        "k, the number of clusters",
        1,
        10,
        4,
        key="k",
        bind="query-params",
        help="How many centroids. k-means always finds as many as it is asked for.",
    )
    init = st.selectbox(
        "Start",
        INITS,
        key="init",
        bind="query-params",
        help="random: k points by lot. k-means++: each next one by lot, the farther the likelier. "
        "farthest-first: always the farthest point.",
    )
    seed = st.number_input("Start seed", 0, 9999, default_seed, key="seed", bind="query-params",
                           help="Another number draws another start from the same points.")  # fmt: skip
    return Start(int(k), init, int(seed))


def choose_view(features: tuple[str, ...]) -> tuple[str, str]:
    """Draw the choice of the two directions to look along; two features leave nothing to choose."""
    if len(features) == 2:
        return features
    across, up = st.columns(2)
    x = across.selectbox(
        "Across",
        (COMPONENTS[0], *features),
        key="x",
        bind="query-params",
        help="PC 1 is the direction in which the points spread most.",
    )
    y = up.selectbox(
        "Up",
        (COMPONENTS[1], *features),
        key="y",
        bind="query-params",
        help="PC 2 is the direction of most spread at a right angle to PC 1.",
    )
    return x, y


def preset(values: dict) -> None:
    """Set the controls as the preset says; the address bar follows. A callback: it runs before the page."""
    for key in ("data", "n", "noise", "data_seed", "scale", "k", "init", "seed", "x", "y"):
        st.session_state.pop(key, None)
    st.session_state.update(values)


def fitting(start: Start, n: int) -> tuple[Start, str]:
    """Return the start with no more clusters than points, and a sentence if that changed it."""
    if start.k <= n:
        return start, ""
    return Start(
        n, start.init, start.seed
    ), f"k = {start.k} needs at least {start.k} points; these are {n}, so k = {n}."
