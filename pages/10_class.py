"""A class that takes part: what the projector shows, and the lecturer's buttons."""

import streamlit as st

from dashboard.classroom import settings, text
from dashboard.classroom.tabs import follow, lead, offer_the_data, show_film, votes_seen, wait_for_room
from dashboard.common import layout
from dashboard.server.rooms import ROOMS, NoPlaceError

layout.page("In class")

code = settings.room_in_address()
key = settings.key_in_address(code)
try:
    if key:
        settings.open_room(key)
except NoPlaceError:
    st.warning(text.FULL)
shown = ROOMS.shown(code) if code else None

if not code:
    layout.heading("A class that takes part", {}, shares=False)
    if {"room", "key"} & st.query_params.keys():
        st.warning(text.NO_ROOM)
    st.markdown(text.WHAT_IT_IS)
    st.link_button("Open a room", settings.address_of_new_room(), icon=":material/open_in_new:", help="A new window.")
elif shown is None:
    layout.heading(f"Class {code}", {}, shares=False)
    st.markdown(text.NOT_YET)
    wait_for_room(code)
else:
    layout.heading(f"Class {code}", {}, shares=False)  # its address has the key
    if key:
        settings.write_address(shown)
        lead(code, key, shown)
    follow(code, shown, votes_seen(code, shown))
    if shown.runs:
        show_film(code, shown)
        offer_the_data(code, shown)
    layout.end_on_stage()
