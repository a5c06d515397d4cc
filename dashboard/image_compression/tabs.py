"""The Image compression page: the picture before and after, its palette, and the tabs below."""

import inspect
from dataclasses import replace

import pandas
import streamlit as st

from dashboard.common.ask import ask_for_guess
from dashboard.common.clicks import clicked_number
from dashboard.common.formatting import percent, plural, unbroken
from dashboard.common.layout import chart_config, end_on_stage
from dashboard.common.lesson import is_on_stage
from dashboard.common.tables import data_table, number_table, text_table
from dashboard.components.compare_slider import compare_slider
from dashboard.components.player import player
from dashboard.components.recolored_picture import recolored_picture
from dashboard.components.reply_region import reply_region
from dashboard.image_compression import cache, color, compute, figures, palette_files, text
from dashboard.image_compression.cache import DisplayedPicture
from dashboard.image_compression.compute import Compressed
from dashboard.image_compression.settings import CompressionSettings
from kmeans_core import Colors

SHOW_OWN = {"their palette colour": False, "their own colour": True}
DIMENSIONS = {"3-D": 3, "flat": 2}
MAX_HEATMAP_BLOCKS = 36_000
CHART = chart_config("image compression")
LESSON = """\
import numpy as np
from PIL import Image

from kmeans_core import kmeans

image = np.asarray(Image.open("picture.jpg").convert("RGB"))

X = image.reshape(-1, 3)  # one point for each pixel: red, green, blue
result = kmeans(X, k=16, seed=0)  # 16 centroids are 16 colours
palette = result.centroids.round().astype("uint8")
compressed = palette[result.labels].reshape(image.shape)
"""


def guess_file_size(picture: DisplayedPicture, unique: int) -> None:
    """Ask how large the picture's file becomes, and judge the guess. Until then the page ends with the picture."""
    width, height = picture.size
    if width * height < text.MIN_GUESS_PIXELS:
        return
    question, options = text.file_size_question(picture, unique), [*text.GUESS_BYTES]
    shown_by = ("k", "quality", "space", "dither", "tab")  # names in the address that lead to a result
    guess, place = ask_for_guess((picture.key,), question, options, shown_by, on_guess=show_guess_k)
    if guess is None:
        left, _ = st.columns([5, 3])
        left.image(picture.png, output_format="PNG", width="stretch", alt="The picture before it is compressed")
        end_on_stage()
        st.stop()
    if guess in text.GUESS_BYTES:
        result = cache.compressed_picture(picture, text.GUESS_K, compute.PLAIN, status=st.empty())
        place.markdown(unbroken(text.guess_outcome(guess, result, picture)))


def show_guess_k() -> None:
    """Show the file whose size was guessed, whatever k was before. A callback: it runs before the page."""
    st.session_state["k"] = text.GUESS_K


def before_and_after(picture: DisplayedPicture, result: Compressed, unique: int) -> None:
    """The picture and its compressed version below a line that can be dragged; or only the highlighted colour."""
    file, label = result.png, plural(len(result.palette), "colour")
    names = palette_files.hex_colors(result.palette)
    highlight = st.session_state.get("highlight")
    if highlight in names:
        palette = compute.highlighted(result.palette, names.index(highlight))
        file = palette_files.palette_png(palette, palette_files.indices_of(file))
        label = f"Only {highlight}"
    labels = (plural(unique, "colour"), label)
    compare_slider(picture.png, file, picture=picture.key, size=picture.size, labels=labels, key="compare")


def say_what_is_seen(picture: DisplayedPicture, result: Compressed, unique: int, k: int) -> None:
    """The outcome, what this picture teaches, and what was done to it."""
    st.markdown(unbroken(text.outcome(result, picture, unique, k)))
    if picture.key in text.LESSONS:
        st.markdown(text.LESSONS[picture.key])
    for note in text.picture_notes(picture):
        st.text(note)


