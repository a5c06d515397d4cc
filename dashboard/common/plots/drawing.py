"""A figure that is finished when it is made."""

import base64
from collections.abc import Mapping
from functools import cache, cached_property

import numpy as np
import pandas  # noqa: F401  see below
import plotly.graph_objects as go
import plotly.io as pio

# Plotly takes pandas as soon as it sees it, and Streamlit loads it with the first table. Where two visitors come at
# once, one would draw with the pandas that the other has half loaded: so it is loaded here, before there is a figure.

KINDS = {"float32": "f4", "float64": "f8"} | {
    f"{sign}int{8 * size}": f"{sign or 'i'}{size}" for sign in ("", "u") for size in (1, 2, 4)
}


class Drawing(go.Figure):
    """A figure that nobody changes: it is turned into what travels once, and not again at every rerun.

    Plotly's own objects take twice as long to make as all of this, so they are made when somebody asks for them.
    """

    def __init__(self, traces=(), layout=None):
        super().__init__()
        self._given = dict(data=traces, layout=layout)
        template = template_for(pio.templates.default, frozenset(trace["type"] for trace in traces))
        self._sent = {"data": [sent(trace) for trace in traces], "layout": template | sent(layout or {})}

    def _initialize_layout_template(self):
        """Plotly's own method, which would ask for the layout. The template is for the browser alone."""

    def to_dict(self) -> dict:
        return self._sent

    @cached_property
    def _objects(self) -> go.Figure:
        return go.Figure(**self._given, _validate=False)

    @property
    def data(self):
        return self._objects.data

    @property
    def layout(self):
        return self._objects.layout


@cache
def template_for(name: str | None, kinds: frozenset[str]) -> dict:
    """Return the part of a layout that names the template, without its styles for kinds of traces not among `kinds`."""
    if name is None:
        return {}
    template = pio.templates[name].to_plotly_json()
    styles = {kind: style for kind, style in template.get("data", {}).items() if kind in kinds}
    return {"template": template | {"data": styles}}


def sent(value):
    """Return a part of a figure as plain JSON, arrays of numbers as Plotly's typed ones."""
    if isinstance(value, Mapping):
        return {name: sent(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [sent(part) for part in value]
    if isinstance(value, np.ndarray) and value.dtype == np.int64 and value.size and abs(value).max() < 2**31:
        value = value.astype(np.int32)  # a browser knows no longer ones
    if isinstance(value, np.ndarray) and value.size and value.dtype.name in KINDS:
        shape = {"shape": str(value.shape)[1:-1]} if value.ndim > 1 else {}
        bytes_ = base64.b64encode(np.ascontiguousarray(value)).decode("ascii")
        return {"dtype": KINDS[value.dtype.name], "bdata": bytes_} | shape
    return value
