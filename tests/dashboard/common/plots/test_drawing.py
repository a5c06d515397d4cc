"""A drawing sends what Plotly would send of the same figure."""

import json

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio
import pytest

from dashboard.common.plots.drawing import Drawing, sent
from dashboard.common.plots.plane import looks_above, plane_layout
from dashboard.common.plots.traces import xy
from dashboard.common.projection import view
from tests.dashboard.common.tables import blobs


def plotlys(data, layout) -> dict:
    """Return what Plotly sends, of the template only the styles for kinds of traces that are there."""
    figure = go.Figure(data, layout, _validate=False).to_dict()
    template = figure["layout"]["template"]
    if template:
        template["data"] = {kind: template["data"][kind] for kind in {trace["type"] for trace in data}}
    return json.loads(pio.to_json(figure, validate=False))


def test_a_picture_is_sent_as_plotly_sends_it():
    X = blobs().X
    data = [look | xy(X) for look in looks_above(4, len(X))]
    layout = plane_layout(X.min(axis=0), X.max(axis=0), view(X, ("x", "y"), "x", "y"))
    assert json.loads(pio.to_json(Drawing(data, layout), validate=False)) == plotlys(data, layout)


@pytest.mark.parametrize(
    "values",
    [
        np.arange(6, dtype=np.float32),
        np.arange(6.0).reshape(2, 3),
        np.arange(12, dtype=np.uint8)[::2],
        np.array([]),
        np.array(["a", "b"]),
        np.array([2**40, 0]),
        np.array([True, False]),
        [1, None, 2.5],
        (1, 2),
    ],
)
def test_arrays_of_every_kind_are_sent_as_plotly_sends_them(values):
    data = [{"type": "scatter", "y": values, "marker": {"size": values, "symbol": None}}]
    layout = {"template": {}, "shapes": [{"x0": 1, "path": values}]}
    assert json.loads(pio.to_json(Drawing(data, layout), validate=False)) == plotlys(data, layout)


def test_whole_numbers_of_python_go_in_four_bytes_and_longer_ones_as_they_are():
    assert sent(np.array([1, -2])) == {"dtype": "i4", "bdata": "AQAAAP7///8="}
    assert sent(np.array([2**31])).dtype == np.int64
