"""The Image compression page: its controls, the picture's two sides, and the tabs below."""

import hashlib
import inspect
from dataclasses import dataclass

import streamlit as st

from dashboard.common import controls
from dashboard.common.csv_table import literal, short
from dashboard.common.formatting import percent, plural
from dashboard.common.questions_tab import ask
from dashboard.components.compare_slider import compare
from dashboard.components.player import player
from dashboard.components.recolored_picture import repaint
from dashboard.image_compression import cache as computed
from dashboard.image_compression import compute as compression
from dashboard.image_compression import dithering as dither
from dashboard.image_compression import figures, palette_files
from dashboard.image_compression import text as words
from dashboard.image_compression.cache import Subject
from dashboard.image_compression.compute import Compressed, Way
from dashboard.image_compression.picture_files import MOST_BYTES, Unusable
from dashboard.image_compression.pictures import NAMED
from dashboard.server.result_cache import gathered
from kmeans_core import Colors

OWN, CAMERA = "your own", "camera"
KS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256)
ROW_KS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
SHOWN = {"their palette colour": "clusters", "their own colour": "own"}
SEEN = {"3-D": 3, "flat": 2}
DEFAULTS = {
    "image": next(iter(NAMED)),
    "k": 16,
    "quality": "default",
    "space": "sRGB",
    "dither": "off",
    "ks": [2, 4, 8, 16, 32, 64],
}
TYPES = ["png", "jpg", "jpeg", "webp", "avif", "gif", "bmp", "tif", "tiff"]
KEPT = "own picture"  # the session's place for the last good upload
CHART = {
    "displaylogo": False,
    "scrollZoom": False,
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "image compression"},
}
STILL = {"displayModeBar": False}


@dataclass(frozen=True)
class Settings:
    """What the reader chose: how many colours, in which way, and the row of many k."""

    k: int
    way: Way
    ks: tuple[int, ...]


def choose_picture(sign) -> Subject:
    """Draw the choice of the picture, and return it. A file that cannot be used leaves the last good one."""
    names = (*NAMED, OWN, CAMERA)
    name = controls.choice("Picture", "image", names, "What to compress. Each picture teaches one thing.", DEFAULTS)
    if name in NAMED:
        return computed.named(name)
    if name == OWN:
        help = (
            "PNG, JPEG, WebP, AVIF, GIF, BMP or TIFF, up to 10 MB and 16 megapixels. It stays in this session's "
            "memory and is never stored."
        )
        sent = st.file_uploader("Your picture", type=TYPES, max_upload_size=MOST_BYTES >> 20, help=help)
    else:
        help = "The picture stays in this session's memory and is never stored."
        sent = st.camera_input("Take a picture", help=help)
    if sent is not None:
        keep(sent, sign)
    kept = st.session_state.get(KEPT)
    if kept is None:
        st.info(f"No picture yet: the page shows “{DEFAULTS['image']}” until there is one.")
        return computed.named(DEFAULTS["image"])
    title, content = kept
    own = computed.own(content, fingerprint(content), sign)
    st.text(f"{short(title)}: {own.full[0]:,} x {own.full[1]:,} pixels")
    return own


def keep(sent, sign) -> None:
    """Remember an upload in this session, if it is a picture; say so in one sentence if it is not."""
    content = sent.getvalue()
    kept = st.session_state.get(KEPT)
    if kept is not None and kept[1] == content:
        return
    try:
        computed.own(content, fingerprint(content), sign)
    except Unusable as refusal:
        st.error(literal(str(refusal)))
        if kept is not None:
            st.text("The last good picture stays:")
        return
    st.session_state[KEPT] = (sent.name, content)


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def choose_settings() -> Settings:
    """Draw the controls of the compression."""
    help = "How many colours the palette has. k-means finds k colours that stand for all the others."
    k = st.select_slider("k, the number of colours", KS, DEFAULTS["k"], key="k", bind="query-params", help=help)
    help = (
        "How long to search: draft finds a palette in a blink, best tries to mend it hundreds of times. All three "
        "are k-means."
    )
    quality = controls.choice("Quality", "quality", compression.QUALITIES, help, DEFAULTS)
    help = (
        "Where distances are measured: in sRGB, the numbers of the file (PSNR speaks it too), or in OKLab, where "
        "distance is closer to what the eye sees."
    )
    space = controls.choice("Colour space", "space", compression.SPACES, help, DEFAULTS)
    help = (
        "Dithering mixes neighbouring pixels of two palette colours where the picture needs one between: smoother "
        "to the eye, farther by the numbers, and a larger file."
    )
    dithering = controls.choice("Dithering", "dither", tuple(dither.METHODS), help, DEFAULTS)
    help = "Which numbers of colours stand side by side."
    ks = st.pills(
        "Side by side", ROW_KS, selection_mode="multi", default=DEFAULTS["ks"], key="ks", bind="query-params", help=help
    )
    return Settings(int(k), Way(quality, space, dithering), tuple(sorted({int(k) for k in ks})))


