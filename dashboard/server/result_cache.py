"""How results are kept and long work is done: once for each setting, in turn with other visitors, free to be left.

Streamlit's own caches take half a millisecond to hash the settings, a dozen times a rerun. Settings are frozen and
hash themselves.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, nullcontext
from functools import wraps
from inspect import signature

from dashboard.server.lru_cache import Place, Shelf
from dashboard.server.work_limit import turn

REPORT = 0.1  # seconds between two words of progress; each is a place where a visitor who left stops the work


def remembered(most: int) -> Callable:
    """Decorate a function to keep its results for the `most` settings that were asked for last.

    The settings are its positional arguments; one whose name begins with an underscore is none, for it follows from
    the others. Who asks for what is being worked out waits for it. What is handed out is shared and never changed.
    A call with `sign=`, an st.empty(), waits for its turn at the gate before it makes something.
    `weigh` of the decorated, called with the same arguments, counts anew a result that grows as it is used.
    """

    def decorate(function):
        beside = {at for at, name in enumerate(signature(function).parameters) if name.startswith("_")}
        results = Shelf(most)

        def slot_of(args):
            return results.slot(tuple(arg for at, arg in enumerate(args) if at not in beside))

        @wraps(function)
        def kept_or_made(*args, sign=None):
            slot = slot_of(args)
            with nullcontext() if sign is None or slot.result else turn(sign):
                return slot.filled(function, args)

        kept_or_made.weigh = lambda *args: slot_of(args).weigh()
        return kept_or_made

    return decorate


def places(most: int) -> Callable[..., Place]:
    """Return a function that hands out a Place for its arguments, the settings, and keeps the `most` asked for last.

    For long results: the work is done outside, where it can show progress and be left.
    """
    results = Shelf(most)

    def place_of(*settings) -> Place:
        slot = results.slot(settings)
        return slot.filled(Place, (slot,))

    return place_of


shelf = places(24)  # one for all that is large; its settings begin with what kind of result it is


def kept(
    place: dict,
    name: str,
    work: Callable[[], Iterable],
    finish: Callable[[list], object] = list,
    *,
    heavy: bool,
    sign,
    told: Callable[[list], str],
):
    """Return place[name]: what `finish` makes of the items of `work()`, done once; the rest as in `gathered`.

    A visitor who leaves heavy work leaves it where it stood, and who comes with the same settings goes on from there.
    """
    if name not in place:
        if heavy:
            in_turns(going_on(place, name, work, finish), sign, told)
        else:
            place[name] = finish(gathered(work(), heavy=False, sign=sign, told=told))
    return place[name]


def going_on(place: dict, name: str, work, finish) -> Iterator[list]:
    """Yield what was found so far of a search that others may have begun; at its end place[name] is there.

    Several visitors may be at the same search, but only one at a time is let through the gate.
    """
    begun = (name, "begun")
    if name in place:
        return
    if begun not in place:
        place[begun] = iter(work()), []
    items, found = place[begun]
    try:
        for item in items:
            if item is not None:
                found.append(item)
            yield found
        if name not in place:  # or another visitor came to the end of it
            place[name] = finish(found)
    except GeneratorExit:
        if begun in place:
            place[begun] = items, found  # counted as it is left
        raise
    except Exception:
        drop(place, begun)  # a search that broke does not go on
        raise
    drop(place, begun)


def drop(place: dict, name) -> None:
    if name in place:
        del place[name]


def gathered(items: Iterable, *, heavy: bool, sign, told: Callable[[list], str]) -> list:
    """Return the items. Heavy work waits its turn at the gate and shows `told(so far)` in `sign`, an st.empty().

    An item that takes long comes with None before it, now and then: no item, but a place where the work can be left.
    """
    done = []

    def so_far():
        for item in items:
            if item is not None:
                done.append(item)
            yield done

    if heavy:
        in_turns(so_far(), sign, told)
    else:
        deque(so_far(), maxlen=0)
    return done


def in_turns(work: Iterator[list], sign, told) -> None:
    """Bring `work`, which yields all it has so far, to its end, a while at a time where others wait."""
    with turn(sign) as at_work, closing(work):
        last = time.monotonic()
        for done in work:
            at_work.breathe()
            if time.monotonic() - last >= REPORT:
                at_work.pause(told(done))
                last = time.monotonic()
