"""A class that votes: `python -m benchmarks.load class --vote`.

vote     all phones vote within half a minute: how long a vote takes
restart  the server is killed while they vote again: how many votes are back, and after how long
rooms    20 rooms vote at once
"""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import time
from urllib.parse import parse_qsl

from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import WebSocketException

from benchmarks.serving import served
from benchmarks.visitor import BROKEN, Measured, Visitor, percentile
from dashboard.server.rooms import MAX_ROOMS, code_of, new_key

BACK_SHARE, BACK_SECONDS = 0.95, 20  # of the votes, after the server is there again
RETRY_SECONDS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, *[4] * 10)  # between a browser's attempts to reconnect, at most


class Member(Visitor):
    """A browser in a class. Its address follows the server, and it reconnects by itself, as Streamlit's page does."""

    def hear(self, message) -> None:
        if message.WhichOneof("type") == "page_info_changed":
            self.settings = dict(parse_qsl(message.page_info_changed.query_string))
        super().hear(message)

    def component(self):
        """Return the board of a projector, or the ballot of a phone."""
        components = (drawn.message for drawn in self.drawn.values() if drawn.kind == "bidi_component")
        return next(one for one in components if one.component_name in ("kmeans.board", "kmeans.ballot"))

    async def reconnect(self) -> None:
        await self.socket.close()
        for pause in RETRY_SECONDS:
            await asyncio.sleep(pause * random.uniform(0.7, 1))
            with contextlib.suppress(OSError, EOFError, WebSocketException):
                self.drawn.clear()
                await self.__aenter__()
                return
        raise ConnectionError("The server did not come back.")


class Phone(Member):
    async def vote(self, value: int) -> None:
        """Press the button of the ballot that is drawn, and wait until it says that the vote is in."""
        start = time.monotonic()
        component = self.component()
        vote = f"{json.loads(component.json)['name']}-{value}"
        await self.ask(WidgetState(id=component.id, json_value=json.dumps({"vote": vote})))
        got = await self.answer()
        self.measured.reruns.append(time.monotonic() - start)
        self.measured.rerun_bytes.append(got)
        if json.loads(self.component().json)["vote"] != value:
            raise ValueError(f"The vote {vote} is not in.")

    async def go_on(self) -> None:
        await self.ask()
        await self.answer()


class Projector(Member):
    """The lecturer's window."""

    async def answered(self) -> int:
        """Look at the board; return how many have answered."""
        await self.ask()
        await self.answer()
        found = re.search(r"(\d+) votes?<", self.component().json)
        return int(found[1]) if found else 0


async def open_class(stack, server, measured, n_phones: int, seconds: float) -> tuple[Projector, list[Phone]]:
    """Open a room and let so many phones join it, within so many seconds."""
    key = new_key()
    projector = await stack.enter_async_context(Projector(server, "class", measured, room=code_of(key), key=key))

    async def join():
        await asyncio.sleep(random.uniform(0, seconds))
        return await stack.enter_async_context(Phone(server, "vote", measured, room=code_of(key)))

    return projector, await asyncio.gather(*(join() for _ in range(n_phones)))


async def vote_within(phones, seconds: float, measured) -> None:
    """Let each phone vote once, at any time in so many seconds."""

    async def vote(phone):
        await asyncio.sleep(random.uniform(0, seconds))
        with measured.catch():
            await phone.vote(random.randrange(1000))

    await asyncio.gather(*map(vote, phones))


async def class_that_votes(server, options) -> list[str]:
    """Play the three parts; return a line for each, and what does not hold."""
    lines = []
    async with contextlib.AsyncExitStack() as stack:
        measured = Measured()
        projector, phones = await open_class(stack, server, measured, options.phones, options.vote_seconds / 3)
        used = server.cpu()
        await vote_within(phones, options.vote_seconds, measured)
        used = server.cpu() - used
        n_answered = await projector.answered()
        p50, p95, most = (f"{percentile(measured.reruns, share):.3f}" for share in (50, 95, 100))
        page, answer = (percentile(sizes, 50) / 1024 for sizes in (measured.load_bytes, measured.rerun_bytes))
        lines += [
            f"vote: {options.phones} phones in {options.vote_seconds:g} s: p50 {p50}, p95 {p95}, max {most} s; "
            f"aim: p95 0.5 s; {n_answered} have answered",
            f"  CPU {1000 * used / options.phones:.0f} ms a vote; page {page:.0f} KiB, vote {answer:.0f} KiB; "
            f"server {server.memory():.0f} MiB",
        ]
        lines += [f"{BROKEN}{options.phones - n_answered} votes are missing"] * (n_answered != options.phones)
        lines += measured.broken() + await restart(stack, server, projector, phones, options)
    return lines


async def restart(stack, server, projector, phones, options) -> list[str]:
    """Kill the server while the phones vote for the second time; the browsers reconnect."""
    await projector.change("Vote again", True)
    await asyncio.gather(*(phone.go_on() for phone in phones))
    await vote_within(phones[: len(phones) // 2], options.vote_seconds / 3, projector.measured)
    n_before = await projector.answered()
    os.kill(server.pid, signal.SIGKILL)
    _, _, port = server.address.rpartition(":")
    coming_back = [asyncio.create_task(member.reconnect()) for member in (projector, *phones)]
    again = await stack.enter_async_context(in_thread(served(port=int(port))))
    start = time.monotonic()
    await coming_back[0]
    n_back = 0
    while n_back < n_before and time.monotonic() - start < BACK_SECONDS:
        await asyncio.sleep(0.25)
        n_back = await projector.answered()
    seconds = time.monotonic() - start
    await asyncio.gather(*coming_back)
    others = phones[len(phones) // 2 :]
    await asyncio.gather(*(phone.go_on() for phone in others))
    await vote_within(others, options.vote_seconds / 3, projector.measured)
    n_end = await projector.answered()
    lines = [
        f"restart: {n_back} of {n_before} votes are back {seconds:.1f} s after the server; {n_end} at the end; "
        f"server {again.memory():.0f} MiB"
    ]
    lost = n_back < BACK_SHARE * n_before or n_end < BACK_SHARE * len(phones)
    lines += [f"{BROKEN}votes are lost in a restart"] * lost + projector.measured.broken()
    return lines + await rooms(again, options)


@contextlib.asynccontextmanager
async def in_thread(context):
    """Enter and leave a context that blocks, while others go on."""
    value = await asyncio.to_thread(context.__enter__)
    try:
        yield value
    finally:
        await asyncio.to_thread(context.__exit__, None, None, None)


async def rooms(server, options) -> list[str]:
    """All other rooms that there may be, each with a tenth of the phones, vote at once."""
    measured, n = Measured(), max(2, options.phones // 10)
    async with contextlib.AsyncExitStack() as stack:
        classes = [await open_class(stack, server, measured, n, 0) for _ in range(MAX_ROOMS - 1)]
        phones = [phone for _, members in classes for phone in members]
        await vote_within(phones, options.vote_seconds, measured)
        answered = [await projector.answered() for projector, _ in classes]
    lines = [
        f"{MAX_ROOMS - 1} more rooms of {n} phones: p95 {percentile(measured.reruns, 95):.3f} s, {sum(answered)} of "
        f"{len(phones)} votes; server {server.memory():.0f} MiB"
    ]
    return lines + [f"{BROKEN}votes are missing in a room"] * (set(answered) != {n}) + measured.broken()
