"""Sentences that several pages say about their pictures."""

from dashboard.common.csv_table import literal, short
from dashboard.common.datasets import NAMED, Table
from dashboard.common.formatting import agreeing, number, plural
from dashboard.common.plots.film import Film
from dashboard.common.projection import View
from dashboard.common.sampling import count_different
from dashboard.common.settings import OWN, PLACED, Data, Start

LARGE_RATIO = 10  # of two features' standard deviations: the one that varies more then decides nearly all distances


def picture_note(data: Data, view: View, *sentences: str, stage: Film | None = None) -> str:
    """Return what a picture of `data` does not show; empty `sentences` are left out."""
    parts = [view.note, "All values are standardised: mean 0, standard deviation 1." if data.scale else "", *sentences]
    if stage and not stage.figure.layout.yaxis.scaleanchor:
        parts.append("The two axes have different scales: with equal scales the picture would be a line.")
    return " ".join(filter(None, parts))


def scale_note(data: Data, table: Table) -> str:
    """Return a sentence if one feature of a reader's own table outweighs another by far, as Markdown."""
    deviations = table.X.std(axis=0)
    vary = [j for j in deviations.argsort() if deviations[j] > 0]
    if data.name != OWN or data.scale or not vary or deviations[vary[-1]] < LARGE_RATIO * deviations[vary[0]]:
        return ""
    least, most = (f"“{literal(short(table.features[j]))}”" for j in (vary[0], vary[-1]))
    ratio = number(deviations[vary[-1]] / deviations[vary[0]], 2)
    return (
        f"{most} varies {ratio} times as much as {least}, so it decides almost alone which points are near. "
        "“Standardise features” in the sidebar changes that."
    )


def only_different(n) -> str:
    return f"There {agreeing(n, 'are')} only {plural(n, 'different point')}"


def empty_clusters_note(X, k) -> str:
    """Return a sentence if so many of the points `X` are the same that some of `k` clusters stay empty."""
    n = count_different(X, k)
    if n == k:
        return ""
    stay = "stays" if k - n == 1 else "stay"
    return (
        f"{only_different(n)}, so at least {k - n} of the {k} clusters {stay} empty, and centroids may lie on top of "
        "one another."
    )


def drawn_points(n_drawn, n, how="clustered") -> str:
    """Return a sentence on how many of `n` points are drawn, nothing if all are."""
    return f"All {n:,} points are {how}; {n_drawn:,} of them are drawn." if n_drawn < n else ""


def settings_sentences(data: Data, n, k, *more: str) -> list[str]:
    """Return what is in a picture of `n` points, and what these points teach, if they have a name."""
    noise = f"noise {data.noise:g}, data seed {data.seed}" if data.n and data.name in NAMED else ""
    lesson = [NAMED[data.name].lesson] if data.name in NAMED else []
    return [f"{', '.join(filter(None, (f'{n:,} points of “{data.name}”', noise, f'k = {k}', *more)))}.", *lesson]


def start_words(start: Start) -> str:
    return f"start {start.init}" + ("" if start.init == PLACED else f" with seed {start.seed}")
