"""Where results are kept: a shelf for each function, and one bound in bytes for all of them together. No Streamlit."""

import gc
import sys
import threading
import types
import weakref
from collections import OrderedDict
from collections.abc import Hashable, Iterable

import numpy as np

MOST_BYTES = 80 << 20  # of all results, by a count that takes what two of them share for two
PARTLESS = (type, types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.CodeType)

LOCK = threading.RLock()  # letting a result go may end a search, which is then weighed by the same thread
SHELVES = weakref.WeakSet()


class Shelf:
    """The results of one function for the `most` settings that were asked for last."""

    def __init__(self, most: int):
        self.most, self.slots, self.bytes = most, OrderedDict(), 0
        with LOCK:
            SHELVES.add(self)

    def slot(self, settings: Hashable) -> "Slot":
        """Return the place of the result for these settings."""
        with LOCK:
            slot = self.slots.setdefault(settings, Slot(self, settings))
            self.slots.move_to_end(settings)
            if len(self.slots) > self.most:
                self.let_go(next(iter(self.slots)))
            return slot

    def let_go(self, settings) -> None:
        self.bytes -= self.slots.pop(settings).bytes

    def oldest(self) -> Hashable:
        """Return the settings that were asked for longest ago among those whose result takes memory."""
        return next(settings for settings, slot in self.slots.items() if slot.bytes)


class Slot:
    """The place of one result."""

    def __init__(self, shelf: Shelf, settings: Hashable):
        self.shelf, self.settings = shelf, settings
        self.lock = threading.Lock()
        self.result, self.bytes = [], 0

    def filled(self, function, args):
        """Return the result of `function(*args)`, worked out once."""
        if not self.result:
            with self.lock:
                if not self.result:
                    self.result.append(function(*args))
                    self.weigh()
        return self.result[0]

    def weigh(self) -> None:
        """Count what the result takes now; where all take too much, the heaviest shelves let their oldest go."""
        held = size([self.settings, self.result])
        with LOCK:
            if self.shelf.slots.get(self.settings) is not self:
                return  # it has been let go
            self.shelf.bytes += held - self.bytes
            self.bytes = held
            while sum(shelf.bytes for shelf in SHELVES) > MOST_BYTES:
                heaviest = max(SHELVES, key=lambda shelf: shelf.bytes)
                heaviest.let_go(heaviest.oldest())


class Place(dict):
    """A result that comes piece by piece, by name; what it takes is counted as pieces come and go."""

    def __init__(self, slot: Slot):
        super().__init__()
        self.slot = weakref.ref(slot)  # that has it

    def __setitem__(self, name, piece):
        super().__setitem__(name, piece)
        self.weigh()

    def __delitem__(self, name):
        super().__delitem__(name)
        self.weigh()

    def weigh(self) -> None:
        slot = self.slot()
        if slot is not None:
            slot.weigh()


def size(roots: Iterable) -> int:
    """Return the bytes of all that is reachable from `roots`, each thing once; not of classes, code and modules."""
    seen, waiting, total = set(), list(roots), 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, PARTLESS):
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            total += one.nbytes if one.base is None else 0
            waiting.append(one.base)
            continue
        total += sys.getsizeof(one)
        waiting.extend(gc.get_referents(one))
    return total
