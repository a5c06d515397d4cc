"""The harness: run the contenders of one row in turn, and measure time and memory.

Turns are interleaved, so that a busy moment affects all contenders, and medians are taken over rounds. CPU time
counts every thread of the process, so it is taken with one thread each; wall time with the defaults.
Linux only where memory is concerned (/proc); elsewhere that column stays empty.
"""

import gc
import math
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

CLOCKS = {"cpu": time.process_time, "wall": time.perf_counter}
PAIR = ("ours", "scikit-learn")
MIN_TURN_S = 0.02  # a turn repeats its call until it lasts about this long


@dataclass(frozen=True)
class Outcome:
    """What a contender returns: how many iterations it took (NaN if that means nothing) and its labels, or None."""

    n_iter: float = math.nan
    labels: np.ndarray | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table. `contenders()` makes the data and returns functions without arguments by name.

    "ours" and "scikit-learn" are among the names; `gate` and `stretch` are scikit-learn's CPU time over ours.
    """

    name: str
    title: str
    gate: float
    stretch: float
    contenders: Callable[[], dict[str, Callable[[], Outcome]]]


def measure(row, clock, rounds):
    """Return {contender: {"seconds", "n_iter", "differing", "megabytes", "arrays"}} for one row, in this process.

    `clock` is "cpu" or "wall". "differing" counts the labels that are not scikit-learn's; "megabytes" is the
    peak above the data, and "arrays" the part of it that is `allocated`; both are taken only by the CPU race.
    """
    contenders = row.contenders()
    is_cpu = clock == "cpu"
    megabytes = {name: peak(run) if is_cpu else None for name, run in contenders.items()}
    arrays = {name: allocated(run) if is_cpu and name in PAIR else None for name, run in contenders.items()}
    outcomes, times, repeats = {}, {name: [] for name in contenders}, {}
    for name, run in contenders.items():
        outcomes[name] = run()
        repeats[name] = max(1, round(MIN_TURN_S / max(turn(run, 1, clock), 1e-6)))
    for i in range(rounds):
        for name, run in contenders.items():
            if i % 4 == 0 or name in PAIR:  # the others are slow, and shown only for comparison
                times[name].append(turn(run, repeats[name], clock))
    reference = outcomes["scikit-learn"].labels
    return {
        name: {
            "seconds": statistics.median(times[name]),
            "n_iter": outcomes[name].n_iter,
            "differing": None if reference is None else int(np.count_nonzero(outcomes[name].labels != reference)),
            "megabytes": megabytes[name],
            "arrays": arrays[name],
        }
        for name in contenders
    }


def turn(run, repeats, clock):
    """Return the seconds one call of `run` takes, averaged over `repeats` calls."""
    now = CLOCKS[clock]
    gc.collect()
    start = now()
    for _ in range(repeats):
        run()
    return (now() - start) / repeats


def peak(run):
    """Return the peak of the resident memory that `run` adds to this process, in megabytes, or None off Linux.

    A forked child runs it, so that memory left over by one contender is not used by the next.
    """
    if not os.path.exists("/proc/self/clear_refs"):
        return None
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with open("/proc/self/clear_refs", "w") as reset:
            reset.write("5")
        before = resident("VmRSS")
        run()
        os.write(write, str(resident("VmHWM") - before).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    return int(text) / 1024 if text else None


def allocated(run):
    """Return the peak of the memory that Python and NumPy allocate for `run`, on its second call, in megabytes.

    Unlike `peak`, it leaves out what the process allocates once for the first call.
    """
    run()
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def resident(field):
    """Return a field of /proc/self/status, in KiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field))
