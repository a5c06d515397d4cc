"""A class, rehearsed: a projector and twenty phones join, vote, discuss, vote again, run, and become data themselves.

Three phones are real browsers; the others speak the same protocol without one (benchmarks/vote.py).
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks import serving
from benchmarks.serving import ROOT
from benchmarks.visitor import Measured
from benchmarks.vote import Phone
from dashboard.common.qr import qr_svg
from tests.browser.conftest import visits
from tests.browser.drawn import shown
from tests.browser.serving import run_async, settle

N_OTHERS = 18
PHONE = dict(width=390, height=844)
VOTE_IS_IN = "Your vote is in. You may change it until the vote closes."


@pytest.fixture(scope="module")
def server():
    with serving.served() as server:
        yield server


@pytest.fixture
def window(chrome, server, contexts):
    with visits(chrome, f"http://{server.address}", contexts) as open_page:
        yield open_page


class Lesson:
    """The lecturer's window, phones that joined through its link, and the others."""

    def __init__(self, server, window, n_phones):
        self.server, self.window = server, window
        self.projector = window("/class")
        address = self.projector.get_by_role("link", name="Open a room").get_attribute("href")
        self.projector.goto(address)  # here in the same window
        self.projector.get_by_text("This address works on this computer only.").wait_for()
        link = "http://" + self.projector.locator(".link").inner_text()
        self.room = parse_qs(urlsplit(link).query)["room"][0]
        assert self.projector.get_by_role("link", name=self.room).get_attribute("href") == link
        assert re.search(' d="[^"]+"', qr_svg(link))[0] in self.projector.locator("aside").inner_html()
        self.phones = [window(f"/vote?room={self.room}", **PHONE) for _ in range(n_phones)]

    def others_vote(self, values) -> None:
        """Let the others come with their own numbers, vote, and go."""
        measured = Measured()

        async def vote_all():
            for i, value in zip(range(N_OTHERS), values, strict=True):
                async with Phone(self.server, "vote", measured, room=self.room, v=str(i)) as phone:
                    await phone.vote(value)

        run_async(vote_all())
        assert not measured.broken()

    def press(self, label) -> None:
        """Press one of the lecturer's buttons, and wait until it has its mark."""
        self.projector.get_by_role("button", name=label, exact=True).click()
        self.projector.locator("button strong").get_by_text(label, exact=True).first.wait_for()

    def go_on(self, title) -> None:
        """Let the phones go on to the question with this title."""
        for phone in self.phones:
            press(phone, "Show what is new")
            phone.get_by_role("heading", name=title).wait_for()
            phone.locator(".ballot button").filter(has_text=re.compile("^(Vote|Run my start)$")).wait_for()

    def count(self, n) -> None:
        """Wait until so many have answered: the projector looks every two seconds."""
        self.projector.locator(".count").get_by_text(re.compile(f"^{n} votes?$")).wait_for()


def press(phone, label="Vote", then="") -> None:
    """Press the phone's button, which has this label, and wait for what it says then."""
    phone.locator(".ballot button").filter(has_text=label).click()
    phone.locator(".ballot .status").filter(has_text=then).wait_for(state="attached")


def tap(phone, across, up) -> None:
    """Tap on the phone's picture, at shares of its width and height."""
    svg = phone.locator(".picture svg")
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    phone.touchscreen.tap(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])


