"""A figure that is finished when it is made."""

import pandas  # noqa: F401  see below
import plotly.graph_objects as go

# Plotly takes pandas as soon as it sees it, and Streamlit loads it with the first table. Where two visitors come at
# once, one would draw with the pandas that the other has half loaded: so it is loaded here, before there is a figure.


class Drawing(go.Figure):
    """A figure that nobody changes: Plotly turns it into what travels once, and not anew at every rerun.

    Of the template, 2 KB of styles for kinds of traces that it does not have stay behind.
    """

    _sent = None

    def __init__(self, data=None, layout=None):
        super().__init__(data, layout, _validate=False)
        self._sent = super().to_dict()
        styles = self._sent["layout"].get("template", {}).get("data", {})
        for unused in styles.keys() - {trace.type for trace in self.data}:
            del styles[unused]

    def to_dict(self) -> dict:
        return self._sent
