"""The sidebar of the Image compression page: the picture, and how it is compressed."""

from dataclasses import dataclass

import streamlit as st

from dashboard.common import controls, lesson
from dashboard.common.csv_table import Unusable, literal, short
from dashboard.image_compression import cache, text
from dashboard.image_compression.cache import DisplayedPicture
from dashboard.image_compression.compute import QUALITIES, SPACES, PaletteMethod
from dashboard.image_compression.dithering import DITHERS
from dashboard.image_compression.picture_files import MAX_BYTES
from dashboard.image_compression.pictures import PICTURES

OWN, CAMERA = "your own", "camera"
KS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256)
SIDE_BY_SIDE_KS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
DEFAULTS = dict(image="china", k=16, quality="default", space="sRGB", dither="off", ks=[2, 4, 8, 16, 32, 64])
OWN_PICTURE = "own picture"  # the session's key for the last good upload: its name and its bytes


@dataclass(frozen=True)
class CompressionSettings:
    """The number of colours, how they are found, and the numbers of colours side by side."""

    k: int
    method: PaletteMethod
    ks: tuple[int, ...]


def choose_picture(status) -> DisplayedPicture:
    """Draw the choice of the picture, and return it. A file that cannot be used leaves the last good one."""
    default = DEFAULTS["image"]
    name = controls.choice("Picture", "image", (*PICTURES, OWN, CAMERA), text.HELP["image"], DEFAULTS)
    if name in PICTURES:
        return cache.named_picture(name)
    if name == OWN:
        limit = MAX_BYTES >> 20
        # Of any type: the browser would refuse the others without saying what is accepted.
        sent = st.file_uploader("Your picture", max_upload_size=limit, help=text.HELP["upload"])
    else:
        sent = st.camera_input("Take a picture", help=text.HELP["camera"])
    if sent is not None:
        remember_upload(sent.name, sent.getvalue(), status)
    if OWN_PICTURE not in st.session_state:
        st.info(text.NO_PICTURE.format(default))
        return cache.named_picture(default)
    title, content = st.session_state[OWN_PICTURE]
    picture = cache.uploaded_picture(content, status)
    st.text(f"{short(title)}: {picture.full_size[0]:,} x {picture.full_size[1]:,} pixels")
    return picture


def remember_upload(name: str, content: bytes, status) -> None:
    """Keep an upload in this session if it is a picture; otherwise say in one sentence why not."""
    last = st.session_state.get(OWN_PICTURE)
    if last is not None and last[1] == content:
        return
    try:
        cache.uploaded_picture(content, status)
    except Unusable as refusal:
        st.error(literal(str(refusal)))
        if last is not None:
            st.text(text.LAST_GOOD)
    else:
        st.session_state[OWN_PICTURE] = (name, content)


def choose_compression() -> CompressionSettings:
    """Draw the controls of the compression."""
    bound = dict(bind="query-params")
    with lesson.place("k", "k, the number of colours"):
        k = st.select_slider("k, the number of colours", KS, DEFAULTS["k"], key="k", help=text.HELP["k"], **bound)
    quality = controls.choice("Quality", "quality", QUALITIES, text.HELP["quality"], DEFAULTS)
    space = controls.choice("Colour space", "space", SPACES, text.HELP["space"], DEFAULTS)
    dither = controls.choice("Dithering", "dither", tuple(DITHERS), text.HELP["dither"], DEFAULTS)
    options = dict(selection_mode="multi", default=DEFAULTS["ks"], help=text.HELP["ks"])
    with lesson.place("ks", "Side by side"):
        ks = st.pills("Side by side", SIDE_BY_SIDE_KS, key="ks", **options, **bound)
    return CompressionSettings(int(k), PaletteMethod(quality, space, dither), tuple(sorted({int(k) for k in ks})))