def palette_with_highlight(result: Compressed) -> None:
    """The palette with every colour's share; a click on a colour highlights its pixels."""
    names = palette_files.hex_colors(result.palette)

    def highlight_clicked() -> None:
        number = clicked_number("palette chart", "point_index", 0, len(names) - 1)
        st.session_state["highlight"] = None if number is None else names[number]

    if st.session_state.get("highlight") not in names:
        st.session_state["highlight"] = None
    with st.container(key="palette"):
        st.plotly_chart(
            figures.palette_chart(result.palette, result.shares),
            config=chart_config(),
            height=190,
            key="palette chart",
            on_select=highlight_clicked,
            selection_mode="points",
            alt=text.PALETTE_ALT,
        )
    labels = {name: f"{name}: {percent(share)} of the pixels" for name, share in zip(names, result.shares, strict=True)}
    st.selectbox(
        "Highlight a colour",
        names,
        None,
        key="highlight",
        format_func=lambda name: labels.get(name, name),
        placeholder="Choose one here, or click it in the palette",
        help=text.HELP["highlight"],
    )


def show_metrics(result: Compressed) -> None:
    """What the compression costs, in four numbers."""
    values, width = list(text.metrics(result).items()), 220 if is_on_stage() else 136
    for pair in (values[:2], values[2:]):
        with st.container(horizontal=True):
            for name, value in pair:
                st.metric(name, value, help=text.HELP[name], width=width)


def side_by_side(picture: DisplayedPicture, settings: CompressionSettings) -> None:
    """The small picture in several numbers of colours; only once where k asks for more than there are."""
    if not settings.ks:
        st.info(text.NO_KS)
        return
    method = replace(settings.method, quality="draft")
    results = dict(cache.small_picture(picture, k, method) for k in settings.ks)
    captions = [text.small_caption(k) for k in results]
    picture_grid(list(results.values()), captions, [f"The picture in {plural(k, 'colour')}" for k in results])
    st.caption(text.small_note(picture))


def picture_grid(files: list[bytes], captions: list[str], alts: list[str]) -> None:
    """Draw pictures with captions in rows of three."""
    cells = list(zip(files, captions, alts, strict=True))
    for start in range(0, len(cells), 3):
        row = cells[start : start + 3]
        for column, (file, caption, alt) in zip(st.columns(min(3, len(cells))), row, strict=False):
            column.image(file, output_format="PNG", width="stretch", alt=alt)
            column.markdown(caption)


# ---- the tabs


def palette_tab(result: Compressed) -> None:
    """Every colour with its number, share and pixels."""
    colors = zip(palette_files.hex_colors(result.palette), result.palette.tolist(), result.counts.tolist(), strict=True)
    total = int(result.counts.sum())
    rows = [
        dict(colour=j, hex=name, red=r, green=g, blue=b, share=round(100 * count / total, 6), pixels=count)
        for j, (name, (r, g, b), count) in enumerate(colors, start=1)
    ]
    columns = {
        "share": st.column_config.NumberColumn("share in %", format="%.2f"),
        "pixels": st.column_config.NumberColumn(format="localized"),
    }
    # Every name is on its own colour: a screen reader would read out the address of a picture.
    swatches = pandas.DataFrame(rows).style.map(palette_files.swatch_look, subset=["hex"])
    data_table(swatches, columns)
    st.caption(text.PALETTE_ORDER)


def color_space_tab(picture: DisplayedPicture, settings: CompressionSettings) -> None:
    """The colours as points in space, and the search for the palette as a film."""
    options = dict(bind="query-params", required=True)
    with st.container(horizontal=True):
        first = next(iter(SHOW_OWN))
        markers = st.segmented_control(
            "Markers show", tuple(SHOW_OWN), default=first, key="markers", help=text.HELP["markers"], **options
        )
        view = st.segmented_control(
            "View", tuple(DIMENSIONS), default="3-D", key="view", help=text.HELP["view"], **options
        )
    k, show_own, dimensions = min(settings.k, cache.MAX_FILM_K), SHOW_OWN[markers], DIMENSIONS[view]
    space = cache.color_space(picture, k, settings.method, show_own, dimensions)
    left, right = st.columns([3, 2])
    with left.container(key="stage"):
        st.plotly_chart(space.figure, config=CHART, height=480, key="stage chart", alt=text.ALT["color space"])
    with right:
        recolored_picture(space.colors, space.cell_png, id=space.script["id"], alt=text.ALT["recolored"], key="repaint")
        player(space.script, key="player")
    is_3d, dither = dimensions == 3, settings.method.dither
    for note in text.film_notes(space.n_shown, space.n_states, k, settings.k, is_3d, dither):
        st.text(note)


