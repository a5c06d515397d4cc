"""Whatever strangers write into the address of a page, they get a page: no traceback, nothing of theirs as markup."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
    spoken = [part.value for kind in (at.markdown, at.caption, at.info, at.warning, at.error) for part in kind]
    assert not [text for text in spoken if "zzz" in text]
