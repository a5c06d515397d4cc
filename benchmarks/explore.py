"""Visitors who change any control of a page to any value, each on their own: what a change costs.

`python -m benchmarks.load explore` plays four parts:
  alone      one visitor a page, 100 changes at random
  algorithm  a class on the Algorithm page: all arrive within a minute, and each makes five changes at random
  spread     the same class, spread over all pages
  lecturer   the same class on the Algorithm page; all follow one lecturer through k, points and data
CPU is that of the server and its child processes, as a multiple of the floor: a rerun of the Algorithm page whose
result is known, measured in the same run.
"""

import asyncio
import itertools
import random
import statistics
import time
from functools import partial

from benchmarks.browsing import FIRST, LATER, Browser
from benchmarks.visitor import BROKEN, MAX_LOAD_KIB, MAX_RERUN_KIB, PAGES, Measured, Visitor, percentile

BUDGETS = {
    "algorithm": 2.5,
    "soft_assignment": 2.5,
    "draw_it": 2.5,
    "practice": 2.5,
    "build_it": 2.5,
    "lessons": 2.5,
    "init_comparison": 6,
    "mini_batch": 6,
    "image_compression": 8,
    "elbow": 8,
    "failure_cases": 12,
}  # the mean CPU of a change, in floors
FAST_FLOOR = 0.013  # CPU seconds; on a slower machine a class is slower by as much
NEED_A_FILE = ("your own", "camera")  # options that show nothing new without one, hence rare
PARTS = ("alone", "algorithm", "spread", "lecturer")
KEYS = {"class": ("k",), "lecturer": ("k", "n", "data")}  # where a class changes these controls only
CLASS_BUDGETS = {
    "class": "load p95 1 s, rerun p95 0.5 s, 350 MiB",
    "algorithm": "no errors, rerun p95 1 s, CPU a run 2.5 x floor",
    "spread": "no errors, first picture p95 2 s",
    "lecturer": "load p95 1 s, rerun p95 0.5 s",
}


def random_change(visitor, dice, keys=()) -> tuple[str, object]:
    """Return a control of the page, one of `keys` if there are any, and a value that it does not show yet.

    All buttons together are as likely as any other control.
    """
    controls = visitor.controls()
    buttons = [key for key, control in controls.items() if control.kind == "button"]
    others = [key for key in controls if key not in buttons and (not keys or key in keys)]
    while True:
        key = dice.choice([*others, dice.choice(buttons)] if buttons and not keys else others)
        control = controls[key]
        shown = visitor.values.get(control.id, control.default)
        value = control.choose(dice, shown)
        if value != shown and (value not in NEED_A_FILE or dice.random() < 0.1):
            return key, value


async def floor(server, rounds=20) -> float:
    """Return the CPU seconds of a rerun of the Algorithm page whose result is known: the median of `rounds`."""
    used = []
    async with Visitor(server, "algorithm", Measured()) as visitor:
        for k in itertools.islice(itertools.cycle((3, 5)), 2 + rounds):
            used.append(server.cpu())
            await visitor.change("k", [k])
        used.append(server.cpu())
    return statistics.median(after - before for before, after in itertools.pairwise(used[2:]))


async def explore_page(server, page, changes, seed):
    """One visitor makes so many changes; return the visitor, what happened, and (CPU seconds, what) of each change."""
    measured, costs, dice = Measured(), [], random.Random(f"{seed} {page}")
    visitor = Visitor(server, page, measured)
    with measured.catch():
        async with visitor:
            for _ in range(changes):
                key, value = random_change(visitor, dice)
                used = server.cpu()
                await visitor.change(key, value)
                costs.append((server.cpu() - used, f"{key} = {value} on {visitor.address}"))
    return visitor, measured, costs


async def alone(server, options) -> list[str]:
    """One visitor a page, one after the other."""
    broken = []
    for page in PAGES:  # what a page imports when it is opened for the first time is no change's
        async with Visitor(server, page, Measured()):
            pass
    for page in options.pages:
        before = await floor(server, options.rounds)
        _, measured, costs = await explore_page(server, page, options.changes_alone, options.seed)
        unit = (before + await floor(server, options.rounds)) / 2  # a processor's speed varies
        broken += [*measured.broken(), *too_large(page, measured)]
        if not costs:
            continue
        mean, (most, dearest) = statistics.fmean(cost for cost, _ in costs), max(costs)
        largest = costs[measured.rerun_bytes.index(max(measured.rerun_bytes))][1]
        report(
            f"/{page}: {mean / unit:.1f} x floor, budget {BUDGETS[page]:g} (CPU a change {1000 * mean:.0f} ms, floor "
            f"{1000 * unit:.1f} ms); {changes_of(measured)}; first load {measured.load_bytes[0] / 1024:.0f} KiB",
            f"  most CPU: {1000 * most:.0f} ms, {dearest}",
            f"  largest answer: {largest}",
        )
    return broken