def error_tab(picture: DisplayedPicture, result: Compressed) -> None:
    """Where the colours moved, and how far."""
    errors = color.error_map(picture.pixels, result.palette[palette_files.indices_of(result.png)])
    figure = figures.error_heatmap(*compute.block_means(errors, MAX_HEATMAP_BLOCKS))
    st.plotly_chart(figure, config=CHART, height=480, key="heat", alt=text.ALT["error"])
    st.markdown(text.error_summary(errors, result))


def rate_tab(picture: DisplayedPicture, settings: CompressionSettings, result: Compressed) -> None:
    """Bytes against error over k, beside JPEG; and what a pixel costs."""
    method = replace(settings.method, quality="draft")
    curves = cache.rate_curves.known(picture, method)
    with reply_region("rate", curves is not None):
        if curves is None and st.button("Compare with JPEG", help=text.HELP["rate"]):
            curves = cache.rate_curves(picture, method, status=st.empty())
        if curves is not None:
            st.markdown(text.against_jpeg(len(result.png), result.psnr, curves[1]))
    if curves is not None:
        figure = figures.rate_distortion_chart(*curves, (len(result.palette), len(result.png), result.psnr))
        st.plotly_chart(figure, config=CHART, height=460, key="rate", alt=text.ALT["rate"])
        st.caption(text.RATE_CONDITIONS)
    st.subheader("24 bits, log₂ k bits, and the file")
    names, bits, sizes = zip(*text.bit_counts(result, picture), strict=True)
    columns = {"what is counted": names, "bits per pixel": [f"{x:.2f}" for x in bits]}
    text_table(
        columns | {"size in kB": [f"{size / 1000:,.1f}" for size in sizes]}
    )  # on a phone, too, all of it is seen
    st.markdown(text.why_bits_differ(result, picture))


def quantizers_tab(picture: DisplayedPicture, settings: CompressionSettings) -> None:
    """The same picture and k with other ways to choose the colours."""
    results = cache.quantizer_results.known(picture, settings.k)
    with reply_region("race", results is not None):
        if results is None:
            if not st.button("Run the race", help=text.HELP["race"]):
                return
            results = cache.quantizer_results(picture, settings.k, status=st.empty())
        st.markdown(text.race_result(results))
    files = [result.compressed.png for result in results]
    picture_grid(files, [text.race_caption(result) for result in results], [f"By {result.name}" for result in results])
    rows = [
        dict(
            way=result.name,
            psnr=result.compressed.psnr,
            ssim=result.compressed.ssim,
            error=result.compressed.oklab_error,
            time=1000 * result.seconds,
            size=len(result.compressed.png) / 1000,
        )
        for result in results
    ]
    columns = {
        "way": st.column_config.TextColumn("colours chosen by"),
        "psnr": st.column_config.NumberColumn("PSNR in dB", format="%.2f"),
        "ssim": st.column_config.NumberColumn("SSIM", format="%.3f"),
        "error": st.column_config.NumberColumn("perceived error", format="%.2f"),
        "time": st.column_config.NumberColumn("processor time in ms", format="%.0f"),
        "size": st.column_config.NumberColumn("PNG in kB", format="%.1f"),
    }
    number_table(rows, columns)
    st.caption(text.race_conditions(picture))


def code_tab() -> None:
    """The idea in a few lines, and the source of what made the picture."""
    st.markdown(text.SAME_IDEA)
    st.code(LESSON, language="python")
    st.markdown(text.SAME_CODE)
    for method in (Colors.quantize, Colors.steps):
        st.code(inspect.getsource(method), language="python", wrap_lines=True)
