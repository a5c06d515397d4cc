"""A visitor on the app's real websocket: a headless client that speaks Streamlit's own protocol.

Its messages ship with the package.
"""

import asyncio
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks.serving import ROOT

PATIENCE = 120  # seconds until a visitor gives up
BROKEN = "BROKEN: "  # how a line begins that says what does not hold
PAGES = sorted(path.stem.partition("_")[2] for path in (ROOT / "pages").glob("*.py"))


@dataclass
class Measured:
    """What happened to all visitors together."""

    loads: list[float] = field(default_factory=list)
    reruns: list[float] = field(default_factory=list)
    load_bytes: list[int] = field(default_factory=list)
    rerun_bytes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    def broken(self) -> list[str]:
        """Return what went wrong for a visitor, a line each."""
        return [BROKEN + what.replace("\n", " ")[:200] for what in sorted({*self.errors, *self.exceptions})[:5]]


class Visitor:
    """One browser's session: the page, the settings, and what the server sends."""

    def __init__(self, server, page, measured, **settings):
        self.server, self.page, self.measured = server, page, measured
        self.settings = settings
        self.widgets = {}  # key of a slider -> its id

    async def __aenter__(self):
        start = time.monotonic()
        self.socket = await connect(
            f"ws://{self.server.address}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        try:
            got = await self.run()
        except BaseException:  # or the visitor was told to leave
            await self.socket.close()
            raise
        self.measured.loads.append(time.monotonic() - start)
        self.measured.load_bytes.append(got)
        return self

    async def __aexit__(self, *_):
        await self.socket.close()

    async def change(self, key, value):
        """Move the slider `key`, and wait for the page."""
        self.settings[key] = value
        start = time.monotonic()
        got = await self.run({key: value})
        self.measured.reruns.append(time.monotonic() - start)
        self.measured.rerun_bytes.append(got)

    async def ask(self, moved=()):
        """Ask for a run of the page's script, with the sliders in `moved` where they are now."""
        message = BackMsg()
        message.rerun_script.query_string = urlencode(self.settings, doseq=True)
        message.rerun_script.page_name = self.page
        for key in moved:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.widgets[key]
            state.double_array_value.data.append(float(moved[key]))
        await self.socket.send(message.SerializeToString())

    async def run(self, moved=()) -> int:
        """Have the script run; return the bytes that came."""
        await self.ask(moved or {})
        return await self.answer()

    async def answer(self) -> int:
        """Wait until the script has run; return the bytes that came."""
        got = 0
        while True:
            data = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            got += len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            self.hear(message)
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return got

    def hear(self, message) -> None:
        if message.WhichOneof("type") == "delta":
            self.look(message.delta)

    def look(self, delta):
        """Note the sliders, and what should not be there."""
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "slider" and not element.slider.options:  # a slider of numbers, not of words
            self.widgets[element.slider.query_param_key or element.slider.label] = element.slider.id
        if kind == "exception":
            self.measured.exceptions.append(element.exception.message)


def percentile(values, share) -> float:
    """Return the value below which `share` per cent of `values` lie; NaN of none."""
    values = sorted(values)
    return values[min(len(values) - 1, int(share / 100 * len(values)))] if values else float("nan")
