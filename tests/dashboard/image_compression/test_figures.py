"""The figures show the computed palette, and no colour of a picture turns into one of the theme's."""

import json
import re

import numpy as np
import pytest

from dashboard.common.plots import style
from dashboard.image_compression.figures import (
    SpaceState,
    color_space_film,
    error_heatmap,
    palette_chart,
    rate_distortion_chart,
)

# What Streamlit replaces by colours of the theme, in any figure: see PlotlyChart in its static files.
PLACEHOLDER = re.compile(r"#0000(0[1-9]|[123]\d|40)", re.IGNORECASE)
COLOR = re.compile(r"#[0-9a-fA-F]{6}|rgb\(\d+,\d+,\d+\)")
DARK_BLUES = np.array([[0, 0, blue] for blue in range(256)], np.uint8)
LINES = {style.TEXT, style.GRID, style.PAGE}


def literal_colors(figure):
    """Return the colours of the traces, without those of lines that follow the theme."""
    return set(COLOR.findall(json.dumps(figure.to_dict()["data"]))) - LINES


@pytest.mark.parametrize("show_own", [False, True])
@pytest.mark.parametrize("dimensions", [2, 3])
def test_no_figure_of_a_dark_picture_has_a_placeholder(dimensions, show_own):
    palette = DARK_BLUES[1:65]
    shares = np.full(64, 1 / 64)
    chart = palette_chart(palette, shares)
    positions = palette[:, 3 - dimensions :].astype(float)
    states = [SpaceState(np.arange(64, dtype=np.uint8), positions, palette)]
    titles = ("red", "green", "blue")[:dimensions]
    film = color_space_film(positions, palette, shares, states, titles, show_own)
    for colors in (literal_colors(chart), literal_colors(film.figure)):
        assert "rgb(0,0,1)" in colors and not [color for color in colors if PLACEHOLDER.fullmatch(color)]


def test_the_axes_of_the_colour_space_are_named():
    states = [SpaceState(np.zeros(64, np.uint8), np.zeros((1, 3)), DARK_BLUES[:1])]
    film = color_space_film(DARK_BLUES[:64], DARK_BLUES[:64], np.ones(64), states, ("red", "green", "blue"), False)
    scene = film.figure.to_dict()["layout"]["scene"]
    assert [scene[axis]["title"]["text"] for axis in ("xaxis", "yaxis", "zaxis")] == ["red", "green", "blue"]


def test_zero_error_is_the_darkest_colour_of_the_map():
    figure = error_heatmap(np.array([[0.0, 100.0]]), 1).to_dict()
    (low, darkest), *_, (high, brightest) = figure["data"][0]["colorscale"]
    assert (low, darkest, high, brightest) == (0, "#010005", 1, "#fcffa4")
    assert figure["data"][0]["zmin"] == 0


def test_methods_have_none_of_the_clusters_colours():
    rows = [(2, 1000, 20.0), (4, 2000, 25.0)]
    assert not literal_colors(rate_distortion_chart(rows, rows, rows[0])) & set(style.CLUSTER)
