"""A figure that moves: its first picture, and a named frame for every later one."""

from dataclasses import dataclass

from dashboard.common.plots.drawing import Drawing


@dataclass(frozen=True)
class Film:
    """`figure` shows the first of `frames`: plain dicts as Plotly names them (name, data, traces).

    Plain, because a go.Frame validates every marker shape of every frame: half a minute for a run of 5,000 points,
    where these take a few hundredths of a second. If the figure is not `complete`, some values of the first picture
    are only in its frame, and the player has to draw it.
    """

    figure: Drawing
    frames: list[dict]
    complete: bool = True


def film(looks, frames, layout, later=()) -> Film:
    """Return the Film whose traces have the constant `looks` and take their values from the first frame.

    The traces with the indices `later` get theirs from the player: many such traces would make the figure large.
    """
    first = frames[0]
    data = [dict(look) for look in looks]
    for trace, part in zip(first["traces"], first["data"], strict=True):
        if trace not in later:
            data[trace] = merged(data[trace], part)
    return Film(Drawing(data, layout), frames, not later)


def merged(look, part) -> dict:
    """Return a trace: its constant look, and one frame's values."""
    nested = {key: look[key] | part[key] for key in ("marker",) if key in look and key in part}
    return look | part | nested
