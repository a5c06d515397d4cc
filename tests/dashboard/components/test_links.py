"""Links to other settings of a page."""

from urllib.parse import parse_qs

from dashboard.components.links import settings_address


def test_an_address_has_the_settings_as_the_controls_write_them():
    settings = {"k": 3, "knob": 0.85, "scale": True, "ks": (2, 10), "data": "two blobs", "own": ["1", "2"]}
    expected = {"k": ["3"], "knob": ["0.85"], "scale": ["true"], "ks": ["2", "10"], "data": ["two blobs"]}
    assert parse_qs(settings_address(settings)) == expected | {"own": ["1", "2"]}
