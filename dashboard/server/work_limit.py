"""A limit on heavy work: one job at a time, in turns, and pages without heavy work go first."""

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

POLL_SECONDS = 0.4  # between two messages to a visitor who waits; each is a place where one who left is stopped
REPORT_SECONDS = 0.1  # between two messages about the progress of a job, with the same effect
SLICE_SECONDS = 0.01  # of work, after which a job looks whether a page without heavy work is running
MAX_NEW_IN_A_ROW = 3  # turns of jobs that have not run yet, while others wait to continue
REST_RATIO = 3  # a job waits for other pages at most so many times as long as it has worked: a quarter is its own
MAX_REST_SECONDS = 1.0  # that it waits at a stretch, having worked undisturbed before
PAGE_THREAD = "ScriptRunner"  # how Streamlit names the thread in which a page runs; see streamlit.runtime.scriptrunner
# A thread that wants Python's lock back from a busy one waits so many seconds for it. A rerun gives the lock back with
# each of its hundred messages and would wait half a second beside one computation. Where nobody computes, so short a
# wait only costs: the page and the thread that sends would alternate at every message, for a fifth of a rerun's CPU.
SWITCH_SECONDS_BESIDE_WORK, SWITCH_SECONDS = 1e-4, 1e-3

sys.setswitchinterval(SWITCH_SECONDS)


class WorkLimit:
    """Lets one job at a time run; more would slow each other down, because NumPy occupies the processor.

    Jobs take turns. A new one goes before those that have run already, so that short work is done soon; but after
    `MAX_NEW_IN_A_ROW` such turns an older job has one.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.running, self.new, self.paused = None, deque(), deque()
        self.new_in_a_row = 0
        self.credit_seconds = 0.0  # for which the running job may still wait for pages

    def enter(self, job) -> None:
        with self.lock:
            self.new.append(job)
            if self.running is None:
                self.start_next()

    def leave(self, job) -> None:
        with self.lock:
            if job is self.running:
                self.start_next()
            else:
                (self.new if job in self.new else self.paused).remove(job)

    def requeue(self, job) -> None:
        """Send the running job to the end of the queue."""
        with self.lock:
            job.may_run.clear()
            self.paused.append(job)
            self.start_next()

    def start_next(self) -> None:
        is_new = bool(self.new) and (self.new_in_a_row < MAX_NEW_IN_A_ROW or not self.paused)
        queue = self.new if is_new else self.paused
        self.new_in_a_row = self.new_in_a_row + 1 if is_new else 0
        self.running = queue.popleft() if queue else None
        sys.setswitchinterval(SWITCH_SECONDS if self.running is None else SWITCH_SECONDS_BESIDE_WORK)
        if self.running is not None:
            self.running.may_run.set()

    @property
    def n_jobs(self) -> int:
        return len(self.new) + len(self.paused) + (self.running is not None)

    @property
    def n_light_pages(self) -> int:
        """How many pages run at this moment that have no job."""
        return sum(thread.name.startswith(PAGE_THREAD) for thread in threading.enumerate()) - self.n_jobs


LIMIT = WorkLimit()


class Job:
    """A visitor's heavy work; `status` is the st.empty() that shows its state."""

    def __init__(self, status, limit=LIMIT):
        self.status, self.limit = status, limit
        self.may_run, self.since = threading.Event(), 0.0

    def wait(self, message) -> None:
        """Wait until the job may run, and say how many others there are."""
        while not self.may_run.wait(POLL_SECONDS):
            self.status.caption(f"{message} {queue_sentence(self.limit.n_jobs - 1)}")
        self.since = time.monotonic()

    def yield_to_pages(self) -> None:
        """Let the pages without heavy work go first: they have little to do, and someone waits for each."""
        now = time.monotonic()
        if now - self.since < SLICE_SECONDS:
            return
        credit = min(MAX_REST_SECONDS, self.limit.credit_seconds + REST_RATIO * (now - self.since))
        sys.setswitchinterval(SWITCH_SECONDS)
        while self.limit.n_light_pages > 0 and time.monotonic() < now + credit:
            time.sleep(SLICE_SECONDS / 2)
        sys.setswitchinterval(SWITCH_SECONDS_BESIDE_WORK)
        self.since = time.monotonic()
        self.limit.credit_seconds = credit - (self.since - now)

    def pause(self, message) -> None:
        """Show the progress, and let the jobs that wait go first."""
        self.status.caption(f"{message} {queue_sentence(self.limit.n_jobs - 1)}".strip())
        self.limit.requeue(self)
        self.wait(message)


def queue_sentence(n_others) -> str:
    if n_others <= 0:
        return ""
    return f"In turn with {n_others} other {'computation' if n_others == 1 else 'computations'}."


@contextmanager
def job(status, limit=LIMIT):
    """Wait until heavy work may be done, and yield the Job, whose `pause` long work calls now and then."""
    own = Job(status, limit)
    limit.enter(own)
    try:
        own.wait("Waiting.")
        yield own
    finally:
        limit.leave(own)
        status.empty()


def run_job(work: Iterator[list], status, progress: Callable[[list], str], every=REPORT_SECONDS) -> None:
    """Run `work`, which yields all its items so far, to its end as a job, and show `progress(items)` now and then."""
    with job(status) as own, closing(work):
        last = time.monotonic()
        for done in work:
            own.yield_to_pages()
            if time.monotonic() - last >= every:
                own.pause(progress(done))
                last = time.monotonic()
