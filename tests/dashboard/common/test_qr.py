"""QR codes that a phone can read."""

import xml.etree.ElementTree as ElementTree

import segno

from dashboard.common.qr import qr_svg


def test_the_code_has_a_quiet_zone_of_four_modules_on_each_side():
    link = "https://example.org/algorithm?k=5&seed=50"
    modules = segno.make_qr(link, error="m").symbol_size(border=0)[0]
    picture = ElementTree.fromstring(qr_svg(link))
    assert picture.get("width") == picture.get("height") == str(8 * (modules + 4 + 4))


def test_two_links_have_two_codes():
    assert qr_svg("https://example.org/?k=4") != qr_svg("https://example.org/?k=5")
