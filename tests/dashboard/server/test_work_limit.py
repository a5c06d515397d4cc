"""One at a time goes through the gate; the new before the known, and pages without heavy work before all."""

import sys
import threading
import time
from types import SimpleNamespace

import pytest

from dashboard.server import work_limit
from dashboard.server.work_limit import Gate, Turn


def visitors(names):
    return [SimpleNamespace(name=name, called=threading.Event()) for name in names]


def order(door, turns):
    """Return who is at work in each of so many turns, after each of which the visitor steps aside."""
    said = []
    for _ in range(turns):
        said.append(door.at_work.name)
        door.step_aside(door.at_work)
    return "".join(said)


def test_who_is_new_goes_before_those_who_have_been_at_work():
    door = Gate()
    for visitor in visitors("abc"):
        door.join(visitor)
    assert order(door, 6) == "abcabc"
    door.join(visitors("n")[0])
    assert order(door, 6) == "anbcan"  # a is at work when n comes


def test_a_crowd_of_new_visitors_leaves_every_fourth_turn_to_the_others():
    door = Gate()
    for visitor in visitors("a"):
        door.join(visitor)
    assert order(door, 2) == "aa"
    for visitor in visitors("123456"):
        door.join(visitor)
    assert order(door, 9) == "a123a4561"


@pytest.mark.parametrize("gone", ["first", "last"])
def test_who_leaves_sets_the_gate_free_or_gives_up_the_place(gone):
    door, (first, last) = Gate(), visitors("ab")
    door.join(first)
    door.join(last)
    door.leave(first if gone == "first" else last)
    assert door.visitors == 1 and door.at_work is (last if gone == "first" else first)
    assert door.at_work.called.is_set()
    door.leave(door.at_work)
    assert door.visitors == 0 and door.at_work is None


def test_threads_change_places_often_only_while_someone_is_at_work():
    door, (first, last) = Gate(), visitors("ab")
    waits = []
    for step in (door.join, door.leave):
        for visitor in (first, last):
            step(visitor)
            waits.append(sys.getswitchinterval())
    assert waits == pytest.approx([work_limit.WAIT_BESIDE_WORK] * 3 + [work_limit.WAIT])


@pytest.fixture
def page():
    """The thread of a page at work, and the event that ends it."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait, args=(60,), name=work_limit.SCRIPT)
    thread.start()
    yield thread, done
    done.set()
    thread.join()
    sys.setswitchinterval(work_limit.WAIT)


def test_heavy_work_stands_back_until_a_page_is_done(page):
    thread, done = page
    turn = Turn(None)
    turn.since = time.monotonic() - 100  # as long at work: would stand back for five minutes
    threading.Timer(0.05, done.set).start()
    turn.breathe()
    assert not thread.is_alive()


def test_heavy_work_does_not_stand_back_for_long(page):
    turn = Turn(None)
    turn.since = time.monotonic() - work_limit.BREATH
    turn.breathe()
    assert page[0].is_alive()


def test_heavy_work_does_not_stand_back_for_a_page_that_waits_for_what_it_holds():
    door, lock, began = Gate(), threading.Lock(), threading.Event()

    def page():
        began.set()
        with door.holding(lock):
            pass

    waiting = threading.Thread(target=page, name=work_limit.SCRIPT)
    with lock:
        waiting.start()
        began.wait(10)
        for _ in range(1000):
            if door.held_up:
                break
            time.sleep(0.01)
        assert (door.held_up, door.passers_by) == (1, 0)
    waiting.join(10)
    assert door.held_up == 0 and not lock.locked()


def test_who_worked_in_peace_may_stand_back_for_longer(page, monkeypatch):
    thread, done = page
    monkeypatch.setattr(work_limit.GATE, "credit", 0.0)
    monkeypatch.setattr(Gate, "passers_by", 0)
    turn = Turn(None)
    turn.since = time.monotonic() - 100
    turn.breathe()
    assert work_limit.GATE.credit == pytest.approx(work_limit.MOST_CREDIT, abs=0.01)
    monkeypatch.undo()
    monkeypatch.setattr(work_limit.GATE, "credit", work_limit.MOST_CREDIT)
    threading.Timer(10 * work_limit.BREATH, done.set).start()  # three times as long as what it has just worked allows
    turn.since = time.monotonic() - work_limit.BREATH
    turn.breathe()
    assert not thread.is_alive() and work_limit.GATE.credit < work_limit.MOST_CREDIT


def test_threads_change_places_less_often_while_the_one_at_work_stands_back(page, monkeypatch):
    thread, done = page
    monkeypatch.setattr(work_limit.GATE, "credit", work_limit.MOST_CREDIT)
    waits = []
    monkeypatch.setattr(work_limit.time, "sleep", lambda _: (waits.append(sys.getswitchinterval()), done.set()))
    turn = Turn(None)
    turn.since = time.monotonic() - 100
    turn.breathe()
    assert waits[0] == pytest.approx(work_limit.WAIT) and sys.getswitchinterval() == pytest.approx(
        work_limit.WAIT_BESIDE_WORK
    )


def test_only_who_is_at_work_stands_back_from_within_a_computation(monkeypatch):
    breaths = []
    monkeypatch.setattr(Turn, "breathe", lambda visitor: breaths.append(visitor))
    work_limit.breathe()
    assert not breaths
    with work_limit.turn(SimpleNamespace(empty=lambda: None)) as visitor:
        work_limit.breathe()
        other = threading.Thread(target=work_limit.breathe)
        other.start()
        other.join()
    assert breaths == [visitor]
