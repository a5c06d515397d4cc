"""The sidebar's controls, each bound to the address bar. Together they are a page's settings and its cache key."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.common import drawn, lesson, uploads
from dashboard.common.cache import table
from dashboard.common.datasets import NAMED
from dashboard.common.projection import COMPONENTS
from dashboard.common.settings import DEFAULTS, DRAWN, INITS, OWN, PLACED, USUAL_DATASETS, Data, Start
from dashboard.common.text import empty_clusters_note, scale_note

MAX_K = 10


def choose_data(defaults=DEFAULTS, names=USUAL_DATASETS, most=5000, step=10, most_own=0) -> Data:
    """Draw the controls that choose the points: one of the data sets `names` with at most `most` points, a drawing,
    or an upload, of which at most `most_own` points are used if that is not 0."""
    name = choice("Data", "data", (*names, DRAWN, OWN), "What to cluster. Each data set teaches one thing.", defaults)
    with lesson.place("data", "Data"):
        own = uploads.choose() if name == OWN else None
        points = choose_drawn_points() if name == DRAWN else ""
    named = NAMED.get(name)
    n, noise, seed = (defaults[key] for key in ("n", "noise", "data_seed"))
    if named and not named.real:
        n = slider("Points", "n", step, most, step, "How many points are generated.", defaults)
        help = "How far the points spread around their cluster: 1 is the usual amount, 2 is twice that."
        noise = slider("Noise", "noise", 0.0, 3.0, 0.05, help, defaults)
        with st.expander("More"):
            help = "Another seed generates other points of the same kind."
            seed = whole_number("Data seed", "data_seed", help, defaults)
    help = (
        "Gives every feature mean 0 and standard deviation 1 before clustering. Without it, a feature with large "
        "numbers outweighs the others, because k-means measures distances in the units of the data."
    )
    scale = switch("Standardise features", "scale", help, defaults)
    if own is not None:
        return Data(OWN, most_own, 0.0, 0, scale, own.fingerprint, own.columns)
    if points:
        return Data(DRAWN, 0, 0.0, 0, scale, points=points)
    if named is None:
        return Data(defaults["data"], n, noise, seed, scale)  # until a file has been chosen
    return Data(name, 0, 0.0, 0, scale) if named.real else Data(name, n, noise, seed, scale)


def choose_drawn_points(key="pts", least=drawn.MIN_POINTS) -> str:
    """Draw the field with the drawn points as text; return it, or the last text that could be read."""
    read = partial(drawn.read_points, least=least)
    return places_field("Drawn points", key, drawn.EXAMPLE, read, f"{least} to {drawn.MAX_POINTS} points")


def choose_placed_centroids(key="cen", most=drawn.MAX_CENTROIDS) -> str:
    """Draw the field with the placed centroids as text; return it, or the last text that could be read."""
    read = partial(drawn.read_centroids, most=most)
    return places_field("Placed centroids", key, drawn.EXAMPLE_CENTROIDS, read, f"0 to {most} centroids")


def places_field(label, key, default, read, how_many) -> str:
    help = f"Two letters or digits for each place: how far right and how far up, from 0, 1, … to z. {how_many}."
    with lesson.place(key, label):
        text = (st.text_input(label, default, key=key, bind="query-params", help=help) or "").strip()
        if read(text) is None:
            st.warning(f"This text does not describe {how_many}, so the last one that did is used.")
            return st.session_state.get(f"last {key}", default)
    st.session_state[f"last {key}"] = text
    return text


def choose_start(defaults=DEFAULTS, inits=INITS) -> Start:
    """Draw the controls that choose k and the first centroids."""
    start = Start(choose_k(defaults), choose_init(defaults, inits), choose_seed(defaults))
    if start.init == PLACED:
        return replace(start, placed=choose_placed_centroids(most=MAX_K))
    if PLACED in inits:  # a callback's value reaches the address only if the field's key has had one before
        st.session_state.setdefault("cen", drawn.EXAMPLE_CENTROIDS)
    return start


def choose_k(defaults=DEFAULTS, most=MAX_K) -> int:
    help = "How many centroids. k-means always finds as many clusters as it is asked for."
    return slider("k, the number of clusters", "k", 1, most, 1, help, defaults)


def choose_init(defaults=DEFAULTS, inits=INITS) -> str:
    help = (
        "random: k points chosen at random. k-means++: one after another at random; the farther away a point is from "
        "the centroids so far, the more likely it is to be chosen. farthest-first: always the farthest point."
    )
    if PLACED in inits:
        help += " placed: where you put them; any that are missing start at points chosen at random."
    return choice("Start", "init", inits, help, defaults)


def choose_seed(defaults=DEFAULTS) -> int:
    help = "Another seed chooses another start from the same points."
    return whole_number("Start seed", "seed", help, defaults)


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
    with lesson.place(key, label):
        return st.selectbox(label, options, index, key=key, bind="query-params", help=help, **more)


def switch(label, key, help, defaults=DEFAULTS) -> bool:
    """Draw a switch bound to the address."""
    with lesson.place(key, label):
        return st.toggle(label, defaults[key], key=key, bind="query-params", help=help)


def bring_into_range(key, low, high) -> None:
    """Bring what another page has left for the control `key` into its range, or Streamlit would stop with an error."""
    kept = st.session_state.get(key)
    if isinstance(kept, int | float) and not low <= kept <= high:
        st.session_state[key] = type(low)(min(high, max(low, kept)))


def slider(label, key, low, high, step, help, defaults=DEFAULTS, **more):
    """Draw a slider bound to the address, and return a value in its range whatever the address says."""
    default = defaults[key]
    bring_into_range(key, low, high)
    bound = dict(key=key, bind="query-params") | more
    with lesson.place(key, label):
        value = st.slider(label, low, high, default, step, help=help, **bound)
    value = default if value != value else min(high, max(low, value))
    return type(low)(round(value, 6))


def whole_number(label, key, help, defaults=DEFAULTS, low=0, high=9999, step=1, **more) -> int:
    """Draw a field for a whole number such as a seed, bound to the address."""
    limits = map(float, (low, high, defaults[key], step))  # an int field answers ?seed=1e999 with an error
    kept = st.session_state.get(key)
    if key not in st.query_params and kept != defaults[key] and isinstance(kept, float):
        st.session_state[key] = int(kept)  # brought along from another page: Streamlit would write 3.0 into the address
    with lesson.place(key, label):
        return int(st.number_input(label, *limits, format="%.0f", key=key, bind="query-params", help=help, **more))


def limit_k(start: Start, X) -> tuple[Start, str]:
    """Return the start with no more clusters than points `X`, and a sentence if that changed it or some stay empty."""
    n, note = len(X), ""
    if start.k > n:
        note = f"k = {start.k} needs at least {start.k} points; there are only {n}, so the picture shows k = {n}."
        start = replace(start, k=n)
    return start, f"{note} {empty_clusters_note(X, start.k)}".strip()


def show_notes(note: str, data: Data) -> None:
    """Say where the picture differs from the settings: `note`, a file that has yet to be chosen, or rows of it that
    are left out because all of them would take too long."""
    if note:
        st.warning(note)
    if data.name == OWN and 0 < data.n < uploads.current().file.rows:
        rows = f"{uploads.current().file.rows:,}"
        st.info(f"All {rows} rows would take this page too long, so it uses an even sample of {data.n:,}.")
    if st.session_state["data"] == OWN != data.name:
        uploads.ask_for_file()
    show_scale_note(data)


def show_own_notes(data: Data, k: int) -> None:
    """Say if a reader's own table has fewer different points than `k`, or features of very different scales."""
    if note := empty_clusters_note(table(data).X, k):
        st.warning(note)
    show_scale_note(data)


def show_scale_note(data: Data) -> None:
    """Say if the features of a reader's own table have very different scales."""
    if data.name == OWN and (note := scale_note(data, table(data))):
        st.info(note)
