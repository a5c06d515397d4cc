"""`python -m benchmarks.load [SCENARIO ...]`: a class of visitors on the app's real websocket, and what it costs.

Starts the app on a free loopback port and visits it with headless clients that speak Streamlit's own protocol (its
messages ship with the package). The scenarios:
  explore  visitors change any control at random: one a page, then a class (benchmarks/explore.py says more)
  class    visitors arrive within a minute and change k several times; --cold fetches the browser's files too; with
           --vote, phones vote in a room instead, also while the server is restarted (benchmarks/vote.py)
  pages    one visitor a page, many changes on cached data: CPU and bytes of a rerun
  heavy    some visitors run the heaviest thing there is, and others go on working
  leave    visitors start long work and leave: how long the server goes on working for nobody
  sessions many sessions stand idle, and many open and close: what each takes, and what does not come back
Linux only: CPU time and memory of the server are read from /proc. Times are only printed; what does not depend on the
machine is held: an error, an exception on a page, too many bytes, more than 1 MiB an idle session, memory that grows by
more than 20 KiB a session that came and went, or a server still at work 5 s after its visitors left ends the command
with 1.
"""

import argparse
import asyncio
import contextlib
import itertools
import random
import statistics
import time

from websockets.asyncio.client import connect

from benchmarks.browsing import FIRST, LATER, Browser
from benchmarks.explore import PARTS, class_on, explore
from benchmarks.serving import served
from benchmarks.visitor import BROKEN, MAX_LOAD_KIB, MAX_RERUN_KIB, PAGES, PATIENCE, Measured, Visitor, percentile
from benchmarks.vote import class_that_votes

MAX_COLD_KIB = 4096  # of a first visit with all files, sent gzipped
MAX_SESSION = 1  # MiB while it is open and idle
MAX_SLOPE = 20  # KiB a session that has come and gone
MAX_IDLE = 5.0  # seconds; the aim is 2, and a busy machine looks later


async def class_(server, options) -> list[str]:
    """A class on one page, each of whom changes k now and then; or one that votes."""
    if options.vote:
        return await class_that_votes(server, options)
    broken = await class_on(server, options, "class", [options.page], options.cold)
    if options.cold:  # the first to come may be sent files as they are: judged by one who comes last
        async with Browser(server.address) as browser:
            sent = await browser.fetch(FIRST + LATER) / 1024
        broken += [f"{BROKEN}a first visit fetches {sent:.0f} KiB, more than {MAX_COLD_KIB}"] * (sent > MAX_COLD_KIB)
    return broken


async def pages(server, options) -> list[str]:
    """One visitor a page goes to and fro between settings that are cached: what a rerun costs."""
    lines = []
    for page in PAGES:
        measured = Measured()
        async with Visitor(server, page, measured) as visitor:
            numbers = [key for key, control in visitor.controls().items() if not control.options]
            key = next((key for key in ("k", "n", "noise") if key in numbers), None)
            if key is None:
                lines.append(f"/{page}: no slider; load {measured.loads[0]:.2f} s, {kib(measured.load_bytes):.0f} KiB")
                lines += measured.broken()
                continue
            here, there = {"k": (3, 5), "n": (200, 300), "noise": (0.5, 1.0)}[key]
            for value in (here, there):
                await visitor.change(key, [value])
            measured.reruns.clear()
            measured.rerun_bytes.clear()
            used = [server.cpu()]
            for _ in range(options.rounds):
                for value in (here, there):
                    await visitor.change(key, [value])
                    used.append(server.cpu())  # what a run leaves to be done after it counts for the next one
            cpu = [after - before for before, after in itertools.pairwise(used)]
        lines.append(
            f"/{page}: load {measured.loads[0]:.2f} s, {kib(measured.load_bytes):.0f} KiB; rerun ({key}) p50 "
            f"{1000 * percentile(cpu, 50):.1f} ms CPU (mean {1000 * statistics.fmean(cpu):.1f}), "
            f"p95 {1000 * percentile(measured.reruns, 95):.0f} ms, "
            f"{max(measured.rerun_bytes) / 1024:.0f} KiB"
        )
        lines += measured.broken()
        if kib(measured.load_bytes) > MAX_LOAD_KIB:
            lines.append(f"{BROKEN}/{page} sends {kib(measured.load_bytes):.0f} KiB at first, more than {MAX_LOAD_KIB}")
        if kib(measured.rerun_bytes) > MAX_RERUN_KIB:
            lines.append(
                f"{BROKEN}a change on /{page} sends {kib(measured.rerun_bytes):.0f} KiB, more than {MAX_RERUN_KIB}"
            )
    lines.append(f"every page has been opened: server {server.memory():.0f} MiB")
    return lines


