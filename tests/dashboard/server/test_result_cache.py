"""Results are computed once for each setting, and long work is shared, left and resumed."""

import threading
import time

import pytest

from dashboard.server.result_cache import cached_results as cached
from dashboard.server.result_cache import collect, compute_once, resume
from dashboard.server.work_limit import LIMIT


class Status:
    """Stands for an st.empty(): keeps its messages, and may stop the script as Streamlit does."""

    def __init__(self, patience=1000):
        self.messages, self.patience = [], patience

    def caption(self, text):
        self.messages.append(text)
        if len(self.messages) > self.patience:
            raise InterruptedError

    def empty(self):
        self.messages.append(None)


def counted(results, work):
    return resume(results, "sum", work, sum)


def test_a_work_that_is_left_is_resumed_where_it_was():
    results = {}
    for count in (2, 3):
        work = counted(results, lambda: range(7))
        assert len([next(work) for _ in range(count)]) == count
        work.close()
    assert list(counted(results, lambda: "never"))[-1] == list(range(7)) and results == {"sum": 21}
    assert list(counted(results, lambda: "never")) == []


def test_two_visitors_with_the_same_work_share_it():
    results = {}
    here, there = counted(results, lambda: range(4)), counted(results, lambda: "never")
    assert next(here) == [0] and next(there) == [0, 1]
    assert list(there)[-1] == [0, 1, 2, 3] and list(here) == [] and results == {"sum": 6}


def test_work_that_fails_starts_again():
    def broken():
        yield 1
        raise RuntimeError

    results = {}
    with pytest.raises(RuntimeError):
        list(counted(results, broken))
    list(counted(results, lambda: [1, 2]))
    assert results == {"sum": 3}


@pytest.mark.parametrize("heavy", [False, True])
def test_work_is_done_once(heavy):
    results, begun = {}, []

    def work():
        begun.append(1)
        yield from (1, 2)

    how = {"heavy": heavy, "status": Status(), "progress": str}
    assert [compute_once(results, "sum", work, sum, **how) for _ in range(3)] == [3, 3, 3] and begun == [1]


@pytest.mark.parametrize("heavy", [False, True])
def test_none_among_the_items_is_a_place_to_stop_and_no_item(heavy):
    status, items = Status(), [None, 1, None, None, 2]
    how = {"heavy": heavy, "status": status, "progress": lambda done: f"{len(done)} of 2"}
    assert collect(items, every=0, **how) == compute_once({}, "both", lambda: items, **how) == [1, 2]
    assert not heavy or [text.split(" of")[0] for text in status.messages[:5]] == ["0", "1", "1", "1", "2"]


def test_a_visitor_who_leaves_makes_room():
    with pytest.raises(InterruptedError):
        collect(range(9), heavy=True, status=Status(patience=2), progress=str, every=0)
    assert not LIMIT.n_jobs
    assert collect(range(9), heavy=True, status=Status(), progress=str) == list(range(9))


def test_jobs_take_turns():
    steps = []

    def work(name):
        for step in range(50):
            while step == 0 and LIMIT.n_jobs < 3:
                time.sleep(0.01)  # until all three are there
            steps.append(name)
            yield name

    def visit(name):
        collect(work(name), heavy=True, status=Status(), progress=len, every=0)

    visitors = [threading.Thread(target=visit, args=(name,)) for name in "abc"]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(20)
    assert sorted(steps) == sorted("abc" * 50) and not LIMIT.n_jobs
    assert all(len(set(steps[at : at + 3])) == 3 for at in range(0, 147, 3))  # round and round, nobody twice


def test_results_are_kept_for_the_last_settings_only():
    made = []

    @cached(2)
    def square(x, _status=None):
        made.append(x)
        return x * x

    assert [square(x, object()) for x in (1, 2, 1, 3, 1, 2)] == [1, 4, 1, 9, 1, 4]
    assert made == [1, 2, 3, 2]


def test_a_result_that_is_being_computed_is_waited_for():
    made, going = [], threading.Event()

    @cached(2)
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


def test_a_failure_is_not_kept():
    answers = iter([RuntimeError(), 5])

    @cached(2)
    def fickle():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(RuntimeError):
        fickle()
    assert fickle() == 5
