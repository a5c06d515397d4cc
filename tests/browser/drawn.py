"""What the figures of a page show in the browser."""

import numpy as np

from tests.browser.serving import rest

SHOWN = """() => {
  const values = (array) => (typeof array === "string" ? array : Array.from(array ?? []));
  const shown = ({ name, x, y, marker }) => [name,
    { x: values(x), y: values(y), color: values(marker?.color), symbol: values(marker?.symbol) }];
  const traces = (key) => document.querySelector(`.st-key-${key} .js-plotly-plot`)._fullData.map(shown);
  return Object.fromEntries([...traces("stage"), ...traces("curve")]);
}"""


def shown(page):
    """Return the x, y, color and symbol of every trace on the screen, by its name."""
    rest(page)
    return page.evaluate(SHOWN)


def positions(trace):
    return np.column_stack([trace["x"], trace["y"]])