def title(presets: dict[str, dict]) -> None:
    """Draw the heading with the presets beside it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Image compression", width="stretch")
        for name, values in presets.items():
            st.button(name, on_click=controls.preset, args=(values, DEFAULTS))


# ---- the stage


def before_and_after(picture: Subject, done: Compressed, unique: int) -> None:
    """The picture and its compressed self under a line one drags; only the lit colour, if one is chosen."""
    after = plural(len(done.palette), "colour")
    file, lit = done.png, lit_colour(done)
    if lit is not None:
        shown = compression.lit(picture.pixels, compression.indices_of(done.png), lit)
        file, after = compression.png(shown), f"Only {palette_files.hexes(done.palette)[lit]}"
    compare(
        picture.png,
        file,
        picture=picture.key,
        size=picture.size,
        labels=(plural(unique, "colour"), after),
        alt="The picture",
        key="compare",
        hint="Drag the line. Plus, minus or a double-click zooms; then drag the picture.",
    )


def lit_colour(done: Compressed) -> int | None:
    """Return which colour's pixels the reader wants to see, if any."""
    chosen = st.session_state.get("lit")
    names = palette_files.hexes(done.palette)
    return names.index(chosen) if chosen in names else None


def palette(done: Compressed) -> None:
    """The palette with every colour's share; a click on one lights its pixels."""
    names = palette_files.hexes(done.palette)

    def light() -> None:
        points = st.session_state["palette chart"].selection.points
        st.session_state["lit"] = names[points[0]["point_index"]] if points else None

    if st.session_state.get("lit") not in names:
        st.session_state["lit"] = None
    with st.container(key="palette"):
        st.plotly_chart(
            figures.palette(done.palette, done.shares),
            config=STILL,
            height=190,
            key="palette chart",
            on_select=light,
            selection_mode="points",
            alt=f"{plural(len(names), 'colour')} from dark to light, each with its share.",
        )
    told = {name: f"{name}: {percent(share)} of the pixels" for name, share in zip(names, done.shares, strict=True)}
    st.selectbox(
        "Light one colour",
        names,
        None,
        key="lit",
        format_func=lambda name: told.get(name, name),
        placeholder="Choose one here, or click it in the palette",
        help="Shows only this colour's pixels in the picture; the others turn pale.",
    )


def numbers(done: Compressed) -> None:
    """What the compression costs, in four numbers."""
    help = (
        "The file you can download, to the byte.",
        "Peak signal-to-noise ratio: 10 log10(255² / mean squared error). Higher is nearer to the original; "
        "6 dB more is half the distance.",
        "Structural similarity: 1 is the same picture.",
        "The mean distance in OKLab, a space made for the eye, times 100; about 2 is just noticed.",
    )
    values = (
        ("PNG file", words.size(len(done.png))),
        ("PSNR", words.decibel(done.psnr)),
        ("SSIM", words.similarity(done.ssim)),
        ("Error for the eye", f"{done.eye:.1f}"),
    )
    told = [(name, value, what) for (name, value), what in zip(values, help, strict=True)]
    for pair in (told[:2], told[2:]):
        with st.container(horizontal=True):
            for name, value, what in pair:
                st.metric(name, value, help=what, width=136)


def side_by_side(picture: Subject, row: list[Compressed]) -> None:
    """The picture in several numbers of colours, each as its own file; once where k asks for more than there are."""
    row = list({len(done.palette): done for done in row}.values())
    columns = min(3, len(row))
    for start in range(0, len(row), 3):
        for column, done in zip(st.columns(columns), row[start : start + 3], strict=False):
            column.image(
                done.png,
                output_format="PNG",
                width="stretch",
                alt=f"The picture in {plural(len(done.palette), 'colour')}",
            )
            column.markdown(words.caption(done, picture))


# ---- the tabs


