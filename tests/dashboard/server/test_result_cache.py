"""Results are kept once for each setting, and long work is shared, left and taken up again."""

import threading
import time

import pytest

from dashboard.server import work_limit
from dashboard.server.result_cache import gathered, going_on, kept, remembered


class Sign:
    """In the place of an st.empty(): keeps what it was told, and may stop the script as Streamlit does."""

    def __init__(self, patience=1000):
        self.said, self.patience = [], patience

    def caption(self, text):
        self.said.append(text)
        if len(self.said) > self.patience:
            raise InterruptedError

    def empty(self):
        self.said.append(None)


def counted(place, search):
    return going_on(place, "sum", search, sum)


def test_a_search_that_is_left_goes_on_where_it_stood():
    place = {}
    for count in (2, 3):
        search = counted(place, lambda: range(7))
        assert len([next(search) for _ in range(count)]) == count
        search.close()
    assert list(counted(place, lambda: "never"))[-1] == list(range(7)) and place == {"sum": 21}
    assert list(counted(place, lambda: "never")) == []


def test_two_at_the_same_search_share_it():
    place = {}
    here, there = counted(place, lambda: range(4)), counted(place, lambda: "never")
    assert next(here) == [0] and next(there) == [0, 1]
    assert list(there)[-1] == [0, 1, 2, 3] and list(here) == [] and place == {"sum": 6}


def test_a_search_that_breaks_begins_anew():
    def broken():
        yield 1
        raise RuntimeError

    place = {}
    with pytest.raises(RuntimeError):
        list(counted(place, broken))
    list(counted(place, lambda: [1, 2]))
    assert place == {"sum": 3}


@pytest.mark.parametrize("heavy", [False, True])
def test_work_is_done_once_for_a_place(heavy):
    place, begun = {}, []

    def work():
        begun.append(1)
        yield from (1, 2)

    how = {"heavy": heavy, "sign": Sign(), "told": str}
    assert [kept(place, "sum", work, sum, **how) for _ in range(3)] == [3, 3, 3] and begun == [1]


@pytest.mark.parametrize("heavy", [False, True])
def test_none_among_the_items_is_a_place_to_leave_and_no_item(heavy, monkeypatch):
    monkeypatch.setattr("dashboard.server.result_cache.REPORT", 0)
    sign, items = Sign(), [None, 1, None, None, 2]
    how = {"heavy": heavy, "sign": sign, "told": lambda done: f"{len(done)} of 2"}
    assert gathered(items, **how) == kept({}, "both", lambda: items, **how) == [1, 2]
    assert not heavy or [said.split(" of")[0] for said in sign.said[:5]] == ["0", "1", "1", "1", "2"]


def test_a_visitor_who_leaves_sets_the_gate_free(monkeypatch):
    monkeypatch.setattr("dashboard.server.result_cache.REPORT", 0)
    with pytest.raises(InterruptedError):
        gathered(range(9), heavy=True, sign=Sign(patience=2), told=str)
    assert not work_limit.GATE.visitors
    assert gathered(range(9), heavy=True, sign=Sign(), told=str) == list(range(9))


def test_those_at_the_gate_take_turns(monkeypatch):
    monkeypatch.setattr("dashboard.server.result_cache.REPORT", 0)
    steps = []

    def work(name):
        for step in range(50):
            while step == 0 and work_limit.GATE.visitors < 3:
                time.sleep(0.01)  # until all three stand there
            steps.append(name)
            yield name

    def visit(name):
        gathered(work(name), heavy=True, sign=Sign(), told=len)

    visitors = [threading.Thread(target=visit, args=(name,)) for name in "abc"]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(20)
    assert sorted(steps) == sorted("abc" * 50) and not work_limit.GATE.visitors
    assert all(len(set(steps[at : at + 3])) == 3 for at in range(0, 147, 3))  # round and round, nobody twice


def test_results_are_remembered_for_the_last_settings_only():
    made = []

    @remembered(2)
    def square(x, _sign=None):
        made.append(x)
        return x * x

    assert [square(x, object()) for x in (1, 2, 1, 3, 1, 2)] == [1, 4, 1, 9, 1, 4]
    assert made == [1, 2, 3, 2]


def test_who_asks_for_what_is_being_made_waits_for_it():
    made, going = [], threading.Event()

    @remembered(2)
    def slow(x):
        made.append(x)
        going.wait(10)
        return x

    visitors = [threading.Thread(target=slow, args=(1,)) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    going.set()
    for visitor in visitors:
        visitor.join(10)
    assert made == [1]


def test_what_breaks_is_not_remembered():
    answers = iter([RuntimeError(), 5])

    @remembered(2)
    def fickle():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(RuntimeError):
        fickle()
    assert fickle() == 5
