"""What the canvas sends is a drawing, or it is nothing."""

import pytest

from dashboard.components.canvas import drawing_of


@pytest.mark.parametrize("points, centroids", [("", ""), ("00zz", ""), ("00" * 60, "zz" * 8)])
def test_a_drawing_is_taken_as_it_is(points, centroids):
    assert drawing_of({"points": points, "centroids": centroids}) == (points, centroids)


FORGED = [
    None,
    "00zz",
    {"points": "00zz"},
    {"points": "0", "centroids": ""},
    {"points": "00" * 61, "centroids": ""},
    {"points": "", "centroids": "00" * 9},
    {"points": ["00"], "centroids": ""},
    {"points": "<b>!", "centroids": "[](http://b)"},
]


@pytest.mark.parametrize("message", FORGED)
def test_anything_else_is_not_taken(message):
    assert drawing_of(message) is None