def report(*lines) -> None:
    """Print lines as soon as they are known: a whole run takes minutes."""
    print(*("  " + line for line in lines), sep="\n", flush=True)


def too_large(page, measured) -> list[str]:
    """Return what is larger than it may be, a line each."""
    bars = {"first load": (measured.load_bytes, MAX_LOAD_KIB), "change": (measured.rerun_bytes, MAX_RERUN_KIB)}
    return [
        f"{BROKEN}a {what} of /{page} sends {max(sizes) / 1024:.1f} KiB, the limit is {limit}"
        for what, (sizes, limit) in bars.items()
        if sizes and max(sizes) >= 1024 * limit
    ]


async def student(server, page, measured, arrival, changes, pause, seed, choose=random_change, cold=False) -> None:
    """Arrive so many seconds from now, open the page, make changes now and then, leave."""
    await asyncio.sleep(arrival)
    dice, start = random.Random(seed), time.monotonic()
    with measured.catch():
        async with Browser(server.address) as browser:
            got = await browser.fetch(FIRST * cold)
            async with Visitor(server, page, measured) as visitor:
                mine = len(measured.loads) - 1
                measured.load_bytes[mine] += got + await browser.fetch(LATER * cold)
                measured.loads[mine] = time.monotonic() - start
                for _ in range(changes):
                    await asyncio.sleep(pause * dice.uniform(0.5, 1.5))
                    await visitor.change(*choose(visitor, dice))


async def class_on(server, options, part, pages, cold=False) -> list[str]:
    """A class whose visitors open these pages in turn; print what it costs, and return what does not hold."""
    unit = await floor(server, options.rounds)
    pause, changes = options.pause * max(1, unit / FAST_FLOOR), options.changes_in_class
    choose = partial(random_change, keys=KEYS.get(part, ()))
    measured, visits, memory = {page: Measured() for page in pages}, [], []
    for i, page in zip(range(options.visitors), itertools.cycle(pages), strict=False):
        arrival = options.arrive * i / options.visitors
        seed = options.seed if part == "lecturer" else f"{options.seed} {part} {i}"  # of one seed, all change the same
        visits.append(student(server, page, measured[page], arrival, changes, pause, seed, choose, cold))

    async def watch_memory():
        while True:
            memory.append(server.memory())
            await asyncio.sleep(0.25)

    watcher, used, own = asyncio.create_task(watch_memory()), server.cpu(), time.process_time()
    await asyncio.gather(*visits)
    used, own = server.cpu() - used, time.process_time() - own
    watcher.cancel()
    together = Measured()
    for name, values in vars(together).items():
        values += itertools.chain.from_iterable(getattr(one, name) for one in measured.values())
    runs = max(1, len(together.loads) + len(together.reruns))
    report(
        f"{part}: {options.visitors} visitors{' with cold browsers' * cold} in {options.arrive:g} s, {changes} changes "
        f"each, {pause:.1f} s apart",
        f"CPU a run {used / runs / unit:.1f} x floor ({1000 * used / runs:.0f} ms, floor {1000 * unit:.1f} ms; {runs} "
        f"runs, {used:.0f} s in all, the clients' own {own:.0f} s); server {max(memory):.0f} MiB at most",
        *(f"/{page}: {outcome(one)}" for page, one in measured.items() if len(pages) > 1),
        f"all: {outcome(together)}",
        f"budgets: {CLASS_BUDGETS[part]}",
    )
    too_much = [] if cold else [line for page, one in measured.items() for line in too_large(page, one)]
    return together.broken() + too_much


async def explore(server, options) -> list[str]:
    """Play the parts; print what they cost, and return what does not hold."""
    broken = []
    for part in options.part:
        if part == "alone":
            broken += await alone(server, options)
        else:
            broken += await class_on(server, options, part, options.pages if part == "spread" else ["algorithm"])
    return broken


def outcome(measured) -> str:
    first, load = measured.pictures, measured.loads
    return (
        f"first picture p50 {percentile(first, 50):.2f}, p95 {percentile(first, 95):.2f} s; "
        f"load p50 {percentile(load, 50):.2f}, p95 {percentile(load, 95):.2f} s, "
        f"{percentile(measured.load_bytes, 50) / 1024:.0f} KiB; {changes_of(measured)}"
    )


def changes_of(measured) -> str:
    """Return how long the changes took, what they sent, and what went wrong."""
    p50, p95, most = (percentile(measured.reruns, share) for share in (50, 95, 100))
    sizes = (f"{percentile(measured.rerun_bytes, share) / 1024:.0f}" for share in (50, 95, 100))
    return (
        f"rerun p50 {p50:.2f}, p95 {p95:.2f}, max {most:.2f} s; KiB p50, p95, max {', '.join(sizes)}; "
        f"errors {len(measured.errors)}, exceptions {len(measured.exceptions)}"
    )
