"""One job at a time runs; a new one goes before those that have run, and pages without heavy work before all."""

import sys
import threading
import time
from types import SimpleNamespace

import pytest

from dashboard.server import work_limit
from dashboard.server.work_limit import MAX_REST_SECONDS, SLICE_SECONDS, Job, WorkLimit


def jobs(names):
    return [SimpleNamespace(name=name, may_run=threading.Event()) for name in names]


def order(limit, turns):
    """Return which job runs in each of so many turns, after each of which it goes to the end of the queue."""
    names = []
    for _ in range(turns):
        names.append(limit.running.name)
        limit.requeue(limit.running)
    return "".join(names)


def with_jobs(names) -> WorkLimit:
    limit = WorkLimit()
    for job in jobs(names):
        limit.enter(job)
    return limit


def test_a_new_job_goes_before_those_that_have_run():
    limit = with_jobs("abc")
    assert order(limit, 6) == "abcabc"
    limit.enter(jobs("n")[0])
    assert order(limit, 6) == "anbcan"  # a is running when n comes


def test_many_new_jobs_leave_every_fourth_turn_to_the_others():
    limit = with_jobs("a")
    assert order(limit, 2) == "aa"
    for job in jobs("123456"):
        limit.enter(job)
    assert order(limit, 9) == "a123a4561"


@pytest.mark.parametrize("gone", ["first", "last"])
def test_a_job_that_leaves_makes_room_or_gives_up_its_place(gone):
    limit, (first, last) = WorkLimit(), jobs("ab")
    limit.enter(first)
    limit.enter(last)
    limit.leave(first if gone == "first" else last)
    assert limit.n_jobs == 1 and limit.running is (last if gone == "first" else first)
    assert limit.running.may_run.is_set()
    limit.leave(limit.running)
    assert limit.n_jobs == 0 and limit.running is None


def test_threads_switch_often_only_while_a_job_is_running():
    limit, (first, last) = WorkLimit(), jobs("ab")
    waits = []
    for step in (limit.enter, limit.leave):
        for job in (first, last):
            step(job)
            waits.append(sys.getswitchinterval())
    assert waits == pytest.approx([work_limit.SWITCH_SECONDS_BESIDE_WORK] * 3 + [work_limit.SWITCH_SECONDS])


@pytest.fixture
def page():
    """The thread of a page that runs, and the event that ends it."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait, args=(60,), name=work_limit.PAGE_THREAD)
    thread.start()
    yield thread, done
    done.set()
    thread.join()
    sys.setswitchinterval(work_limit.SWITCH_SECONDS)


def job_after(seconds, limit=None) -> Job:
    """Return a job that has run for so many seconds."""
    job = Job(None, limit or WorkLimit())
    job.since = time.monotonic() - seconds
    return job


def test_heavy_work_waits_until_a_page_is_done(page):
    thread, done = page
    threading.Timer(0.05, done.set).start()
    job_after(100).yield_to_pages()
    assert not thread.is_alive()


def test_work_without_pages_beside_it_earns_the_right_to_wait():
    limit = WorkLimit()
    job_after(100, limit).yield_to_pages()
    assert limit.credit_seconds == pytest.approx(MAX_REST_SECONDS, abs=0.01)


def test_heavy_work_does_not_wait_for_long(page):
    job_after(SLICE_SECONDS).yield_to_pages()
    assert page[0].is_alive()


def test_a_job_that_worked_undisturbed_may_wait_for_longer(page):
    thread, done = page
    limit = WorkLimit()
    limit.credit_seconds = MAX_REST_SECONDS
    threading.Timer(10 * SLICE_SECONDS, done.set).start()  # three times as long as the last slice of work allows
    job_after(SLICE_SECONDS, limit).yield_to_pages()
    assert not thread.is_alive() and limit.credit_seconds < MAX_REST_SECONDS


def test_threads_switch_less_often_while_the_job_waits(page):
    waits = []

    class Watched(WorkLimit):
        @property
        def n_light_pages(self):
            waits.append(sys.getswitchinterval())
            return 2 - len(waits)

    job_after(100, Watched()).yield_to_pages()
    assert waits == pytest.approx([work_limit.SWITCH_SECONDS] * 2)
    assert sys.getswitchinterval() == pytest.approx(work_limit.SWITCH_SECONDS_BESIDE_WORK)
