"""The rooms of classes that vote: in memory only, few, small, and gone two hours after their last visitor.

Nothing here is needed to act in a room: the key in the lecturer's address names the room, and every vote is in its
voter's address. So a server that has just started gets all of it back from the pages that reconnect.
"""

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable
from functools import lru_cache

MAX_ROOMS, MAX_VOTERS, MAX_BALLOTS = 20, 500, 12
ROOM_SECONDS = 2 * 60 * 60  # without a visitor, after which a room is forgotten
QUIET_SECONDS = 60  # after which a room that no screen shows may give its place to another
RETURN_SECONDS = 60  # in which a room that has been restored takes the votes of earlier ballots
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no I, O, 0 and 1, which look alike
CODE, KEY = re.compile(f"[{LETTERS}]{{8}}"), re.compile(r"[A-Za-z0-9_-]{16}")


class NoPlaceError(Exception):
    """There are as many rooms as there may be."""


def new_key() -> str:
    """Return the key of a room of its own."""
    return secrets.token_urlsafe(12)


def code_of(key: str) -> str:
    """Return the code of the room that `key` opens, "" if it is no key. Nobody can compute the key from the code."""
    return _code(key) if KEY.fullmatch(key) else ""


@lru_cache(100)
def _code(key: str) -> str:
    # Slow on purpose: the code is short enough to be typed, and this time is needed for every key that is tried.
    digest = hashlib.scrypt(key.encode(), salt=b"a class that votes", n=1 << 12, r=8, p=1, dklen=8)
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest)


class Room:
    """What a room shows, the ballot that is open ("" if none is), and {ballot: {voter: vote}}; all are numbers."""

    def __init__(self, now: float):
        self.shown, self.ballot = None, ""
        self.votes: dict[str, dict[int, int]] = {}
        self.voters: set[int] = set()
        self.last_visit, self.returns_until = now, now + RETURN_SECONDS


class Rooms:
    """All rooms of a process, by their codes. `clock()` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.clock, self.lock = clock, threading.Lock()
        self.rooms: dict[str, Room] = {}

    def open(self, key: str, shown, ballot: str, *, restored=False) -> None:
        """Open the room of `key`, which shows this, unless it is open. A room that is `restored` after a restart takes
        the votes of earlier ballots for a while."""
        with self.lock:
            room = self._room(code_of(key), opens=True)
            if room.shown is None:
                room.shown, room.ballot = shown, ballot
                room.returns_until = self.clock() + RETURN_SECONDS if restored else self.clock()

    def show(self, key: str, shown, ballot: str) -> None:
        """Let the room of `key` show this from now on."""
        with self.lock:
            room = self._room(code_of(key), opens=True)
            room.shown, room.ballot = shown, ballot

    def shown(self, code: str):
        """Return what the room shows, None if it is not open."""
        with self.lock:
            room = self.rooms.get(code)
            if room is None:
                return None
            room.last_visit = self.clock()
            return room.shown

    def join(self, code: str, voter: int) -> None:
        """Count the voter as one who is there."""
        with self.lock:
            room = self.rooms.get(code)
            if room is not None and len(room.voters) < MAX_VOTERS:
                room.voters.add(voter)

    def vote(self, code: str, voter: int, ballot: str, value: int) -> bool:
        """Let the voter's vote count, in place of an earlier one. Return whether it does: the ballot may be closed.

        A vote may come before its room has been restored: it then waits there for the key.
        """
        with self.lock:
            room = self._room(code)
            votes = room.votes.get(ballot, {})
            is_open = ballot == room.ballot or room.shown is None or self.clock() < room.returns_until
            if not is_open or (voter not in votes and len(votes) >= MAX_VOTERS):
                return votes.get(voter) == value
            if ballot not in room.votes and len(room.votes) >= MAX_BALLOTS:
                del room.votes[next(iter(room.votes))]
            room.votes.setdefault(ballot, {})[voter] = value
            return True

    def votes(self, code: str, ballot: str) -> dict[int, int]:
        """Return the votes of a ballot by their voters."""
        with self.lock:
            room = self.rooms.get(code)
            return dict(room.votes.get(ballot, {})) if room else {}

    def n_voters(self, code: str) -> int:
        with self.lock:
            return len(self.rooms[code].voters) if code in self.rooms else 0

    def _room(self, code: str, opens=False) -> Room:
        """Return the room, new if there is none. Only a key makes a place for it: a room in use never goes."""
        now = self.clock()
        if not code:
            raise ValueError("no room has this key")
        self.rooms = {name: room for name, room in self.rooms.items() if now - room.last_visit < ROOM_SECONDS}
        if code not in self.rooms:
            if len(self.rooms) >= MAX_ROOMS:
                waiting = [name for name, room in self.rooms.items() if room.shown is None]
                quiet = [name for name, room in self.rooms.items() if now - room.last_visit > QUIET_SECONDS]
                leaving = waiting or (quiet if opens else [])
                if not leaving:
                    raise NoPlaceError
                del self.rooms[min(leaving, key=lambda name: self.rooms[name].last_visit)]
            self.rooms[code] = Room(now)
        self.rooms[code].last_visit = now
        return self.rooms[code]


ROOMS = Rooms()
