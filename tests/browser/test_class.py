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
import time
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
from tests.browser.serving import rest, run_async, settle

N_OTHERS = 17
PHONE = dict(width=390, height=844)


@pytest.fixture(scope="module")
def server():
    with serving.served() as server:
        yield server


@pytest.fixture
def window(chrome, server, contexts):
    with visits(chrome, f"http://{server.address}", contexts) as open_page:
        yield open_page


class Lesson:
    """The lecturer's window, three phones that joined through its link, and the others."""

    def __init__(self, server, window):
        self.server, self.window = server, window
        start = window("/class", width=1920, height=1080)
        address = start.get_by_role("link", name="Open a room").get_attribute("href")
        self.projector = window(urlsplit(address).path + "?" + urlsplit(address).query, width=1920, height=1080)
        link = "http://" + self.projector.locator(".link").inner_text()
        self.room = parse_qs(urlsplit(link).query)["room"][0]
        assert re.search(' d="[^"]+"', qr_svg(link))[0] in self.projector.locator("aside").inner_html()
        self.phones = [window(f"/vote?room={self.room}", **PHONE) for _ in range(3)]

    def others_vote(self, values) -> None:
        """Let the others come with their own numbers, vote, and go."""
        measured = Measured()

        async def vote_all():
            for i, value in zip(range(N_OTHERS), values, strict=True):
                async with Phone(self.server, "vote", measured, room=self.room, v=str(i)) as phone:
                    await phone.vote(value)

        run_async(vote_all())
        assert not measured.broken()

    def press(self, button) -> None:
        self.projector.get_by_role("button", name=re.compile(f"(^|check ?){re.escape(button)}$")).click()
        settle(self.projector)

    def go_on(self) -> None:
        for phone in self.phones:
            press(phone, "Go on")

    def count(self, n) -> None:
        """Wait until so many of twenty have answered: the projector looks every two seconds."""
        self.projector.locator(".count").filter(has_text=f"{n} of 20 phones").wait_for()


def press(phone, label="Vote") -> None:
    button = phone.locator(".ballot button")
    assert button.inner_text() == label
    button.click()
    phone.wait_for_function("(page) => !document.querySelector('[data-test-script-state=running]')")
    settle(phone)


def tap(phone, across, up) -> None:
    """Tap on the phone's picture, at shares of its width and height."""
    box = phone.locator(".picture svg").bounding_box()
    phone.touchscreen.tap(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])


def test_a_class_votes_discusses_votes_again_runs_and_becomes_data(server, window):
    lesson = Lesson(server, window)
    projector, phones = lesson.projector, lesson.phones
    # The first vote: by a tap, by keys, and by a tap that is corrected.
    tap(phones[0], 0.25, 0.75)
    phones[1].get_by_role("slider", name="Across").focus()
    phones[1].keyboard.press("ArrowRight")
    tap(phones[2], 0.1, 0.1)
    for phone in phones:
        press(phone)
        assert phone.locator(".status").inner_text() == "Your vote is in. You may still change it."
    tap(phones[2], 0.5, 0.5)
    press(phones[2], "Change my vote")
    lesson.others_vote([1903] * N_OTHERS)
    lesson.count(20)
    assert projector.locator(".board svg rect").count() < 200  # the QR code and the frame: no heat map yet
    lesson.press("Discuss")
    lesson.press("Show the votes")
    assert projector.get_by_label("The marked places as a heat map.").locator("rect").count() == 1 + 3
    # The second vote, and the run over both.
    lesson.press("Vote again")
    lesson.go_on()
    for phone in phones:
        tap(phone, 0.5, 0.5)
        press(phone)
    lesson.others_vote([1903] * N_OTHERS)
    lesson.count(20)
    lesson.press("Show the votes")
    assert projector.locator("figcaption").all_inner_texts() == ["First vote: 20", "Second vote: 20"]
    lesson.press("Run it")
    assert len(shown(projector)["marks"]["x"]) == 20
    projector.locator(".st-key-player .next").click()
    assert projector.locator(".st-key-player .caption").inner_text().startswith("Move 1")
    # 200 starts: a bar replays one of its runs.
    lesson.press("200 starts")
    lesson.go_on()
    for phone in phones:
        press(phone, "Run my start")
        assert "Your start ends with inertia" in phone.locator(".picture").inner_text()
    lesson.others_vote(range(N_OTHERS))
    lesson.press("Show the ends")
    projector.locator("[data-choose]").first.click()
    projector.locator(".st-key-player .caption").filter(has_text=".").wait_for()
    settle(projector)
    projector.locator(".st-key-player .last").click()
    assert "Converged" in projector.locator(".st-key-player .caption").inner_text()
    # The class as data.
    lesson.press("We are the data")
    lesson.go_on()
    for i, phone in enumerate(phones):
        for _ in range(i + 1):
            phone.get_by_role("slider", name=re.compile("sleep")).press("ArrowRight")
        press(phone)
    lesson.others_vote([30 + 62 * i for i in range(N_OTHERS)])
    lesson.press("Run it")
    raw = projector.evaluate("document.querySelector('.st-key-stage .js-plotly-plot').layout.yaxis.title.text")
    lesson.press("Run it standardised")
    assert "20 points, standardised" in projector.locator(".board").inner_text() and "standardised" not in raw


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
    lesson = Lesson(server, window)
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
        lesson = Lesson(first, window)
        tap(lesson.phones[0], 0.25, 0.75)
        press(lesson.phones[0])
        lesson.projector.locator(".count").filter(has_text="1 of 3").wait_for()
        os.kill(first.pid, signal.SIGKILL)
        stack.enter_context(serving.served(port=int(first.address.rpartition(":")[2])))
        start = time.monotonic()
        lesson.projector.locator(".count").filter(has_text="1 of 3").wait_for()
        rest(lesson.projector)
        assert time.monotonic() - start < 30
        assert lesson.projector.locator("[role=dialog]").count() == 0


def test_a_small_class_loses_no_vote_not_even_in_a_restart():
    command = [sys.executable, "-m", "benchmarks.load", "class", "--vote", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
