"""The room, the key and the voter, as the address names them. Everything else about a room is in its server's memory,
or comes from the addresses again."""

import re
import secrets

import streamlit as st

from dashboard.classroom.questions import Shown, number_of, shown_in, votes_in, with_vote
from dashboard.server.rooms import CODE, ROOMS, NoPlaceError, code_of, new_key

MAX_VOTER = 2**31


def room_in_address() -> str:
    """Return the code of the room in the address, as people type it; "" if that is no code."""
    code = re.sub(r"[\s-]", "", st.query_params.get("room", "")[:20]).upper()
    return code if CODE.fullmatch(code) else ""


def key_in_address(code: str) -> str:
    """Return the key in the address if it opens this room, else ""."""
    key = st.query_params.get("key", "")
    return key if code and code_of(key) == code else ""


def voter_in_address() -> int:
    """Return the number of the voter whose address this is; a new one is written there."""
    voter = number_of(st.query_params.get("v", ""), MAX_VOTER)
    if voter is None:
        voter = secrets.randbelow(MAX_VOTER)
        st.query_params["v"] = str(voter)
    return voter


def address_of(page: str, **parameters: str) -> str:
    """Return the full address of another page of the app."""
    base = (st.context.url or "").replace("/~/+", "").rpartition("/")[0]  # Community Cloud's frame has such addresses
    return f"{base}/{page}?" + "&".join(f"{name}={value}" for name, value in parameters.items())


def address_of_new_room() -> str:
    """Return the address of a room that nobody has opened; the same one in every run of the page."""
    key = st.session_state.setdefault("new key", new_key())
    return address_of("class", room=code_of(key), key=key)


def open_room(key: str) -> None:
    """Open the room of the key. After a restart of the server, the address says what the room showed."""
    shown = shown_in(st.query_params)
    ROOMS.open(key, shown, shown.ballot, restored="q" in st.query_params)


def show(key: str, shown: Shown) -> None:
    """Let the room show this. A callback: it runs before the page."""
    ROOMS.show(key, shown, shown.ballot)


def write_address(shown: Shown) -> None:
    """Keep what the room shows in the lecturer's address, from which a server that has lost it gets it back."""
    wanted = dict(q=shown.question, task=str(shown.task), phase=shown.phase)
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)


def cast_votes(code: str, voter: int) -> bool:
    """Cast the votes in the address, again if necessary; return whether they count."""
    try:
        return all([ROOMS.vote(code, voter, name, value) for name, value in own_votes().items()])
    except NoPlaceError:  # there is no such room, and no place for another that waits to be opened
        return True


def own_votes() -> dict[str, int]:
    return votes_in(st.query_params.get("a", "")[:80])


def note_vote(sent) -> None:
    """Write a vote that a phone has `sent`, which may be anything, into its address. A callback."""
    if isinstance(sent, str):
        for name, value in votes_in(sent[:40]).items():
            st.query_params["a"] = with_vote(st.query_params.get("a", ""), name, value)
