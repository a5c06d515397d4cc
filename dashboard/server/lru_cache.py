"""Caches that forget what was used longest ago, and one limit in bytes for all of them together."""

import gc
import sys
import threading
import types
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable

import numpy as np

CODE_TYPES = (type, types.ModuleType, types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.CodeType)
MISSING = object()


class MemoryLimit:
    """Caches that hold at most `max_bytes` together: where they would hold more, the largest evicts its oldest entry.

    What two entries share is counted for both.
    """

    def __init__(self, max_bytes: int):
        self.max_bytes, self.caches = max_bytes, weakref.WeakSet()
        self.lock = threading.RLock()  # evicting an entry may end a generator, which then counts its own result again

    @property
    def n_bytes(self) -> int:
        return sum(cache.n_bytes for cache in self.caches)

    def enforce(self) -> None:
        while self.n_bytes > self.max_bytes:
            largest = max(self.caches, key=lambda cache: cache.n_bytes)
            largest.evict(next(key for key, entry in largest.entries.items() if entry.n_bytes))


class LruCache:
    """The results for the `max_entries` keys that were used last."""

    def __init__(self, max_entries: int, limit: MemoryLimit):
        self.max_entries, self.limit = max_entries, limit
        self.entries, self.n_bytes = OrderedDict(), 0
        with limit.lock:
            limit.caches.add(self)

    def entry(self, key: Hashable) -> "Entry":
        with self.limit.lock:
            entry = self.entries.setdefault(key, Entry(self, key))
            self.entries.move_to_end(key)
            if len(self.entries) > self.max_entries:
                self.evict(next(iter(self.entries)))
            return entry

    def evict(self, key) -> None:
        self.n_bytes -= self.entries.pop(key).n_bytes


class Entry:
    """The place of one result in its cache."""

    def __init__(self, cache: LruCache, key: Hashable):
        self.cache, self.key, self.lock = cache, key, threading.Lock()
        self.result, self.n_bytes = MISSING, 0

    @property
    def is_empty(self) -> bool:
        return self.result is MISSING

    def get(self, compute: Callable):
        """Return the result, computed at the first call; others who call meanwhile wait for it."""
        if self.is_empty:
            with self.lock:
                if self.is_empty:
                    self.result = compute()
                    self.measure()
        return self.result

    def measure(self) -> None:
        """Count what the result takes now, and keep to the limit."""
        n_bytes = reachable_bytes([self.key, self.result])
        with self.cache.limit.lock:
            if self.cache.entries.get(self.key) is self:  # it has not been evicted
                self.cache.n_bytes += n_bytes - self.n_bytes
                self.n_bytes = n_bytes
                self.cache.limit.enforce()


class PartialResult(dict):
    """A result that comes in parts, by name; its size is counted again whenever a part comes or goes."""

    def __init__(self, entry: Entry):
        super().__init__()
        self.entry = weakref.ref(entry)

    def __setitem__(self, name, part):
        super().__setitem__(name, part)
        self.measure()

    def __delitem__(self, name):
        super().__delitem__(name)
        self.measure()

    def measure(self) -> None:
        entry = self.entry()
        if entry is not None:
            entry.measure()


def reachable_bytes(roots: Iterable) -> int:
    """Return the bytes of all objects that can be reached from `roots`, each counted once; code is not counted."""
    seen, stack, n_bytes = set(), list(roots), 0
    while stack:
        item = stack.pop()
        if id(item) in seen or isinstance(item, CODE_TYPES):
            continue
        seen.add(id(item))
        if isinstance(item, np.ndarray):
            n_bytes += item.nbytes if item.base is None else 0
            stack.append(item.base)
        else:
            n_bytes += sys.getsizeof(item)
            stack.extend(gc.get_referents(item))
    return n_bytes
