"""The questions of every page: no answer is in the page before the reader has replied."""

import pytest

from tests.pages.pages import ROOT, complaints, opened, parts, tabs

PAGES = [path for path in sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py")) if "Try" in tabs(path)]


@pytest.fixture(scope="module", params=PAGES)
def page(request):
    return request.param


def content(at) -> bytes:
    """Return all that the browser is sent."""
    return b"".join(part.proto.SerializeToString() for part in parts(at) if getattr(part, "proto", None))


def buttons(at, label):
    return [button for button in at.button if button.label.startswith(label)]


def test_no_answer_is_in_the_page_before_the_reader_wants_to_see_it(page):
    at = opened(page, tab="Try")
    before, count = content(at), len(buttons(at, "Show me: question"))
    assert 3 <= count <= 5 and not complaints(at)
    for _ in range(count):
        buttons(at, "Show me: question")[0].click().run()
    assert not complaints(at)
    answers = [text.value for text in at.markdown if text.value.encode() not in before]
    sent = [part.proto for part in at.get("bidi_component") if part.proto.component_name == "kmeans.links"]
    links = [component.json for component in sent if component.json.encode() not in before]
    assert len(answers) == len(links) == count


def test_the_first_reply_to_each_question_counts_and_is_judged(page):
    at = opened(page, tab="Try")
    for i in range(1, 6):
        if fields := [field for field in at.number_input if field.key == f"reply{i}"]:
            fields[0].set_value(fields[0].min).run()
            buttons(at, f"Check: question {i}")[0].click().run()
        elif options := [button for button in at.button if str(button.key).startswith(f"reply {i} ")]:
            options[0].click().run()
        else:
            continue
        assert not complaints(at)
        assert not [button for button in at.button if button.key and button.key.startswith(f"reply {i} ")]
    judged = [text.value for text in at.markdown if text.value.startswith(("**Right.**", "**Not quite"))]
    assert len(judged) == len([text for text in at.markdown if text.value.startswith("You said: ")]) >= 3
