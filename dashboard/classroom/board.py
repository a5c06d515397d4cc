"""What the projector shows of a question, as HTML for the board: numbers and pictures of our own, no text of others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from dashboard.common.formatting import plural
from dashboard.common.qr import qr_svg


@dataclass(frozen=True)
class Panel:
    """A part of the board: a picture or bars under a heading."""

    heading: str
    html: str


def bars(labels: Sequence[str], counts: Sequence[int]) -> str:
    """Return a bar for each label, as long as its count."""
    most, total = max([*counts, 1]), max(sum(counts), 1)
    rows = (
        f'<span class="label">{escape(label)}</span><span class="track"><span class="bar" style="width: '
        f'{100 * number / most:.1f}%"></span></span><span>{number} ({100 * number / total:.0f} %)</span>'
        for label, number in zip(labels, counts, strict=True)
    )
    return f'<div class="bars" role="group" aria-label="Votes">{"".join(rows)}</div>'


def histogram(labels: Sequence[str], counts: Sequence[int]) -> str:
    """Return a column for each label, as high as its count: buttons."""
    most = max([*counts, 1])
    columns = (
        f'<button type="button" data-choose="{i}">{number}<span class="bar" style="height: {7 * number / most:.2f}em">'
        f'</span><span class="label">{escape(label)}</span></button>'
        for i, (label, number) in enumerate(zip(labels, counts, strict=True))
    )
    return f'<div class="histogram" role="group" aria-label="Where the starts end">{"".join(columns)}</div>'


@lru_cache(40)  # a projector asks for the same one every two seconds
def code_of_link(link: str, caption: str) -> str:
    """Return the link as a QR code, with a caption and the link behind it."""
    svg = re.sub(
        ' width="([0-9]+)" height="([0-9]+)"', r' viewBox="0 0 \1 \2"', qr_svg(link)
    )  # as large as there is room
    picture = f'<a href="{escape(link)}" target="_blank" aria-label="{escape(caption)}">{svg}</a>'
    return f'{picture}<span class="link">{escape(caption)}</span>'


def board_html(title: str, hint: str, panels: Sequence[Panel], aside: Sequence[str] = ()) -> str:
    """Return the board: the question, its panels side by side, and beside them the parts of the `aside`, HTML each."""
    figures = "".join(
        f"<figure>{f'<figcaption>{escape(panel.heading)}</figcaption>' if panel.heading else ''}{panel.html}</figure>"
        for panel in panels
    )
    side = "".join(f"<p>{part}</p>" for part in aside)
    side = f"<aside>{side}</aside>" if side else ""
    hint = f"<p>{escape(hint)}</p>" if hint else ""
    return f'<h2>{escape(title)}</h2>{hint}<div class="main"><div class="panels">{figures}</div>{side}</div>'


def answered_text(n_votes: int, n_voters: int) -> str:
    """Return how many votes there are, and how many phones have joined; nobody knows which of those are still there."""
    joined = plural(max(n_voters, n_votes), "phone")
    return f'<span class="count">{plural(n_votes, "vote")}</span><br>{joined} joined so far'


def tally(votes: Mapping[int, int], n_options: int) -> list[int]:
    """Return how many votes each option has."""
    counts = [0] * n_options
    for value in votes.values():
        counts[value] += 1
    return counts