async def heavy(server, options) -> list[str]:
    """Visitors run the heaviest thing of a page, each its own. Four others, on the first page, go to and fro between
    settings that have been computed before, then ask for 300 points that nobody has asked for before."""
    lines = []
    for page in options.heaviest:
        measured, known, new = Measured(), Measured(), Measured()

        async def work(i, page=page, measured=measured):
            with measured.catch():
                async with Visitor(server, page, measured, **HEAVIEST[page](i)):
                    pass

        async with contextlib.AsyncExitStack() as stack:
            others = [await stack.enter_async_context(Visitor(server, "algorithm", known)) for _ in range(4)]
            for k in range(2, 7):
                await others[0].change("k", [k])
            known.reruns.clear()
            working, start = [asyncio.create_task(work(i)) for i in range(options.workers)], time.monotonic()
            await watch(others, known, "k", lambda: random.randint(2, 6), 0.3, working, options.watch)
            # These answer rarely: so long that the slowest is not the percentile.
            await watch(others, new, "noise", lambda: random.uniform(0.1, 3), 1, working, 4 * options.watch)
            done = sum(one.done() for one in working)
            for one in working:
                one.cancel()
            await asyncio.gather(*working, return_exceptions=True)
        lines.append(f"/{page}: {options.workers} heavy visits, {done} done after {time.monotonic() - start:.0f} s")
        for asked, seen in {"computed before": known, "nobody asked for before": new}.items():
            lines.append(
                f"  bystanders, what {asked}: rerun p50 {percentile(seen.reruns, 50):.2f} s, "
                f"p95 {percentile(seen.reruns, 95):.2f} s ({len(seen.reruns)})"
            )
        lines += measured.broken() + known.broken() + new.broken() + await idle_again(server)
    return lines


async def watch(visitors, measured, key, choose, pause, working, seconds) -> None:
    """Have the visitors move a slider again and again, some `pause` apart, as long as others are `working`."""
    end = time.monotonic() + seconds

    async def go_on(visitor):
        visitor.measured = measured
        while time.monotonic() < end and not all(one.done() for one in working):
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
            await visitor.change(key, [choose()])

    await asyncio.gather(*map(go_on, visitors))


# What each page can be asked to do at most, differently by every visitor so that no cache helps.
HEAVIEST = {
    "algorithm": lambda i: {"data": "uniform", "n": 5000, "k": 10, "data_seed": i},
    "elbow": lambda i: {"data": "uniform", "n": 5000, "ks": (1, 20), "n_init": 20, "data_seed": i},
    "init_comparison": lambda i: {"data": "uniform", "n": 2000, "k": 31, "restarts": 20, "data_seed": i},
    "failure_cases": lambda i: {"n": 2000, "tab": "Gallery", "seed": i},
    "image_compression": lambda i: {"k": 256 - i, "quality": "best", "tab": "Against the others"},
    "mini_batch": lambda i: {"data": "uniform", "n": 50_000, "k": 10, "runs": 5, "batch": 5000, "data_seed": i},
    "soft_assignment": lambda i: {
        "data": "uniform",
        "n": 500,
        "k": 10,
        "view": "Gaussian mixture",
        "covariance": "full",
        "tab": "Numbers",
        "data_seed": i,
    },
}


async def leave(server, options) -> list[str]:
    """Visitors ask for heavy work and leave at once: how long the server goes on working for them."""
    lines = []
    for page, settings in HEAVIEST.items():
        async with Visitor(server, page, Measured()):  # the page's imports are no work for those who left
            pass
        used = server.cpu()
        for i in range(3):
            visitor = Visitor(server, page, Measured(), **settings(100 + i))
            # What comes is taken in unread, without end: the close frame would wait ten seconds behind it.
            visitor.socket = await connect(
                f"ws://{server.address}/_stcore/stream", subprotocols=["streamlit"], max_queue=None
            )
            await visitor.ask()
            await asyncio.sleep(0.5)
            await visitor.socket.close()
        lines.append(f"/{page}: {server.cpu() - used:.1f} s of CPU for three who left after half a second each")
        lines += await idle_again(server)
    return lines


async def idle_again(server) -> list[str]:
    seconds = await idle(server)
    return [f"  idle again {seconds:.1f} s after the last one left"] + [BROKEN + "too late"] * (seconds > MAX_IDLE)


