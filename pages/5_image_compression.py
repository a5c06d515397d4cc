"""Colours as clusters: a picture in k colours, what it loses and what its file weighs."""

import streamlit as st

from dashboard.common import layout
from dashboard.image_compression import cache as computed
from dashboard.image_compression import tabs as panels
from dashboard.image_compression import text as words
from dashboard.image_compression.pictures import NAMED

layout.page("Image compression")

PRESETS = {
    "A photo in 16 colours": {},
    "Four colours": {"k": 4},
    "A drawing": {"image": "shapes", "k": 8},
    "Bands, dithered": {"image": "gradient", "k": 16, "dither": "Floyd-Steinberg"},
}

with st.sidebar:
    sign = st.empty()
    picture = panels.choose_picture(sign)
    settings = panels.choose_settings()

panels.title(PRESETS)
sign = st.empty()
(done,) = computed.compressed(picture, (settings.k,), settings.way, sign)
unique = computed.distinct(picture)

left, right = st.columns([5, 3])
with left:
    panels.before_and_after(picture, done, unique)
    st.markdown(words.outcome(done, picture, unique, settings.k))
    if picture.key in NAMED:
        st.markdown(NAMED[picture.key].lesson)
    for note in words.notes(picture):
        st.text(note)
with right:
    panels.numbers(done)
    panels.palette(done)

st.subheader("Side by side")
row = st.container()
sign = st.empty()

layout.tabs(
    {
        "Palette": lambda: panels.palette_table(done),
        "Colour space": lambda: panels.space(picture, settings),
        "Error": lambda: panels.error(picture, done),
        "Rate and distortion": lambda: panels.rate(picture, settings, done),
        "Against the others": lambda: panels.rivals(picture, settings),
        "Code": panels.code,
        "Try": panels.tries,
        "Download": lambda: panels.downloads(picture, settings, done),
    }
)
if settings.ks:
    with row:
        panels.side_by_side(picture, computed.compressed(picture, settings.ks, settings.way, sign))
else:
    row.info("Choose numbers of colours in the sidebar to see them side by side.")
