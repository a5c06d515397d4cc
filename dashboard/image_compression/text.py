"""All sentences of the Image compression page, made from the numbers on the screen."""

import math

import numpy as np

from dashboard.common.formatting import join_words, number, percent, plural
from dashboard.common.questions import RIGHT, not_quite
from dashboard.image_compression.compute import Compressed, SearchState

AXIS_TITLES = {"sRGB": ("red", "green", "blue"), "OKLab": ("lightness L", "green to red a", "blue to yellow b")}

INTRODUCTION = (
    "Each pixel is a point with three coordinates: red, green and blue. k-means groups these points, and each centroid "
    "is one colour of the palette. Every pixel then gets the colour of its nearest centroid."
)
SAME_IDEA = "The idea in four lines, after the picture is loaded: pixels are points, and colours are their coordinates."
SAME_CODE = (
    "The picture above was made by these two methods. They count equal colours first, so that a colour with a thousand "
    "pixels costs no more than one with a single pixel:"
)
PALETTE_ORDER = "Sorted from dark to light, as in the file. Click a heading to sort by share."
RATE_CONDITIONS = "The palettes of the curve are those of the draft search."
NO_KS = "Choose numbers of colours in the sidebar to see them side by side."
LAST_GOOD = "The last picture that could be read stays in use:"

HELP = {
    "image": "What to compress. Each picture teaches one thing.",
    "upload": "PNG, JPEG, WebP, AVIF, GIF, BMP or TIFF, up to 10 MB and 16 megapixels. It stays in this session's "
    "memory and is never stored.",
    "camera": "The picture stays in this session's memory and is never stored.",
    "k": "How many colours the palette has. k-means finds k colours that represent all others.",
    "quality": "How long to search. draft finds a palette almost at once; best tries hundreds of improvements (for up "
    "to 128 colours). All three are k-means.",
    "space": "Where distances are measured: in sRGB, the numbers in the file, which PSNR uses too; or in OKLab, where "
    "distances are closer to the differences that the eye sees.",
    "dither": "Dithering mixes neighbouring pixels of two palette colours where the picture needs a colour between "
    "them. The picture looks smoother, but its error and its file are larger.",
    "ks": "Which numbers of colours are shown side by side.",
    "highlight": "Shows only this colour's pixels in the picture; the others turn pale.",
    "markers": "The colour of the markers once there is a palette.",
    "view": "3-D needs WebGL, which most browsers have; flat works without it.",
    "rate": "Makes eight palettes and ten JPEG files of the picture.",
    "race": "Lets six methods choose the colours of a smaller version of the picture.",
    "png": "A PNG file with this palette, which every program opens.",
    "palette": "From dark to light.",
    "zip": "The picture in every number of colours that is chosen under “Side by side”, as PNG files in one archive.",
    "before": "The picture as this page shows it, for the notebook.",
    "colours": "Every colour of the picture with its pixels and its cluster, counted from 1 as in the palette. With "
    "dithering, pixels of one colour may differ: the cluster is that of the first one.",
    "full": "A PNG file with this palette, at the size of the original.",
    "PNG file": "The size of the file that you can download under “Take home”.",
    "PSNR": "Peak signal-to-noise ratio: 10 log10(255² / mean squared error). Higher is closer to the original; 6 dB "
    "more means half the root mean squared error.",
    "SSIM": "Structural similarity: 1 means that the two pictures are the same.",
    "Perceived error": "The mean distance in OKLab, a colour space modelled on human vision, times 100. The eye begins "
    "to notice a difference at about 2.",
}
ALT = {
    "color space": "The picture's colours as points in space; the player describes each state.",
    "recolored": "The picture in the palette of this state",
    "error": "How far each pixel's colour moved: dark means a little, bright means far.",
    "rate": "File size against PSNR: the palette for many k, and JPEG for many qualities.",
}
LESSONS = {
    "china": "A photograph with a wide, smooth sky: few colours cut it into bands, and the roof gets the colours that "
    "are left.",
    "flower": "A photograph with one subject on a dark background: a handful of colours is enough to recognise it.",
    "gradient": "Every hue is equally common: there are no clusters to find, so any k draws borders where there are "
    "none. Dithering hides them.",
    "shapes": "Eight flat colours. With k = 8 nothing is lost; with k = 7 two different colours have to share one.",
    "text": "Paper and two inks, and mixtures of paper and ink at the edges of the letters: too few colours make the "
    "edges jagged.",
    "balloon": "A small red balloon in a wide sky. k-means counts pixels, so these few get a colour of their own only "
    "for a large k, although the balloon is what everyone looks at.",
}
QUANTIZER_IDEAS = {
    "k-means": "Our k-means on all colours, weighted by their pixels; its search goes beyond Lloyd's algorithm.",
    "mini-batch": "Mini-batch k-means: every step uses 1,024 random pixels.",
    "scikit-learn": "scikit-learn's example: k-means on 1,000 random pixels, then every pixel gets the nearest colour.",
    "median cut": "Repeatedly cut a box of colours in two, with half of its pixels on each side (Pillow).",
    "octree": "Round colours to a grid of cubes and keep the fullest cubes (Pillow's fast octree).",
    "random": "The colours of k random pixels, without any k-means.",
}


