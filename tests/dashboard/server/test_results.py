"""Results are computed once for each setting and shared; long work shows its progress and stops when it is left."""

import threading
import time
from dataclasses import dataclass

import pytest
from streamlit.errors import StreamlitAPIException

from dashboard.server.results import LINE, UPLOAD, cached, counted, first_in_line


class Status:
    """Stands for an st.empty(): keeps its messages, and stops the script at the last it allows, as Streamlit does."""

    def __init__(self, allowed=1000):
        self.messages, self.allowed = [], allowed

    def progress(self, share, sentence):
        self.messages.append((share, sentence))
        if len(self.messages) >= self.allowed:
            raise InterruptedError

    def empty(self):
        self.messages.append(None)


@dataclass(frozen=True)
class Settings:
    k: int
    name: str = "blobs"


def busy(seconds) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_a_result_is_computed_once_for_equal_settings_and_ignores_what_follows_from_them():
    computed = []

    @cached(9)
    def square(settings, _table):
        computed.append(settings.k)
        return settings.k**2

    assert [square(Settings(k), object()) for k in (2, 2, 3, 2)] == [4, 4, 9, 4] and computed == [2, 3]


def test_only_the_settings_used_last_are_kept():
    computed = []

    @cached(2)
    def name_of(k):
        computed.append(k)
        return str(k)

    for k in (1, 2, 1, 3, 1, 2):
        name_of(k)
    assert computed == [1, 2, 3, 2]


def test_a_visitor_waits_for_a_result_that_another_is_computing():
    began, computed = threading.Event(), []

    @cached(9)
    def slow(k):
        began.set()
        time.sleep(0.3)
        computed.append(k)
        return k

    other = threading.Thread(target=slow, args=(7,))
    other.start()
    began.wait()
    status = Status()
    assert slow(7, status=status) == 7 and computed == [7]
    assert "another visitor" in status.messages[0][1] and status.messages[-1] is None  # the sentence does not stay
    other.join()


def test_long_work_shows_how_far_it_is_and_clears_the_bar():
    @cached(9)
    def total(n):
        done = yield from counted((busy(0.1) or i for i in range(n)), n, "Fit {} of {}")
        return sum(done)

    status = Status()
    assert total(6, status=status) == 15
    shares = [message[0] for message in status.messages[:-1]]
    assert shares == sorted(shares) and status.messages[-2][1].startswith("Fit ") and status.messages[-1] is None


def test_a_visitor_who_leaves_stops_the_work_and_the_next_one_gets_the_result():
    begun = []

    @cached(9)
    def total(n):
        begun.append(n)
        done = yield from counted((busy(0.1) or i for i in range(n)), n, "Fit {} of {}")
        return sum(done)

    with pytest.raises(InterruptedError):
        total(8, status=Status(allowed=2))
    assert total.known(8) is None
    assert total(8, status=Status()) == 28 and begun == [8, 8] and total.known(8) == 28


def test_work_that_fails_is_tried_again_and_leaves_the_line():
    attempts = []

    @cached(9)
    def fragile(k):
        attempts.append(k)
        busy(0.2)
        yield 0.5, "half-way"
        if len(attempts) == 1:
            raise RuntimeError
        return k

    with pytest.raises(RuntimeError):
        fragile(3)
    assert fragile(3) == 3
    assert not LINE  # no long work is left


def test_long_work_is_done_in_the_order_in_which_it_came():
    done = []

    @cached(9)
    def long(k):
        busy(0.15)
        yield 0.5, "half-way"
        done.append(k)

    with first_in_line(None):
        visitors = []
        for k in range(5):
            visitors.append(threading.Thread(target=long, args=(k,)))
            visitors[-1].start()
            while len(LINE) < k + 2:  # this test and those who came before are in line too
                time.sleep(0.01)
        assert done == []
    for visitor in visitors:
        visitor.join()
    assert done == [0, 1, 2, 3, 4] and not LINE


def test_a_visitor_who_leaves_the_line_lets_the_next_one_pass():
    @cached(9)
    def long(k):
        busy(0.15)
        yield 0.5, "half-way"
        return k

    with first_in_line(None), pytest.raises(InterruptedError):
        long(1, status=Status(allowed=1))
    assert long(2) == 2 and not LINE


def test_short_work_does_not_wait_in_line():
    @cached(9)
    def short(k):
        yield 0.5, "half-way"
        return k

    with first_in_line(None):
        assert short(4) == 4


def test_what_is_made_from_an_upload_is_kept_in_a_session_alone():
    @cached(9)
    def table(name):
        return name

    assert table("a named data set") == "a named data set"
    with pytest.raises(StreamlitAPIException, match="session"):  # there is none in a test
        table(f"{UPLOAD}1234")