def space(picture: Subject, settings: Settings) -> None:
    """The colours as points in space, and the search for the palette as a film."""
    with st.container(horizontal=True):
        shown = st.segmented_control(
            "Markers show",
            tuple(SHOWN),
            default=next(iter(SHOWN)),
            key="markers",
            bind="query-params",
            required=True,
            help="The colour of the markers once there is a palette.",
        )
        seen = st.segmented_control(
            "View",
            tuple(SEEN),
            default=next(iter(SEEN)),
            key="view",
            bind="query-params",
            required=True,
            help="3-D needs WebGL, which most browsers have; flat does without.",
        )
    k = min(settings.k, computed.MOST_FILM_COLORS)
    sign = st.empty()
    scene = computed.space(picture, k, settings.way, SHOWN[shown], SEEN[seen], sign)
    left, right = st.columns([3, 2])
    with left.container(key="stage"):
        st.plotly_chart(
            scene.figure,
            config=CHART,
            height=480,
            key="stage chart",
            alt="The picture's colours as points in space; the player tells each state.",
        )
    with right:
        repaint(
            scene.colors,
            scene.cells,
            id=scene.script["id"],
            key="repaint",
            labels="marker.color" if SHOWN[shown] == "clusters" else "customdata",
            alt="The picture in the palette of this state",
        )
        player(scene.script, key="player")
    if k < settings.k:
        st.text(f"The film shows k = {k}: {settings.k} centroids would hide the colours.")
    for note in filter(None, (scene.note, *space_notes(settings, seen))):
        st.text(note)


def space_notes(settings: Settings, seen: str) -> list[str]:
    notes = ["Each mark is a small box of the colour cube, at the mean of its pixels: together they are all pixels."]
    if seen == "3-D":
        notes.append("Drag to turn it. If the space stays empty, this browser has no WebGL: choose the flat view.")
    if settings.way.dither != "off":
        notes.append("Dithering comes after the palette is found: the film shows the picture without it.")
    return notes


def error(picture: Subject, done: Compressed) -> None:
    """Where the colours moved, and how far."""
    heat = computed.heat(picture, done)
    st.plotly_chart(
        figures.heat(heat.values, heat.step),
        config=CHART,
        height=480,
        key="heat",
        alt="How far each place's colour moved: dark is near, bright is far.",
    )
    st.markdown(heat.sentence)


def rate(picture: Subject, settings: Settings, done: Compressed) -> None:
    """Bytes against error over k, beside JPEG; and what a pixel costs."""
    sign = st.empty()
    ours, jpeg = computed.curves(picture, settings.way, sign)
    now = (len(done.palette), len(done.png), done.psnr)
    st.plotly_chart(
        figures.rate_distortion(ours, jpeg, now),
        config=CHART,
        height=460,
        key="rate",
        alt="File size against PSNR: the palette for many k, and JPEG for many qualities.",
    )
    st.markdown(words.against_jpeg(done, jpeg))
    st.subheader("24 bits, log₂ k bits, and the file")
    st.dataframe(
        [{"way": line.how, "bits": line.bits, "size": line.bytes / 1000} for line in words.bits(done, picture)],
        hide_index=True,
        column_config={
            "way": st.column_config.TextColumn("what is counted", width="large"),
            "bits": st.column_config.NumberColumn("bits a pixel", format="%.2f"),
            "size": st.column_config.NumberColumn("size in kB", format="%.1f"),
        },
    )
    st.markdown(words.why_bits_differ(done, picture))


def rivals(picture: Subject, settings: Settings) -> None:
    """The same picture and k by other ways to choose the colours."""
    field = computed.rivals(picture, settings.k, st.empty())
    st.markdown(words.race(field))
    for start in range(0, len(field), 3):
        for column, rival in zip(st.columns(3), field[start : start + 3], strict=False):
            column.image(rival.done.png, output_format="PNG", width="stretch", alt=f"By {rival.name}")
            column.markdown(
                f"**{rival.name}**: PSNR {words.decibel(rival.done.psnr)}, {1000 * rival.seconds:.0f} ms. {rival.idea}"
            )
    st.dataframe(
        [
            {
                "way": rival.name,
                "psnr": rival.done.psnr,
                "ssim": rival.done.ssim,
                "eye": rival.done.eye,
                "time": 1000 * rival.seconds,
                "size": len(rival.done.png) / 1000,
            }
            for rival in field
        ],
        hide_index=True,
        column_config={
            "way": st.column_config.TextColumn("colours chosen by"),
            "psnr": st.column_config.NumberColumn("PSNR in dB", format="%.2f"),
            "ssim": st.column_config.NumberColumn("SSIM", format="%.3f"),
            "eye": st.column_config.NumberColumn("error in OKLab", format="%.2f"),
            "time": st.column_config.NumberColumn("processor time in ms", format="%.0f"),
            "size": st.column_config.NumberColumn("PNG in kB", format="%.1f"),
        },
    )
    st.caption("All in sRGB without dithering. Times were taken once, on this server's processor, one core.")


