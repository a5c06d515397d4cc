"""What the Image compression page says, from the numbers on the screen. No Streamlit."""

import math
from dataclasses import dataclass

import numpy as np

from dashboard.common.formatting import number, percent, plural
from dashboard.image_compression.compute import Compressed, Found

AXES = {"sRGB": ("red", "green", "blue"), "OKLab": ("lightness L", "green to red a", "blue to yellow b")}


@dataclass(frozen=True)
class Told:
    """One beat of the film: its name and its sentence."""

    name: str
    caption: str


def told(states: list[Found], unique: int, marks: int) -> list[Told]:
    """Return the beats of the film: the picture's own colours, then every state of the search."""
    whole = f"{plural(unique, 'colour')} as {plural(marks, 'mark')}: the more pixels, the larger. No palette yet."
    if marks == unique:
        whole = f"{plural(unique, 'colour')}, each a mark: the more pixels, the larger. No palette yet."
    beats = [Told("Colours", whole)]
    counts: dict[str, int] = {}
    for at, state in enumerate(states):
        counts[state.kind] = counts.get(state.kind, 0) + 1
        name = "Start" if state.kind == "start" else f"{state.kind.capitalize()} {counts[state.kind]}"
        after = f"Mean squared error: {number(state.error)}."
        if at:
            share = 1 - state.error / states[at - 1].error if states[at - 1].error else 0.0
            after = f"The error falls by {percent(max(0.0, share))} to {number(state.error)}."
        beats.append(Told(name, f"{name}: {HAPPENED[state.kind].format(k=len(state.palette))} {after}"))
    return beats


HAPPENED = {
    "start": "{k} first colours.",
    "move": "each colour goes to the mean of its pixels.",
    "trade": "one colour is dropped, another split.",
    "finish": "moves over all colours, not only the marks.",
}


def worth_showing(states: list[Found], most: int) -> list[int]:
    """Return which states the film shows: those that lower the error by a thousandth, and the last; at most `most`."""
    errors = [state.error for state in states]
    kept = [at for at in range(len(states)) if not at or errors[at] < 0.999 * errors[at - 1]]
    if len(kept) > most - 1:
        kept = sorted({kept[at] for at in np.rint(np.geomspace(1, len(kept), most - 1)).astype(int) - 1})
    return sorted({*kept, len(states) - 1})


def thinned(shown: int, all_: int) -> str:
    return f"The film shows {shown} of the {all_} states of the search: those between change too little to be seen."


def size(count: int) -> str:
    """Return bytes as people write them."""
    if count < 1000:
        return f"{count} B"
    return f"{number(count / 1000)} kB" if count < 1e6 else f"{number(count / 1e6)} MB"


def decibel(psnr: float) -> str:
    return "exact" if math.isinf(psnr) else f"{psnr:.1f} dB"


def similarity(ssim: float) -> str:
    return "–" if math.isnan(ssim) else f"{ssim:.3f}"


def times(part: int, whole: int) -> str:
    """Return how large `part` is beside `whole`, as the beginning of a phrase: "1/15 of", "1.2 times"."""
    if part <= whole:
        return f"1/{rounded(whole / part)} of"
    return f"{rounded(part / whole)} times"


def rounded(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:,.0f}"


def outcome(done: Compressed, picture, unique: int, k: int) -> str:
    """Return what became of the picture, in a few sentences."""
    width, height = picture.size
    raw = 3 * width * height
    found = len(done.palette)
    if found >= unique:
        kept = f"All {plural(unique, 'colour')} of the picture fit into the palette: nothing is lost."
        if unique == 1:
            kept = "The picture has a single colour: nothing is lost."
    else:
        kept = f"{unique:,} colours became {found:,}."
    if unique < k:
        kept += f" It has fewer colours than k = {k} asks for, so k becomes {unique}."
    here = len(done.png)
    file = f"The PNG file takes {size(here)}: {times(here, raw)} the raw pixels ({size(raw)})"
    if not picture.is_scaled:
        file += f", {times(here, picture.bytes)} the {picture.format} file it came in ({size(picture.bytes)})"
    return f"{kept} {file}."


def caption(done: Compressed, picture) -> str:
    """Return one picture's line in the row of many k."""
    width, height = picture.size
    raw = 3 * width * height
    here = len(done.png)
    file = "" if picture.is_scaled else f"{times(here, picture.bytes)} the file, "
    return (
        f"**{plural(len(done.palette), 'colour')}**: {size(here)}, {file}{times(here, raw)} raw. "
        f"PSNR {decibel(done.psnr)}, SSIM {similarity(done.ssim)}"
    )


