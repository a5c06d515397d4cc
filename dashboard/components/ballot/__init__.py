"""What a phone shows of a question: a light picture, a way to answer, and one button."""

from collections.abc import Callable, Sequence
from itertools import count

import streamlit as st

from dashboard.components import component

_component = component("ballot")
RUNS = count()  # another number in every run: the browser loads the ballot again, even if nothing else has changed


def ballot(
    name: str,
    *,
    html: str,
    options: Sequence[str] = (),
    ranges: Sequence[dict] = (),
    marks=False,
    given: int | None = None,
    action="Vote",
    vote: int | None = None,
    key: str,
    on_vote: Callable[[object], None],
) -> object:
    """Draw the ballot called `name`, or only a button to go on if that is "".

    It is answered by one of the `options` (HTML each), by two `ranges` (label, step, digits and unit of each; with
    `marks`, also by a tap on the picture), or by pressing the button alone, which sends the `given` number. The button
    says `action`. `vote` is the one that counts so far. `on_vote` is called with what the browser sends, which is also
    returned: the text "name-number", or anything else that a stranger sends.
    """

    def follow_vote() -> None:
        on_vote((st.session_state.get(key) or {}).get("vote"))

    ways = dict(options=list(options), ranges=list(ranges), marks=marks, given=given, action=action)
    data = dict(name=name, html=html, vote=vote, run=next(RUNS), **ways)
    return _component(data=data, key=key, on_vote_change=follow_vote, on_refresh_change=lambda: None).vote
