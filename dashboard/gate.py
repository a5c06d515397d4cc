"""One gate for heavy work: one visitor at a time goes through, and all who wait take turns."""

import threading
from collections import deque
from contextlib import contextmanager

LOOK = 0.2  # seconds between two looks at the gate; each writes to the page, where a visitor who left is stopped


class Gate:
    """A queue whose first visitor is at work; more than one at a time would slow all, for NumPy holds the processor."""

    def __init__(self):
        self.queue, self.moved = deque(), threading.Condition()

    def join(self, visitor) -> None:
        with self.moved:
            self.queue.append(visitor)

    def leave(self, visitor) -> None:
        with self.moved:
            self.queue.remove(visitor)
            self.moved.notify_all()

    def step_aside(self) -> None:
        """Send the visitor at work to the end of the queue."""
        with self.moved:
            self.queue.rotate(-1)
            self.moved.notify_all()

    def is_open_to(self, visitor, seconds=0.0) -> bool:
        """Return whether it is the visitor's turn, at the latest after so many seconds."""
        with self.moved:
            return self.moved.wait_for(lambda: self.queue[0] is visitor, seconds)

    @property
    def others(self) -> int:
        return len(self.queue) - 1


GATE = Gate()


class Turn:
    """A visitor at the gate; `sign` is an st.empty() that says so."""

    def __init__(self, sign):
        self.sign = sign

    def wait(self, said) -> None:
        """Wait until it is this visitor's turn, and say how many others there are."""
        while not GATE.is_open_to(self, LOOK):
            self.sign.caption(f"{said} {crowd(GATE.others)}")

    def pause(self, said) -> None:
        """Say how far the work is, and let those who wait go first."""
        self.sign.caption(f"{said} {crowd(GATE.others)}".strip())
        GATE.step_aside()
        self.wait(said)


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
