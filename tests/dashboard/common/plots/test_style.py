"""Ten colours that can be told from the page, on both themes, and one table of them."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from dashboard.common.plots import style

THEME = tomllib.loads((Path(__file__).parents[4] / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
# Machado, Oliveira and Fernandes (2009): what linear RGB becomes without one kind of cone.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)
PROTANOPIA = np.array(
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
)


def linear(color):
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(linear(color) @ [0.2126, 0.7152, 0.0722] for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def mixed(color, ground, share):
    """Return a colour of this opacity on the ground."""
    parts = ([int(each[i : i + 2], 16) for i in (1, 3, 5)] for each in (color, ground))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in zip(*parts, strict=True))


def oklab(rgb):
    """Ottosson (2020): equal distances look about equally different."""
    to_lms = np.array(
        [[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.6806995, 0.10739696], [0.08830246, 0.28171884, 0.6299787]]
    )
    to_lab = np.array(
        [
            [0.21045426, 0.79361779, -0.00407205],
            [1.9779985, -2.42859221, 0.45059371],
            [0.02590404, 0.78277177, -0.80867577],
        ]
    )
    return to_lab @ np.cbrt(to_lms @ np.clip(rgb, 0, 1))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_marks_have_3_to_1_and_text_4_5_to_1_against_the_page(mode):
    look = THEME[mode]
    assert len(look["chartCategoricalColors"]) == 10
    for color in (*look["chartCategoricalColors"], style.UNASSIGNED):
        assert contrast(color, look["backgroundColor"]) >= 3, color
    for surface in (look["backgroundColor"], look["secondaryBackgroundColor"]):
        assert contrast(look["textColor"], surface) >= 4.5 and contrast(look["linkColor"], surface) >= 4.5
        assert contrast(look["borderColor"], surface) >= 3  # of fields
        assert contrast(mixed(look["textColor"], surface, 0.6), surface) >= 4.5  # Streamlit's captions


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("eye", [np.eye(3), DEUTERANOPIA, PROTANOPIA], ids=["usual", "deuteranopia", "protanopia"])
def test_any_two_colours_differ_to_every_eye(mode, eye):
    seen = [oklab(eye @ linear(color)) for color in THEME[mode]["chartCategoricalColors"]]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 0.07


def test_files_that_leave_the_app_have_the_light_themes_colours():
    assert [style.LIGHT[j] for j in style.CLUSTER] == THEME["light"]["chartCategoricalColors"]
    assert (
        style.real_colors(f'"{style.CLUSTER[9]}" "{style.TEXT}"')
        == f'"{style.LIGHT[style.CLUSTER[9]]}" "{THEME["light"]["textColor"]}"'
    )


def test_an_axis_writes_thousands_as_k_but_no_half_as_500m_and_no_huge_number_as_100Z():
    assert style.tick_format(4000) == style.tick_format(4e8) == "~s"
    assert style.tick_format(0.5) == style.tick_format(1e23) == "~g"


@pytest.mark.parametrize("high, form", [(1e20, "e"), (2e-11, "e"), (5e6, None), (0.5, None)])
def test_an_axis_of_huge_or_tiny_places_has_powers_of_ten(high, form):
    assert style.axis("x", range=[-high, 0.5 * high]).get("exponentformat") == form
