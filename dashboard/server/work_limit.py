"""One gate for heavy work: one visitor at a time goes through, and all who wait take turns."""

import sys
import threading
import time
from collections import deque
from contextlib import contextmanager

LOOK = 0.4  # seconds between two looks at the gate; each writes to the page, where a visitor who left is stopped
BREATH = 0.01  # seconds of work after which the visitor at work looks whether a page without heavy work is running
MOST_NEW = 3  # turns in a row of visitors who have not been at work yet, while others wait to go on
MOST_REST = 3  # as many times as long it stands back for those at most: a quarter of the processor is its own
MOST_CREDIT = 1.0  # seconds it stands back at a stretch, having worked in peace before
SCRIPT = "ScriptRunner"  # how Streamlit names the thread in which a page runs
# Beside a thread at work, one that has given Python's lock back waits so many seconds for it. A rerun gives it back
# with each of its hundred messages, and would take half a second beside one computation. Where nobody is at work, so
# short a wait would only cost: the thread of a page and the one that sends would change places at every message, for a
# fifth of a rerun's processor time.
WAIT_BESIDE_WORK, WAIT = 1e-4, 1e-3

sys.setswitchinterval(WAIT)


class Gate:
    """Lets one visitor at a time go to work; more would slow all, for NumPy holds the processor.

    Those who wait take turns. Who is new goes before those who have been at work, so that what is soon done is done
    soon; but of so many turns in a row, `MOST_NEW`, the next is another's.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.at_work, self.new, self.known = None, deque(), deque()
        self.new_in_a_row = 0
        self.credit = 0.0  # seconds for which who is at work may yet stand back
        self.held_up = 0  # pages that wait for a lock, see `holding`

    def join(self, visitor) -> None:
        with self.lock:
            self.new.append(visitor)
            if self.at_work is None:
                self.call_next()

    def leave(self, visitor) -> None:
        with self.lock:
            if visitor is self.at_work:
                self.call_next()
            else:
                (self.new if visitor in self.new else self.known).remove(visitor)

    def step_aside(self, visitor) -> None:
        """Send the visitor, who is at work, to the end of the queue."""
        with self.lock:
            visitor.called.clear()
            self.known.append(visitor)
            self.call_next()

    def call_next(self) -> None:
        """Wake whose turn it is, and nobody else."""
        is_new = bool(self.new) and (self.new_in_a_row < MOST_NEW or not self.known)
        queue = self.new if is_new else self.known
        self.new_in_a_row = self.new_in_a_row + 1 if is_new else 0
        self.at_work = queue.popleft() if queue else None
        sys.setswitchinterval(WAIT if self.at_work is None else WAIT_BESIDE_WORK)
        if self.at_work is not None:
            self.at_work.called.set()

    @property
    def visitors(self) -> int:
        return len(self.new) + len(self.known) + (self.at_work is not None)

    @property
    def passers_by(self) -> int:
        """How many pages run at this moment that do not stand here, and could go on."""
        running = sum(thread.name.startswith(SCRIPT) for thread in threading.enumerate())
        return running - self.visitors - self.held_up

    @contextmanager
    def holding(self, lock):
        """Hold `lock`. A page that waits for it is none to stand back for: who is at work may be who has it."""
        with self.lock:
            self.held_up += 1
        try:
            lock.acquire()
        finally:
            with self.lock:
                self.held_up -= 1
        try:
            yield
        finally:
            lock.release()


GATE = Gate()


class Turn:
    """A visitor at the gate; `sign` is an st.empty() that says so."""

    def __init__(self, sign):
        self.sign, self.called, self.since = sign, threading.Event(), 0.0
        self.thread = threading.get_ident()

    def wait(self, said) -> None:
        """Wait until it is this visitor's turn, and say how many others there are."""
        while not self.called.wait(LOOK):
            self.sign.caption(f"{said} {crowd(GATE.visitors - 1)}")
        self.since = time.monotonic()

    def breathe(self) -> None:
        """Let the pages without heavy work go first: they have little to do, and someone waits for each."""
        now = time.monotonic()
        if now - self.since < BREATH:
            return
        GATE.credit = min(MOST_CREDIT, GATE.credit + MOST_REST * (now - self.since))
        until = now + GATE.credit
        sys.setswitchinterval(WAIT)
        while GATE.passers_by > 0 and time.monotonic() < until:
            time.sleep(BREATH / 2)
        sys.setswitchinterval(WAIT_BESIDE_WORK)
        self.since = time.monotonic()
        GATE.credit -= self.since - now

    def pause(self, said) -> None:
        """Say how far the work is, and let those who wait go first."""
        self.sign.caption(f"{said} {crowd(GATE.visitors - 1)}".strip())
        GATE.step_aside(self)
        self.wait(said)


def breathe() -> None:
    """Let the pages without heavy work go first if this thread is the one at work; from within whatever takes long."""
    visitor = GATE.at_work
    if visitor is not None and visitor.thread == threading.get_ident():
        visitor.breathe()


def crowd(others: int) -> str:
    if others <= 0:
        return ""
    return f"In turn with {others} other {'computation' if others == 1 else 'computations'}."


@contextmanager
def turn(sign):
    """Hold the place at the gate; yield the Turn, whose `pause` long work calls now and then."""
    visitor = Turn(sign)
    GATE.join(visitor)
    try:
        visitor.wait("Waiting.")
        yield visitor
    finally:
        GATE.leave(visitor)
        sign.empty()
