"""A link as a QR code, so that a phone can open what the projector shows."""

import segno


def qr_svg(link: str) -> str:
    """Return the QR code of `link` as SVG: black on white in both themes, with the quiet zone that scanners need."""
    return segno.make_qr(link, error="m").svg_inline(scale=8, border=4, dark="#000", light="#fff")
