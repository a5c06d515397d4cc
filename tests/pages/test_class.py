"""The class room's two pages: who may do what, what is shown when, and what strangers write into the address."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.classroom import text
from dashboard.classroom.compute import MAKERS, suitable
from dashboard.classroom.drawings import on_picture
from dashboard.classroom.questions import QUESTIONS, Shown
from dashboard.server.rooms import ROOMS, code_of, new_key
from tests.pages.pages import complaints, opened

CLASS, VOTE = "pages/10_class.py", "pages/11_vote.py"
KEY = "abcdefghijklmnop"
ROOM = code_of(KEY)
HOSTILE = ["", "-1", "1e999", "nan", "<b>zzz</b>", "[zzz](http://zzz)", "é\u202e", "a" * 5000, "9" * 400]


@pytest.fixture(autouse=True)
def no_rooms():
    ROOMS.rooms.clear()


def sent(at) -> str:
    """Return all that the page's components are sent."""
    return "".join(json.dumps(json.loads(component.proto.json)) for component in at.get("bidi_component"))


def words(at) -> list[str]:
    return [part.value for kind in (at.title, at.markdown, at.warning, at.info) for part in kind]


def test_the_lecturers_link_opens_a_room_and_keeps_in_its_address_what_the_room_shows():
    (link,) = opened(CLASS).get("link_button")
    address = dict(parse_qsl(urlsplit(link.proto.url).query))
    at = opened(CLASS, **address)
    assert ROOMS.shown(address["room"]) == Shown("place", 1, "vote")
    for label in ("How many?", "Discuss"):
        next(button for button in at.button if button.label == label).click().run()
    assert ROOMS.shown(address["room"]) == Shown("groups", 1, "discuss") and not complaints(at)
    assert [at.query_params[name] for name in ("q", "task", "phase")] == ["groups", "1", "discuss"]
    assert ":small[Shown now: “How many?”, task 1: Discuss.]" in words(at)


@pytest.mark.parametrize("key", ["", "nonsense", new_key()], ids=["none", "nonsense", "of another room"])
def test_without_its_key_a_room_can_only_be_watched(key):
    opened(CLASS, room=ROOM, key=KEY)
    at = opened(CLASS, room=ROOM, key=key, q="groups", task="1", phase="run")
    assert not at.button and ROOMS.shown(ROOM) == Shown() and not complaints(at)


def test_after_a_restart_the_addresses_bring_everything_back_in_any_order():
    first = opened(VOTE, room=ROOM, v="1", a="place-1-1-1903.place-1-2-5")
    opened(CLASS, room=ROOM, key=KEY, q="place", task="1", phase="votes")
    opened(VOTE, room=ROOM, v="2", a="place-1-1-7")
    assert ROOMS.shown(ROOM) == Shown("place", 1, "votes") and not complaints(first)
    assert (ROOMS.votes(ROOM, "place-1-1"), ROOMS.votes(ROOM, "place-1-2")) == ({1: 1903, 2: 7}, {1: 5})


def test_a_phone_that_opens_the_link_gets_a_number_of_its_own_and_one_that_comes_again_keeps_it():
    opened(CLASS, room=ROOM, key=KEY)
    numbers = {opened(VOTE, room=ROOM.lower()).query_params["v"] for _ in range(3)}
    assert len(numbers) == 3 == ROOMS.n_voters(ROOM)
    opened(VOTE, room=ROOM, v=numbers.pop())
    assert ROOMS.n_voters(ROOM) == 3


def test_a_vote_that_comes_too_late_is_said_not_to_count():
    opened(CLASS, room=ROOM, key=KEY)
    ROOMS.show(KEY, Shown("place", 1, "discuss"), "")
    at = opened(VOTE, room=ROOM, v="1", a="place-1-1-1903")
    assert at.warning[0].value.endswith("it does not count.") and not ROOMS.votes(ROOM, "place-1-1")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_phase_opens_on_both_sides_and_nothing_tells_before_it_is_shown(question):
    opened(CLASS, room=ROOM, key=KEY)
    lecturer, phone = opened(CLASS, room=ROOM, key=KEY), opened(VOTE, room=ROOM, v="1")
    for phase in QUESTIONS[question].phases:
        shown = Shown(question, 1, phase)
        ROOMS.show(KEY, shown, shown.ballot)
        for voter, value in enumerate([0, 1, 1, 1, 2] if shown.ballot else []):
            ROOMS.vote(ROOM, 10 + voter, shown.ballot, value)
        lecturer.run(), phone.run()
        assert not complaints(lecturer) and not complaints(phone)
        assert len(lecturer.get("plotly_chart")) == 0 or shown.runs
        assert not phone.get("plotly_chart")
        tells = ("silhouette", "at the end", "mean of its points", '" opacity', "%)")
        if phase not in ("votes", "run", "scaled"):
            assert not [word for word in tells if word in sent(lecturer) + sent(phone) + "".join(words(phone))]
        assert f'"name": "{shown.ballot}"' in sent(phone)
        assert not shown.runs or text.WATCH in words(phone)


def test_while_the_run_plays_on_the_projector_a_phone_shows_its_end_and_ones_own_mark():
    opened(CLASS, room=ROOM, key=KEY)
    at = opened(VOTE, room=ROOM, v="1", a="place-1-1-1903")
    ROOMS.show(KEY, Shown("place", 1, "run"), "")
    at.run()
    assert "near it: 0 of 1 mark" in words(at)[2] and not complaints(at)
    task = suitable(MAKERS["place"], 1)
    (x, y) = on_picture(task.runs[0][1].centroids[1:2], task.box)[0]
    assert f'cx=\\"{x}\\" cy=\\"{y}\\"' in sent(at) and "The square is your mark." in sent(at)


@pytest.mark.parametrize("question", QUESTIONS)
def test_where_nobody_has_voted_every_phase_opens_too(question):
    at = opened(CLASS, room=ROOM, key=KEY)
    for phase in QUESTIONS[question].phases:
        ROOMS.show(KEY, Shown(question, 2, phase), "")
        assert not complaints(at.run())


def test_the_class_can_be_taken_along_as_a_data_set():
    opened(CLASS, room=ROOM, key=KEY)
    shown = Shown("data", 1, "run")
    for voter in range(70):
        ROOMS.rooms[ROOM].votes.setdefault("data-1-1", {})[voter] = 62 * (voter % 61) + voter % 48
    ROOMS.show(KEY, shown, shown.ballot)
    for path in (CLASS, VOTE):
        link = next(button.proto.url for button in opened(path, room=ROOM).get("link_button"))
        at = opened("pages/1_algorithm.py", **dict(parse_qsl(urlsplit(link).query)))
        assert not complaints(at) and len(at.query_params["pts"]) == 2 * 60


@pytest.mark.parametrize("path", [CLASS, VOTE])
@pytest.mark.parametrize("value", HOSTILE)
def test_nonsense_in_the_address_gets_a_sentence_or_nothing(path, value):
    opened(CLASS, room=ROOM, key=KEY)
    everything = dict.fromkeys(["room", "key", "v", "a", "q", "task", "phase"], value)
    for address in (everything, everything | dict(room=ROOM), everything | dict(room=ROOM, key=KEY)):
        at = opened(path, **address)
        assert not complaints(at) and len(at.title) == 1
        assert not [text for text in words(at) if "zzz" in text or len(text) > 2000]
    assert ROOMS.shown(ROOM) == Shown() and not ROOMS.rooms[ROOM].votes
