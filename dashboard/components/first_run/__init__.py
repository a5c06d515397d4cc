"""Two short runs of k-means, drawn as SVG: the first plays by itself, the second after a guess at how it ends."""

from dashboard.components import component

_component = component("first_run")


def first_run(drawing: str) -> None:
    """Draw the runs, and the question between them.

    `drawing` is JSON: the places of the `points`, two `runs` as pictures (places of the centroids, labels as digits),
    the texts, and the settings of the second run on the Algorithm page.
    """
    _component(data=dict(drawing=drawing), key="first run")
