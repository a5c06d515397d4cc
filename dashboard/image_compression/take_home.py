"""What can be taken home from the Image compression page."""

from functools import partial

import streamlit as st

from dashboard.common import export
from dashboard.common.handout import handout_html, image_pictures
from dashboard.common.take_home import Download, link_to_this_screen, take_home
from dashboard.components.reply_region import reply_region
from dashboard.image_compression import cache, compute, palette_files, text
from dashboard.image_compression.cache import DisplayedPicture
from dashboard.image_compression.compute import Compressed
from dashboard.image_compression.notebook import OWN_FILE, image_notebook
from dashboard.image_compression.pictures import PICTURES
from dashboard.image_compression.settings import OWN_PICTURE, CompressionSettings
from dashboard.server.results import run

TITLE = "Image compression"


def image_files(picture: DisplayedPicture, settings: CompressionSettings, result: Compressed) -> None:
    """Offer the files, then those of an own picture at its full size."""
    k, method, ks, link = settings.k, settings.method, settings.ks, link_to_this_screen()
    colors, palette, help = cache.colors_of(picture), result.palette, text.HELP
    space = cache.color_space(picture, min(k, cache.MAX_FILM_K), method, False, 3)
    name = picture.key if picture.key in PICTURES else "your own picture"

    def handout() -> str:
        pictures = image_pictures({"Before": picture.png, "After": result.png}, palette_files.hex_colors(palette))
        outcome, lesson = text.outcome(result, picture, len(colors.unique), k), text.LESSONS.get(picture.key, "")
        return handout_html(TITLE, pictures, [text.INTRODUCTION, outcome, lesson], cache.questions(), link)

    def colors_csv() -> str:
        return palette_files.colors_csv(picture.pixels, palette_files.indices_of(result.png))

    def zipped() -> bytes:
        return run(compute.zipping(picture.pixels, colors, ks, method), None)

    palettes = (
        ("Palette as hex", "palette.txt", partial(palette_files.palette_txt, palette)),
        ("Palette as CSV", "palette.csv", partial(palette_files.palette_csv, palette, result.counts)),
        ("Palette for GIMP", "palette.gpl", partial(palette_files.palette_gpl, palette)),
    )
    is_own = picture.key not in PICTURES
    take_home(
        "image-compression",
        notebook=lambda: image_notebook(link, picture.key, len(colors.unique), k, method),
        labels=Download("Colours as CSV", "colours.csv", colors_csv, help["colours"]),
        film=lambda: export.film_html(dict(stage=space.figure), space.script, f"{TITLE}: {name}"),
        handout=handout,
        pictures=dict(palette="Palette"),
        more=[
            Download("Picture as PNG", f"{k}-colours.png", lambda: result.png, help["png"]),
            *[Download("All of “Side by side” as ZIP", "colours.zip", zipped, help["zip"])] * bool(ks),
            *[Download("Picture before as PNG", OWN_FILE, lambda: picture.png, help["before"])] * is_own,
            *(Download(label, file, make, help["palette"]) for label, file, make in palettes),
        ],
    )
    if picture.is_scaled:
        full_size(picture, settings)


def full_size(picture: DisplayedPicture, settings: CompressionSettings) -> None:
    """Offer an own picture compressed at its own size."""
    st.markdown(text.full_size_intro(picture))
    content, (width, height) = st.session_state[OWN_PICTURE][1], picture.full_size
    asked = picture.key, settings.k, settings.method, content
    full = cache.compressed_file.known(*asked)
    with reply_region("full size", full is not None):
        if full is None and st.button(f"Compress all {width * height:,} pixels", help=text.HELP["full"]):
            full = cache.compressed_file(*asked, status=st.empty())
        if full is not None:
            st.markdown(text.full_size_outcome(full, picture))
    if full is not None:
        name, help = f"{settings.k}-colours.png", text.HELP["full"]
        st.download_button("Full picture as PNG", full.png, name, "image/png", on_click="ignore", help=help)