NO_PICTURE = "No picture yet: the page shows “{}” until there is one."
PALETTE_ALT = "The colours from dark to light, each with its share."


# ---- the guess

GUESS_K = 16  # colours of the file whose size is guessed, whatever the page is set to
MIN_GUESS_PIXELS = 5000  # in the file of a smaller picture, the header counts as well
GUESS_BYTES = {f"{size} kB": 1000 * size for size in (2, 5, 10, 20, 50, 100, 200, 500)} | {"1 MB": 1_000_000}


def file_size_question(picture, unique: int) -> str:
    width, height = picture.size
    colors = f"its {plural(unique, 'colour')}" if unique <= GUESS_K else f"only {GUESS_K} colours"
    raw = f"The raw pixels, in {plural(unique, 'different colour')}, take {file_size(3 * width * height)}."
    return f"{raw} How large is a PNG file with {colors}?"


def guess_outcome(guess: str, result: Compressed, picture) -> str:
    """Return how far the guess of the file size is from that of the `result`, and the idea behind a wrong one."""
    width, height = picture.size
    guessed, true, k = GUESS_BYTES[guess], len(result.png), len(result.palette)
    raw, bits = 3 * width * height, bit_counts(result, picture)[1][1]
    said = f"You said {guess}; the file with {plural(k, 'colour')} takes {file_size(true)}."
    if max(guessed, true) <= 2 * min(guessed, true):
        return f"{RIGHT} {said} That is within a factor of two."
    if guessed < true:
        return (
            f"{not_quite('the file shrinks as much as the number of colours')} {said} Every pixel still "
            f"needs the number of its colour, at most {bits:g} bits instead of 24."
        )
    if guessed > raw / 2:
        return (
            f"{not_quite('only the number of pixels counts')} {said} There are as many as before, but each needs "
            f"at most {bits:g} bits instead of 24."
        )
    return (
        f"{not_quite('every pixel costs log₂ k bits')} {said} {bits:g} bits each would come to "
        f"{file_size(width * height * bits / 8)}, but where neighbours share a colour, PNG stores it once for many "
        "pixels."
    )


# ---- the film of the search

STEP_SENTENCES = {
    "start": "the first {k} colours.",
    "move": "each colour moves to the mean of its pixels.",
    "swap": "one colour is removed, another is split.",
    "finish": "more moves, with every single colour instead of the marks.",
}


def film_captions(states: list[SearchState], unique: int, marks: int) -> list[tuple[str, str]]:
    """Return a name and a sentence for each picture of the film: the original colours, then every state."""
    original = f"The pixels have {plural(unique, 'different colour')}, drawn as {plural(marks, 'mark')}"
    if marks == unique > 1:
        original = f"The pixels have {plural(unique, 'different colour')}, each a mark"
    captions = [("Colours", f"{original}: the more pixels, the larger the mark. No palette yet.")]
    counts: dict[str, int] = {}
    for i, state in enumerate(states):
        counts[state.kind] = counts.get(state.kind, 0) + 1
        name = "Start" if state.kind == "start" else f"{state.kind.capitalize()} {counts[state.kind]}"
        effect = f"Mean squared error: {number(state.error)}."
        if i:
            before = states[i - 1].error
            effect = f"The error stays {number(state.error)}."
            if state.error < before:
                effect = f"The error falls by {percent(1 - state.error / before)} to {number(state.error)}."
        captions.append((name, f"{name}: {STEP_SENTENCES[state.kind].format(k=len(state.palette))} {effect}"))
    return captions


def film_notes(n_shown: int, n_states: int, film_k: int, k: int, is_3d: bool, dither: str) -> list[str]:
    """Return what the reader has to know about the film."""
    notes = []
    if film_k < k:
        notes.append(f"The film shows k = {film_k}: {k} centroids would hide the colours.")
    if n_shown < n_states:
        notes.append(
            f"The film shows {n_shown} of the {n_states} states of the search: the others change too little to see."
        )
    notes.append(
        "Each mark stands for the pixels in a small box of the colour cube, at their mean; together the marks stand "
        "for all pixels."
    )
    if is_3d:
        notes.append("Drag to turn it. If the space stays empty, this browser has no WebGL: choose the flat view.")
    if dither != "off":
        notes.append("Dithering comes after the palette is found: the film shows the picture without it.")
    return notes