def palette_table(done: Compressed) -> None:
    """Every colour with its number, share and pixels."""
    st.dataframe(
        [
            {
                "colour": j,
                "hex": name,
                "red": rgb[0],
                "green": rgb[1],
                "blue": rgb[2],
                "share": 100 * share,
                "pixels": count,
            }
            for j, (name, rgb, share, count) in enumerate(
                zip(
                    palette_files.hexes(done.palette),
                    done.palette.tolist(),
                    done.shares.tolist(),
                    done.counts.tolist(),
                    strict=True,
                ),
                start=1,
            )
        ],
        hide_index=True,
        column_config={"share": st.column_config.NumberColumn("share in %", format="%.2f")},
    )
    st.caption("Sorted from dark to light, as the file stores them. Click a heading to sort by share.")


def code() -> None:
    """The lesson in four lines, and the source that made the picture."""
    st.markdown("The whole idea: pixels are points, colours are coordinates.")
    st.code(LESSON, language="python")
    st.markdown("What ran for the picture above says the same of counted colours, from the code itself:")
    for function in (Colors.quantize, Colors.steps):
        st.code(inspect.getsource(function), language="python", wrap_lines=True)


LESSON = """X = image.reshape(-1, 3)                # one point a pixel: red, green, blue
found = kmeans(X, k=16, seed=0)         # 16 centroids are 16 colours
palette = found.centroids.round().astype("uint8")
shown = palette[found.labels].reshape(image.shape)"""


def tries() -> None:
    """Questions whose answers are computed."""
    ask(computed.questions(st.empty()), lambda _: DEFAULTS)


def downloads(picture: Subject, settings: Settings, done: Compressed) -> None:
    """The picture as a palette PNG, at full size, and the palette for other programs."""
    with st.container(horizontal=True):
        if not picture.is_scaled:
            st.download_button(
                "Picture as PNG",
                done.png,
                f"{settings.k}-colours.png",
                "image/png",
                on_click="ignore",
                help=f"{palette_files.bits_for(len(done.palette))} bits a pixel before compression; opens everywhere.",
            )
        for label, name, kind, make in (
            (
                "Palette as hex",
                "palette.txt",
                "text/plain",
                lambda: "\n".join([*palette_files.hexes(done.palette), ""]),
            ),
            (
                "Palette as CSV",
                "palette.csv",
                "text/csv",
                lambda: palette_files.palette_csv(done.palette, done.counts.tolist()),
            ),
            ("Palette for GIMP", "palette.gpl", "text/plain", lambda: palette_files.palette_gpl(done.palette)),
        ):
            st.download_button(label, make, name, kind, on_click="ignore", help="From dark to light.")
    if picture.is_scaled:
        full_size(picture, settings)


def full_size(picture: Subject, settings: Settings) -> None:
    """The large original, compressed at its own size when the reader asks for it."""
    width, height = picture.full
    st.markdown(f"On the screen the picture is scaled down. At its full {width:,} x {height:,} pixels:")
    wanted = (picture.key, settings.k, settings.way)
    sign = st.empty()
    if st.button(f"Compress all {width * height:,} pixels", key="compress full"):
        made = {}
        gathered(
            compression.full_size(st.session_state[KEPT][1], settings.k, settings.way, made),
            heavy=True,
            sign=sign,
            told=lambda done: f"Compressing at full size: {done[-1]} …",
        )
        st.session_state["full picture"] = (wanted, made["file"], made["mse"])
    made = st.session_state.get("full picture")
    if made is None or made[0] != wanted:
        return
    _, file, mse = made
    st.markdown(words.full_outcome(len(file), mse, picture))
    st.download_button(
        "Full picture as PNG",
        file,
        f"{settings.k}-colours.png",
        "image/png",
        on_click="ignore",
        help="A palette PNG of the original's size.",
    )
