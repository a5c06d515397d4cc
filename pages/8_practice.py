"""Work k-means out by hand: one task at a time, checked row by row."""

from dashboard.common import layout
from dashboard.practice import settings, tabs

layout.page("Practice")
layout.heading("Practice by hand", {})
variant = settings.choose_variant()
tabs.show_practice(variant)
tabs.practice_tabs(variant)