# ---- numbers


def file_size(count: float) -> str:
    """Return bytes as people write them."""
    if count < 1000:
        return f"{count} B"
    return f"{number(count / 1000)} kB" if count < 1e6 else f"{number(count / 1e6)} MB"


def decibel(psnr: float) -> str:
    return "exact" if math.isinf(psnr) else f"{psnr:.1f} dB"


def similarity(ssim: float) -> str:
    return "–" if math.isnan(ssim) else f"{ssim:.3f}"


def ratio(part: int, reference: int) -> str:
    """Return the size of `part` relative to `reference` as the beginning of a phrase: "1/15 of", "1.2 times"."""
    value = max(part, reference) / min(part, reference)
    rounded = f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"
    return f"1/{rounded} of" if part <= reference else f"{rounded} times"


def metrics(result: Compressed) -> dict[str, str]:
    """Return what the compression costs, in four numbers."""
    return {
        "PNG file": file_size(len(result.png)),
        "PSNR": decibel(result.psnr),
        "SSIM": similarity(result.ssim),
        "Perceived error": f"{result.oklab_error:.1f}",
    }


# ---- the picture


def outcome(result: Compressed, picture, unique: int, k: int) -> str:
    """Return what became of the picture, in a few sentences."""
    width, height = picture.size
    raw, here, n_colors = 3 * width * height, len(result.png), len(result.palette)
    if unique == 1:
        colors = "The picture has a single colour: nothing is lost."
    elif n_colors >= unique:
        colors = f"All {plural(unique, 'colour')} of the picture fit into the palette: nothing is lost."
    else:
        colors = f"The {unique:,} different colours of its pixels became {n_colors:,}."
    if unique < k:
        colors += f" It has fewer colours than k = {k} asks for, so k becomes {unique}."
    file = f"The PNG file takes {file_size(here)}: {ratio(here, raw)} the raw pixels ({file_size(raw)})"
    if not picture.is_scaled:
        original = f"the {picture.format} file it came in ({file_size(picture.bytes)})"
        file += f", {ratio(here, picture.bytes)} {original}"
    return f"{colors} {file}."


def small_caption(k: int) -> str:
    """Return the caption of one of the pictures side by side."""
    bits = plural(max(1, math.ceil(math.log2(k))), "bit")
    return f"**{plural(k, 'colour')}**, {bits} per pixel" if k > 1 else f"**{plural(k, 'colour')}**"


def small_note(picture) -> str:
    """Return how the pictures side by side were made."""
    height, width = picture.small_pixels.shape[:2]
    size = "" if (width, height) == picture.size else f"At {width:,} x {height:,} pixels, the size shown here, with"
    return f"{size or 'With'} the draft search. “Rate and distortion” measures their files and errors at the full size."


def full_size_intro(picture) -> str:
    width, height = picture.full_size
    return f"On the screen the picture is scaled down. At its full {width:,} x {height:,} pixels:"


def full_size_outcome(result: Compressed, picture) -> str:
    """Return what the compression at full size came to."""
    width, height = picture.full_size
    here = len(result.png)
    return (
        f"The PNG file takes {file_size(here)}: {ratio(here, 3 * width * height)} the raw pixels, "
        f"{ratio(here, picture.bytes)} the {picture.format} file ({file_size(picture.bytes)}). "
        f"PSNR {decibel(result.psnr)}."
    )


def picture_notes(picture) -> tuple[str, ...]:
    """Return what the reader has to know about how the picture came onto the page."""
    if not picture.is_scaled:
        return picture.notes
    (width, height), (full_width, full_height) = picture.size, picture.full_size
    scaled = (
        f"Shown and measured at {width:,} x {height:,} pixels, scaled down; “Take home” compresses all "
        f"{full_width:,} x {full_height:,}."
    )
    return (*picture.notes, scaled)


# ---- the tabs


