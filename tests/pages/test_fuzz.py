"""Whatever strangers write into the address of a page, they get a page: no traceback, nothing of theirs as markup."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.pages.pages import ROOT, complaints, opened, parameters

PAGES = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))
MARKUP = "[zzz](http://zzz.example) <b>zzz</b> ![zzz](http://zzz.example/z.png) $zzz$ :material/zzz:"
VALUES = st.one_of(
    st.sampled_from(
        ["", " ", "0", "-1", "1", "2.5", "1e999", "-1e999", "nan", "inf", "None", "true", "0x10", "1,2", "1_0"]
    ),
    st.sampled_from(
        ["9" * 400, "a" * 100_000, MARKUP, "\u202ezzz", "\0", "../../etc/passwd", "%00", "é\U0001f600", "१२"]
    ),
    st.integers(-(10**30), 10**30).map(str),
    st.floats(allow_nan=True).map(str),
    st.text(max_size=30),
    st.lists(st.text("0123456789-,. ", max_size=8), min_size=2, max_size=4),  # the same name several times
)


@pytest.mark.parametrize("path", PAGES)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_address_gets_a_page(path, data):
    chosen = data.draw(st.dictionaries(st.sampled_from(parameters(path)), VALUES, min_size=1, max_size=5))
    at = opened(path, **chosen)
    assert not complaints(at) and len(at.title) == 1
    assert not [text for text in marked_up(at) if "zzz" in text]


def marked_up(at) -> list[str]:
    """Return every text of the page that a browser reads as markdown."""
    return [part.value for kind in (at.markdown, at.caption, at.info, at.warning, at.error) for part in kind]


NAMES = [MARKUP, "../../etc/passwd", "\u202egnp.exe", "a" * 5000, "<script>zzz</script>", "zzz\n# zzz", "con|zzz?*"]


def picture() -> bytes:
    buffer = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(buffer, "png")
    return buffer.getvalue()


UPLOADS = [
    ("pages/1_algorithm.py", {"data": "your own"}, b"a,b\n1,2\n2,1\n9,8\n8,9\n1,9\n", ".csv"),
    ("pages/5_image_compression.py", {"image": "your own"}, picture(), ".png"),
]


@pytest.mark.parametrize("path, chosen, content, kind", UPLOADS)
def test_the_name_of_a_file_is_shown_as_what_it_is_or_not_at_all(path, chosen, content, kind):
    at = opened(path, **chosen)
    for name in NAMES:
        at.get("file_uploader")[0].upload(name + kind, content, "text/csv" if kind == ".csv" else "image/png")
        at.run()
        assert not complaints(at)
        assert not [text for text in marked_up(at) if "zzz" in text or "\u202e" in text]
        assert all(len(text.value) < 300 for text in at.text)