def against_jpeg(done: Compressed, jpeg) -> str:
    """Return who wins at equal bytes; `jpeg` are rows (quality, bytes, PSNR) of the same picture as JPEG."""
    rows = sorted(jpeg, key=lambda row: row[1])
    here = len(done.png)
    if here < rows[0][1]:
        return (
            f"No JPEG is as small as these {size(here)}: at its lowest quality it takes {size(rows[0][1])}. "
            "For so few colours, or so small a picture, the palette wins."
        )
    there = float(np.interp(np.log(here), np.log([row[1] for row in rows]), [row[2] for row in rows]))
    if math.isinf(done.psnr):
        return f"The palette is exact; a JPEG of about {size(here)} reaches {there:.1f} dB. The palette wins."
    if here > rows[-1][1]:
        return (
            f"A JPEG of the highest quality takes {size(rows[-1][1])}, fewer bytes than these {size(here)}, and "
            f"reaches {rows[-1][2]:.1f} dB against {done.psnr:.1f} dB: "
            + ("JPEG wins." if rows[-1][2] >= done.psnr else "the palette is nearer, for more bytes.")
        )
    gap = there - done.psnr
    if abs(gap) < 0.1:
        return f"A JPEG of as many bytes ({size(here)}) reaches {there:.1f} dB: neither wins."
    winner = "JPEG wins" if gap > 0 else "the palette wins"
    return (
        f"A JPEG of as many bytes ({size(here)}) reaches {there:.1f} dB, the palette {done.psnr:.1f} dB: "
        f"**{winner} by {abs(gap):.1f} dB**."
    )


@dataclass(frozen=True)
class Bits:
    """One way to count what a pixel costs."""

    how: str
    bits: float
    bytes: float


def bits(done: Compressed, picture) -> list[Bits]:
    """Return what a pixel costs by the textbook and in the file."""
    width, height = picture.size
    pixels, k = width * height, len(done.palette)
    whole = max(1, math.ceil(math.log2(k))) if k > 1 else 0

    def row(how, per_pixel, extra=0):
        return Bits(how, per_pixel, pixels * per_pixel / 8 + extra)

    return [
        row("raw: 8 bits each for red, green and blue", 24),
        row(f"textbook: {whole} bits, the number of one of {k} colours, and the palette", whole, 3 * k),
        row("entropy: common colours get short numbers", done.entropy, 3 * k),
        Bits("this PNG file", 8 * len(done.png) / pixels, len(done.png)),
    ]


def why_bits_differ(done: Compressed, picture) -> str:
    _, textbook, entropy, file = bits(done, picture)
    below = "below" if file.bytes < entropy.bytes else "above"
    reason = (
        "because PNG also writes down repetitions: where neighbours share a colour, one short note stands for many "
        "pixels. That is what the numbers of single pixels cannot know."
        if file.bytes < entropy.bytes
        else "because here neighbours rarely repeat, and a PNG file has a header and whole-bit codes of its own."
    )
    return (
        f"From 24 bits to {textbook.bits:g} is the textbook's saving. Not every colour is equally common, so "
        f"{entropy.bits:.2f} bits would do on average. The file has {file.bits:.2f} bits a pixel, {below} that, "
        + reason
    )


def full_outcome(count: int, mse: float, picture) -> str:
    """Return what the compression at full size came to."""
    width, height = picture.full
    psnr = 10 * math.log10(255**2 / mse) if mse else math.inf
    return (
        f"The PNG file takes {size(count)}: {times(count, 3 * width * height)} the raw pixels, "
        f"{times(count, picture.bytes)} the {picture.format} file ({size(picture.bytes)}). PSNR {decibel(psnr)}."
    )


def heat(values, done: Compressed) -> str:
    """Return where the error sits; `values` are the distances in sRGB of all pixels."""
    if not done.mse:
        return "No colour moved: the palette holds every colour of the picture."
    order = np.sort(values, axis=None)[::-1] ** 2
    worst = order[: max(1, len(order) // 10)].sum() / order.sum()
    return (
        f"A colour moves by {number(float(values.mean()))} on average and {number(float(values.max()))} at most "
        f"(442 is black to white). The worst tenth of the pixels carries {percent(float(worst))} of the squared error, "
        "which is what k-means minimises: there the palette has no colour near."
    )


def race(field) -> str:
    """Return who is nearest to the picture and what the others lose; `field` are Rivals, ours first."""
    ours, *others = field
    if math.isinf(ours.done.psnr):
        exact = [rival.name for rival in others if math.isinf(rival.done.psnr)]
        also = f", and so do {', '.join(exact)}" if exact else "; none of the others does"
        return f"The palette holds every colour of the picture: k-means finds all of them{also}."
    best = max(field, key=lambda rival: rival.done.psnr)
    if best is not ours:
        return (
            f"Here **{best.name}** is nearest to the picture, by {best.done.psnr - ours.done.psnr:.2f} dB ahead of our "
            "k-means."
        )
    second = max(others, key=lambda rival: rival.done.psnr)
    last = min(others, key=lambda rival: rival.done.psnr)
    return (
        f"Our k-means is nearest to the picture: {ours.done.psnr - second.done.psnr:.2f} dB ahead of {second.name} and "
        f"{ours.done.psnr - last.done.psnr:.1f} dB ahead of {last.name}, in {1000 * ours.seconds:.0f} ms."
    )


def notes(picture) -> tuple[str, ...]:
    """Return what the reader has to know about how the picture came onto the page."""
    if not picture.is_scaled:
        return picture.notes
    across, down = picture.size
    scaled = (
        f"Shown and measured at {across:,} x {down:,} pixels, scaled down; “Download” compresses all "
        f"{picture.full[0]:,} x {picture.full[1]:,}."
    )
    return (*picture.notes, scaled)