def error_summary(errors, result: Compressed) -> str:
    """Return where the error is; `errors` are the distances in sRGB of all pixels."""
    if not result.mse:
        return "No colour moved: the palette holds every colour of the picture."
    squares = np.sort(errors, axis=None)[::-1] ** 2
    worst = squares[: max(1, len(squares) // 10)].sum() / squares.sum()
    return (
        f"A colour moves by {number(float(errors.mean()))} on average and by at most {number(float(errors.max()))} "
        f"(from black to white it is 442). The worst tenth of the pixels account for {percent(float(worst))} of the "
        "squared error, which is what k-means minimises: the palette has no colour close to theirs."
    )


def against_jpeg(here: int, psnr: float, jpegs) -> str:
    """Return which wins at equal bytes: a palette PNG of `here` bytes and `psnr` dB, or one of `jpegs`, rows
    (quality, bytes, PSNR) of the same picture as JPEG."""
    rows = sorted(jpegs, key=lambda row: row[1])
    _, least_bytes, _ = rows[0]
    _, most_bytes, best_psnr = rows[-1]
    if here < least_bytes:
        return (
            f"No JPEG file is as small as these {file_size(here)}: even the lowest quality takes "
            f"{file_size(least_bytes)}. For so few colours, or so small a picture, the palette wins."
        )
    jpeg_psnr = float(np.interp(np.log(here), np.log([row[1] for row in rows]), [row[2] for row in rows]))
    if math.isinf(psnr):
        return f"The palette is exact; a JPEG of about {file_size(here)} reaches {jpeg_psnr:.1f} dB. The palette wins."
    if here > most_bytes:
        return (
            f"A JPEG of the highest quality takes {file_size(most_bytes)}, less than these {file_size(here)}, "
            f"and reaches {best_psnr:.1f} dB against {psnr:.1f} dB: "
            + ("JPEG wins." if best_psnr >= psnr else "the palette is closer, for more bytes.")
        )
    gap = jpeg_psnr - psnr
    same_size = f"A JPEG of the same size ({file_size(here)}) reaches {jpeg_psnr:.1f} dB"
    if abs(gap) < 0.1:
        return f"{same_size}: neither wins."
    winner = "JPEG wins" if gap > 0 else "the palette wins"
    return f"{same_size}, the palette {psnr:.1f} dB: **{winner} by {abs(gap):.1f} dB**."


def bit_counts(result: Compressed, picture) -> list[tuple[str, float, float]]:
    """Return what a pixel costs by the textbook and in the file: rows (what is counted, bits per pixel, bytes)."""
    width, height = picture.size
    pixels, k = width * height, len(result.palette)
    textbook = max(1, math.ceil(math.log2(k))) if k > 1 else 0

    def row(name, bits, palette_bytes=3 * k):
        return name, bits, pixels * bits / 8 + palette_bytes

    return [
        row("raw: 8 bits each for red, green and blue", 24, 0),
        row(f"textbook: {plural(textbook, 'bit')} for the number of one of {k} colours, plus the palette", textbook),
        row("entropy: common colours get short codes", result.entropy),
        ("this PNG file", 8 * len(result.png) / pixels, len(result.png)),
    ]


def why_bits_differ(result: Compressed, picture) -> str:
    _, (_, textbook, _), (_, entropy, entropy_bytes), (_, file, file_bytes) = bit_counts(result, picture)
    if file_bytes < entropy_bytes:
        comparison = (
            "below that, because PNG also uses repetitions: where neighbours share a colour, one short code stands for "
            "many pixels. The codes of single pixels cannot do that"
        )
    else:
        comparison = (
            "above that, because neighbours rarely share a colour here, and a PNG file has a header and codes of whole "
            "bits"
        )
    return (
        f"The textbook goes from 24 bits to {textbook:g}. Not every colour is equally common, so {entropy:.2f} bits "
        f"would be enough on average. The file has {file:.2f} bits per pixel, {comparison}."
    )


def race_result(results) -> str:
    """Return which quantizer is closest to the picture and what the others lose; `results` begin with ours."""
    ours, *others = results
    if math.isinf(ours.compressed.psnr):
        exact = [other.name for other in others if math.isinf(other.compressed.psnr)]
        also = f", and so do {join_words(exact)}" if exact else "; none of the others does"
        return f"The palette holds every colour of the picture: k-means finds all of them{also}."
    best = max(results, key=lambda other: other.compressed.psnr)
    if best is not ours:
        lead = best.compressed.psnr - ours.compressed.psnr
        return f"Here **{best.name}** is closest to the picture, {lead:.2f} dB ahead of our k-means."
    second = max(others, key=lambda other: other.compressed.psnr)
    last = min(others, key=lambda other: other.compressed.psnr)
    return (
        f"Our k-means is closest to the picture: {ours.compressed.psnr - second.compressed.psnr:.2f} dB ahead of "
        f"{second.name} and {ours.compressed.psnr - last.compressed.psnr:.1f} dB ahead of {last.name}, in "
        f"{1000 * ours.seconds:.0f} ms."
    )


def race_conditions(picture) -> str:
    height, width = picture.small_pixels.shape[:2]
    return (
        f"At {width:,} x {height:,} pixels, in sRGB without dithering. Times were measured once, on one core of this "
        "server's processor."
    )


def race_caption(result) -> str:
    """Return the caption of one of the quantizers' pictures."""
    scores = f"PSNR {decibel(result.compressed.psnr)}, {1000 * result.seconds:.0f} ms"
    return f"**{result.name}**: {scores}. {QUANTIZER_IDEAS[result.name]}"
