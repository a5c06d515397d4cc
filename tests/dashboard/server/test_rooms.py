"""Rooms: who may do what, how many there may be, how long they last, and how they come back after a restart."""

import sys

import pytest

from dashboard.server import rooms
from dashboard.server.rooms import NoPlaceError, Rooms, code_of, new_key

KEY, CODE = "abcdefghijklmnop", code_of("abcdefghijklmnop")


class Clock:
    """A clock that the test moves."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def open_rooms(clock):
    all_rooms = Rooms(clock)
    all_rooms.open(KEY, "question 1", "one")
    return all_rooms


def test_a_key_leads_to_one_code_and_what_is_no_key_to_none():
    assert code_of(KEY) == CODE and rooms.CODE.fullmatch(CODE)
    assert len({code_of(new_key()) for _ in range(20)}) == 20
    assert [code_of(text) for text in ("", "short", KEY + "x", "abcdefghijklmno\n", "é" * 16)] == [""] * 5


def test_the_last_vote_of_a_voter_counts(open_rooms):
    assert open_rooms.vote(CODE, 7, "one", 3) and open_rooms.vote(CODE, 8, "one", 3)
    assert open_rooms.vote(CODE, 7, "one", 4)
    assert open_rooms.votes(CODE, "one") == {7: 4, 8: 3}


def test_a_closed_ballot_takes_no_vote_and_confirms_those_it_has(open_rooms):
    open_rooms.vote(CODE, 7, "one", 3)
    open_rooms.show(KEY, "question 1, discussed", "")
    assert not open_rooms.vote(CODE, 8, "one", 3) and not open_rooms.vote(CODE, 7, "one", 4)
    assert open_rooms.vote(CODE, 7, "one", 3)
    assert open_rooms.votes(CODE, "one") == {7: 3}


@pytest.mark.parametrize("key", ["", "x", new_key()], ids=["none", "short", "of another room"])
def test_without_its_key_nobody_changes_a_room(open_rooms, key):
    try:
        open_rooms.show(key, "nonsense", "")
        open_rooms.open(key, "nonsense", "")
    except ValueError:
        assert not code_of(key)
    assert open_rooms.shown(CODE) == "question 1" and open_rooms.vote(CODE, 1, "one", 1)


def test_opening_a_room_that_is_open_changes_nothing(open_rooms):
    open_rooms.open(KEY, "question 2", "two")
    assert open_rooms.shown(CODE) == "question 1"


def test_after_a_restart_votes_may_come_before_the_key_and_for_a_while_after_it(clock):
    reborn = Rooms(clock)
    assert reborn.vote(CODE, 1, "one", 3) and reborn.shown(CODE) is None
    reborn.open(KEY, "question 1, discussed", "", restored=True)
    assert reborn.vote(CODE, 2, "one", 4)
    clock.now += rooms.RETURN_SECONDS
    assert not reborn.vote(CODE, 3, "one", 5)
    assert reborn.votes(CODE, "one") == {1: 3, 2: 4}


def test_a_room_is_forgotten_two_hours_after_its_last_visitor(open_rooms, clock):
    clock.now += rooms.ROOM_SECONDS - 1
    assert open_rooms.shown(CODE)
    clock.now += rooms.ROOM_SECONDS
    open_rooms.open(new_key(), "another class", "")
    assert open_rooms.shown(CODE) is None


def test_a_room_in_use_keeps_its_place_and_votes_without_a_room_take_none(open_rooms, clock):
    keys = [new_key() for _ in range(rooms.MAX_ROOMS - 1)]
    for key in keys:
        open_rooms.open(key, "another class", "")
    with pytest.raises(NoPlaceError):
        open_rooms.open(new_key(), "one too many", "")
    with pytest.raises(NoPlaceError):
        open_rooms.vote("ZZZZZZZZ", 1, "one", 1)
    clock.now += rooms.QUIET_SECONDS + 1
    assert all(open_rooms.shown(code_of(key)) for key in keys)  # projectors look; the first room has none
    open_rooms.open(new_key(), "now there is a place", "")
    assert open_rooms.shown(CODE) is None


def test_strangers_votes_for_rooms_that_are_not_open_push_out_each_other_only(open_rooms, clock):
    for letter in rooms.LETTERS:
        clock.now += 1
        assert open_rooms.vote(letter * 8, 1, "one", 1)
    assert len(open_rooms.rooms) == rooms.MAX_ROOMS and open_rooms.shown(CODE) == "question 1"


def test_a_room_that_is_full_takes_less_than_a_mebibyte(open_rooms):
    for ballot in range(2 * rooms.MAX_BALLOTS):
        open_rooms.show(KEY, ballot, f"ballot {ballot}")
        for voter in range(2 * rooms.MAX_VOTERS):
            open_rooms.join(CODE, voter + 2**31)
            open_rooms.vote(CODE, voter + 2**31, f"ballot {ballot}", 1000 + voter)
    room = open_rooms.rooms[CODE]
    assert open_rooms.n_voters(CODE) == rooms.MAX_VOTERS and len(room.votes) == rooms.MAX_BALLOTS
    ballots = room.votes.values()
    numbers = sum(sys.getsizeof(number) for votes in ballots for pair in votes.items() for number in pair)
    numbers += sum(map(sys.getsizeof, room.voters))
    assert numbers + sum(map(sys.getsizeof, [room.votes, room.voters, *ballots])) < 2**20