async def idle(server) -> float:
    """Return after how many seconds the server has nothing to do."""
    start, quiet, last = time.monotonic(), 0, server.cpu()
    while quiet < 3 and time.monotonic() - start < PATIENCE:
        await asyncio.sleep(0.25)
        now = server.cpu()
        quiet, last = (quiet + 1 if now - last < 0.03 else 0), now
    return max(0.0, time.monotonic() - start - 0.75)


async def sessions(server, options) -> list[str]:
    """Many sessions stand open and idle. Then many open and close, 20 at a time; the slope is of the second half, when
    the caches are full."""
    return await idle_sessions(server, options) + await passing_sessions(server, options)


async def idle_sessions(server, options) -> list[str]:
    async with Visitor(server, options.page, Measured()):  # what the page loads once is no session's
        await asyncio.sleep(1)
    before, measured = server.memory(), Measured()
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(options.idle):
            await stack.enter_async_context(Visitor(server, options.page, measured))
        await asyncio.sleep(2)
        after = server.memory()
    each = (after - before) / options.idle
    lines = [
        f"{options.idle} idle sessions on /{options.page}: {before:.0f} MiB before, {after:.0f} MiB with them; "
        f"{1024 * each:.0f} KiB a session"
    ]
    return lines + [BROKEN + f"more than {MAX_SESSION} MiB a session"] * (each > MAX_SESSION)


async def passing_sessions(server, options) -> list[str]:
    at, memory = [], []
    for i in range(0, options.sessions, 20):
        measured = Measured()
        async with contextlib.AsyncExitStack() as stack:
            await asyncio.gather(
                *(stack.enter_async_context(Visitor(server, options.page, measured)) for _ in range(20))
            )
        await asyncio.sleep(0.2)
        at.append(i + 20)
        memory.append(server.memory())
    half = len(at) // 2
    slope = statistics.linear_regression(at[half:], memory[half:]).slope * 1024
    lines = [
        f"{options.sessions} sessions opened and closed: {memory[0]:.0f} MiB after 20, {memory[half]:.0f} after "
        f"{at[half]}, {memory[-1]:.0f} at the end; {slope:.1f} KiB a session over the second half"
    ]
    return lines + [BROKEN + "memory that does not come back"] * (slope > MAX_SLOPE)


def kib(sizes) -> float:
    return percentile(sizes, 50) / 1024


SCENARIOS = {"explore": explore, "class": class_, "pages": pages, "heavy": heavy, "leave": leave, "sessions": sessions}


def main():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"any of: {', '.join(SCENARIOS)}; all of them")
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of everything; leave only where named, for heavy ends in it"
    )
    parser.add_argument("--cold", action="store_true", help="class: every browser fetches its files too")
    parser.add_argument("--vote", action="store_true", help="class: phones vote in a room")
    parser.add_argument("--page", choices=PAGES, help="for class, sessions (algorithm if not said) and heavy (all)")
    choices = parser.add_argument_group("explore")
    choices.add_argument("--part", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    choices.add_argument("--pages", nargs="+", choices=PAGES, default=PAGES, metavar="PAGE", help="for alone, spread")
    choices.add_argument("--changes", type=int, help="of a visitor; 100 alone, 5 in a class")
    choices.add_argument("--visitors", type=int, help="of a class; 200")
    choices.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.heaviest = [options.page] if options.page else list(HEAVIEST)
    options.page = options.page or "algorithm"
    names = options.scenarios or [name for name in SCENARIOS if not (options.quick and name == "leave")]
    unknown = [name for name in names if name not in SCENARIOS]
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}; choose from {', '.join(SCENARIOS)}")
    part = 10 if options.quick else 1
    options.visitors = options.visitors or 200 // part
    options.changes_alone, options.changes_in_class = options.changes or 100 // part, options.changes or 5
    options.arrive, options.pause = 60 / part, 8 / part
    options.phones, options.vote_seconds = options.visitors, 30 / part
    options.rounds, options.workers, options.watch = 20 // part, 12 if part == 1 else 2, 5 if part == 1 else 1
    options.idle = 200 if part == 1 else 50
    options.sessions = 480 if options.quick else 800  # fewer would tell of caches that fill, and nothing of a slope
    broken = 0
    for name in names:
        with served() as server:
            print(f"{name}:")
            for line in asyncio.run(SCENARIOS[name](server, options)):
                print("  " + line, flush=True)
                broken += line.startswith(BROKEN)
    parser.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
