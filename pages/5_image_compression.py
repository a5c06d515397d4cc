"""Colours as clusters: a picture in k colours, what it loses and what its file weighs."""

import streamlit as st

from dashboard.common import layout, lesson
from dashboard.common.ask import ask_first
from dashboard.common.questions_tab import show_questions
from dashboard.image_compression import cache, tabs, text
from dashboard.image_compression.settings import choose_compression, choose_picture
from dashboard.image_compression.take_home import image_files

layout.page("Image compression", own=("k",))

PRESETS = {
    "A photo in 16 colours": {},
    "Four colours": {"k": 4},
    "A drawing": {"image": "shapes", "k": 8},
    "Bands, dithered": {"image": "gradient", "k": 16, "dither": "Floyd-Steinberg"},
}

with lesson.sidebar():
    picture = choose_picture(st.empty())
    settings = choose_compression()
    asks = ask_first()

layout.heading("Image compression", PRESETS)
if not lesson.is_on_stage():
    st.markdown(text.INTRODUCTION)
unique = len(cache.colors_of(picture).unique)
if asks:
    tabs.guess_file_size(picture, unique)
result = cache.compressed_picture(picture, settings.k, settings.method, status=st.empty())

left, right = st.columns([5, 3])
with left:
    tabs.before_and_after(picture, result, unique)
    if not lesson.is_on_stage():
        tabs.say_what_is_seen(picture, result, unique, settings.k)
with right:
    tabs.show_metrics(result)
    tabs.palette_with_highlight(result)

layout.tabs(
    {
        "Side by side": lambda: tabs.side_by_side(picture, settings),
        "Palette": lambda: tabs.palette_tab(result),
        "Colour space": lambda: tabs.color_space_tab(picture, settings),
        "Error": lambda: tabs.error_tab(picture, result),
        "Rate and distortion": lambda: tabs.rate_tab(picture, settings, result),
        "Against the others": lambda: tabs.quantizers_tab(picture, settings),
        "Code": tabs.code_tab,
        "Try": lambda: show_questions(cache.questions(status=st.empty())),
        layout.TAKE_HOME: lambda: image_files(picture, settings, result),
    }
)
