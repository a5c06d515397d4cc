"""Results are computed once for each choice of settings and shared; long work stops when its visitor leaves."""

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing, contextmanager
from functools import wraps
from inspect import isgeneratorfunction, signature

import streamlit as st

UPLOAD = "upload:"  # begins the name of everything a visitor has uploaded
MISSING = object()
SHORT_SECONDS = 0.1  # of processor time that a computation may use before it has to join the line
REPORT_SECONDS = 0.3  # until the progress bar appears; it then moves every 0.1 s
LINE: deque[object] = deque()  # of long computations. The first one runs: two at once would slow each other down
LINE_MOVED = threading.Condition()
Progress = tuple[float, str]  # the share that is done, and a sentence


class Slot:
    """The place of one result. A session that needs a result while it is being computed waits for the lock."""

    def __init__(self):
        self.lock, self.result = threading.Lock(), MISSING


def cached(max_entries: int) -> Callable:
    """Decorate a function to keep its results for the `max_entries` settings that were used last.

    Its positional arguments are the settings, known by their `repr`, except for those whose name begins with an
    underscore, which follow from the others. Results are shared and never changed. What is made from an upload stays
    in the visitor's session and goes with it.

    Long work is a generator function: it yields its Progress at the places where it may stop, and returns the result.
    A call with `status=`, an st.empty(), shows the progress there. Such functions do not call each other.
    """

    def decorate(function):
        ignored = {i for i, name in enumerate(signature(function).parameters) if name.startswith("_")}

        def slot(key: str) -> Slot:
            return Slot()

        slot.__module__, slot.__qualname__ = function.__module__, function.__qualname__  # the cache's name in Streamlit
        shared, private = (
            st.cache_resource(slot, max_entries=max_entries, show_spinner=False, scope=scope)
            for scope in ("global", "session")
        )

        def slot_of(args) -> Slot:
            key = repr([arg for i, arg in enumerate(args) if i not in ignored])
            return (private if UPLOAD in key else shared)(key)

        @wraps(function)
        def from_cache(*args, status=None):
            own = slot_of(args)
            if own.result is MISSING:
                while not own.lock.acquire(timeout=0.2):
                    if status is not None:  # at each message, Streamlit also ends scripts of visitors who left
                        status.progress(0.0, "The same result is being computed for another visitor.")
                try:
                    if own.result is MISSING:
                        own.result = run(function(*args), status) if isgeneratorfunction(function) else function(*args)
                finally:
                    own.lock.release()
                    if status is not None:
                        status.empty()
            return own.result

        def known(*args):
            """Return the result if it has been computed, else None."""
            result = slot_of(args).result
            return None if result is MISSING else result

        from_cache.known = known
        return from_cache

    return decorate


def run(work: Generator[Progress], status):
    """Return the result of `work`. Long work waits in line, shows a progress bar, and stops when the visitor leaves:
    Streamlit ends a script at its next message to the browser."""
    used, next_report, in_line = time.thread_time(), time.monotonic() + REPORT_SECONDS, False
    result = None

    def steps():
        nonlocal result
        result = yield from work

    with ExitStack() as until_the_end, closing(steps()) as progress:
        for share, sentence in progress:
            if not in_line and time.thread_time() - used > SHORT_SECONDS:
                until_the_end.enter_context(first_in_line(status))
                in_line = True
            if status is not None and time.monotonic() > next_report:
                status.progress(min(share, 1.0), sentence)
                next_report = time.monotonic() + 0.1
    return result


@contextmanager
def first_in_line(status):
    """Wait until this is the computation that has waited longest and no other runs; let the next one run at the end."""
    ticket = object()
    LINE.append(ticket)
    try:
        while not is_first(ticket):
            if status is not None:
                status.progress(0.0, "Waiting for the computations of other visitors.")
        yield
    finally:
        with LINE_MOVED:
            LINE.remove(ticket)
            LINE_MOVED.notify_all()


def is_first(ticket) -> bool:
    """Return whether the ticket is the first in line, after 0.2 s if it is not."""
    with LINE_MOVED:
        return LINE_MOVED.wait_for(lambda: LINE[0] is ticket, timeout=0.2)


def counted(items: Iterable, total: int, sentence: str) -> Generator[Progress]:
    """Yield how many of `total` items there are, for a `sentence` such as "Fit {} of {} …"; return them as a list.

    An item that takes long may be preceded by None now and then: a place where the work can stop.
    """
    done = []
    for item in items:
        if item is not None:
            done.append(item)
        yield len(done) / total, sentence.format(len(done), total)
    return done