def test_a_class_votes_discusses_votes_again_runs_and_becomes_data(server, window):
    lesson = Lesson(server, window, n_phones=2)
    projector, (one, two) = lesson.projector, lesson.phones
    # The first vote: by a tap that is corrected, and by keys.
    tap(one, 0.25, 0.75)
    press(one, then=VOTE_IS_IN)
    tap(one, 0.5, 0.5)
    press(one, "Change my vote", then=VOTE_IS_IN)
    two.get_by_role("slider", name="Across").press("ArrowRight")
    two.get_by_role("slider", name="Across").press("Enter")  # sends nothing: the other one may still be set
    assert two.locator(".ballot button").inner_text() == "Vote"
    press(two, then=VOTE_IS_IN)
    for _ in range(2):  # too early: nothing has changed
        press(one, "Show what is new")
        settle(one)
        assert one.locator(".ballot .status").inner_text() == VOTE_IS_IN
    lesson.others_vote([1903] * N_OTHERS)
    lesson.count(20)
    assert projector.get_by_label("The marked places as a heat map.").count() == 0
    lesson.press("Discuss")
    lesson.press("Show the votes")
    projector.get_by_label("The marked places as a heat map.").wait_for()
    # The second vote, and the run over it.
    lesson.press("Vote again")
    lesson.go_on("Where will centroid 2 go?")
    for phone in lesson.phones:
        tap(phone, 0.5, 0.5)
        press(phone, then=VOTE_IS_IN)
    lesson.others_vote([1903] * N_OTHERS)
    lesson.count(20)
    lesson.press("Show the votes")
    projector.get_by_text("Second vote: 20").wait_for()
    assert projector.locator("figcaption").all_inner_texts() == ["First vote: 20", "Second vote: 20"]
    lesson.press("Run it")
    settle(projector)
    assert len(shown(projector)["marks"]["x"]) == 20
    projector.locator(".st-key-player .next").click()
    assert projector.locator(".st-key-player .caption").inner_text().startswith("Move 1")
    for phone in lesson.phones:
        press(phone, "Show what is new")
        phone.get_by_label("Centroid 2 after its move.").wait_for()
        phone.get_by_text("The square is your mark.").wait_for()
    # 200 starts: a bar replays one of its runs.
    lesson.press("200 starts")
    lesson.go_on("Does every start end in the same place?")
    for phone in lesson.phones:
        press(phone, "Run my start", then="Your run is in.")
        assert "Your start ends with inertia" in phone.locator(".picture").inner_text()
    lesson.others_vote(range(N_OTHERS))
    lesson.press("Show the ends")
    projector.locator("[data-choose]").first.click()
    projector.locator(".st-key-player .caption").filter(has_text="Assign 1").wait_for()
    # The class as data.
    lesson.press("We are the data")
    lesson.go_on("Which clusters are we?")
    for phone in lesson.phones:
        phone.get_by_role("slider", name=re.compile("sleep")).press("ArrowRight")
        press(phone, then=VOTE_IS_IN)
    lesson.others_vote([30 + 62 * i for i in range(N_OTHERS)])
    lesson.press("Run it")
    projector.get_by_text("20 points in hours and minutes").wait_for()
    lesson.press("Run it standardised")
    projector.get_by_text("20 points, standardised").wait_for()
    projector.get_by_role("link", name="Take the class along").wait_for()


def test_a_forged_vote_meets_no_error_and_does_not_count(server):
    measured = Measured()
    values = [None, 5, [], {}, "x" * 5000, "place-1-1-9999", {"vote": None}, {"vote": ["place-1-1-5"]}, {"vote": 5}]

    async def forge():
        async with Phone(server, "vote", measured, room="ABCDEFGH", v="7") as phone:
            for value in [*values, *({"vote": value} for value in values)]:
                await phone.ask(WidgetState(id=phone.component().id, json_value=json.dumps(value)))
                await phone.answer()
            assert "a" not in phone.settings

    run_async(forge())
    assert not measured.broken()


def test_every_target_on_a_phone_is_large_enough_for_a_finger(server, window):
    lesson = Lesson(server, window, n_phones=0)
    for question in ("Where to?", "How many?", "Which start?", "We are the data"):
        lesson.press(question)
        phone = lesson.window(f"/vote?room={lesson.room}", **PHONE)
        targets = phone.locator(".ballot button, .ballot .option, .ballot .range input").all()
        boxes = [target.bounding_box() for target in targets]
        assert len(boxes) > 1 and all(box["width"] >= 44 and box["height"] >= 44 for box in boxes)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth && !window.Plotly")


def test_a_projector_and_a_phone_bring_their_room_back_after_a_restart(chrome, contexts):
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(serving.served())
        window = stack.enter_context(visits(chrome, f"http://{first.address}", contexts))
        lesson = Lesson(first, window, n_phones=1)
        tap(lesson.phones[0], 0.25, 0.75)
        press(lesson.phones[0], then=VOTE_IS_IN)
        lesson.count(1)
        os.kill(first.pid, signal.SIGKILL)
        stack.enter_context(serving.served(port=int(first.address.rpartition(":")[2])))
        lesson.projector.locator("[data-test-connection-state=CONNECTED]").wait_for()
        lesson.count(1)
        assert lesson.projector.locator("[role=dialog]").count() == 0


def test_a_small_class_loses_no_vote_not_even_in_a_restart():
    command = [sys.executable, "-m", "benchmarks.load", "class", "--vote", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
