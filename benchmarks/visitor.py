"""A visitor on the app's real websocket: a headless client that speaks Streamlit's own protocol.

Its messages ship with the package.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

from benchmarks.serving import ROOT

PATIENCE = 120  # seconds until a visitor gives up
PICTURES = {"plotly_chart", "bidi_component", "imgs"}
# The kinds of controls that a visitor can change, and the field of a WidgetState that holds their value.
STATES = {
    "button": "trigger_value",
    "button_group": "string_array_value",
    "checkbox": "bool_value",
    "number_input": "double_value",
    "radio": "string_value",
    "selectbox": "string_value",
    "slider": "double_array_value",
    "tab_container": "string_value",
}
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
BROKEN = "BROKEN: "  # how a line begins that says what does not hold
MAX_LOAD_KIB = 250  # of a page when it is opened
MAX_RERUN_KIB = 100  # of a change
WITHOUT_CONTROLS = {"class", "vote"}  # until a room is open: benchmarks/vote.py plays in one
PAGES = sorted({path.stem.partition("_")[2] for path in (ROOT / "pages").glob("*.py")} - WITHOUT_CONTROLS)


class Drawn(NamedTuple):
    """An element or a block on the page."""

    kind: str
    message: object
    fragment: str  # the part of the page that runs alone when a control in it changes; "" of the page itself


class Control:
    """A control as the server has drawn it: the value that it shows, and others that a reader could choose."""

    def __init__(self, kind, message, fragment, labels=()):
        self.kind, self.message, self.fragment, self.id = kind, message, fragment, message.id
        parameter = getattr(message, "query_param_key", "")
        self.is_bound, self.key = bool(parameter), parameter or getattr(message, "label", "") or message.id
        self.options = [*labels] or [getattr(option, "content", option) for option in getattr(message, "options", ())]

    @property
    def is_usable(self) -> bool:
        """Whether a reader can change it, and the page then runs."""
        blocked = getattr(self.message, "disabled", False) or getattr(self.message, "ignore_rerun", False)
        return bool(self.id) and not blocked

    @property
    def is_set(self) -> bool:
        """Whether the server says what it shows, as a preset does; otherwise it stays as it is."""
        return self.kind == "tab_container" or getattr(self.message, "set_value", False)

    @property
    def value(self):
        """What it shows, if the server says so."""
        message = self.message
        match self.kind:
            case "tab_container":
                return self.options[message.default_tab_index]
            case "checkbox" | "number_input":
                return message.value
            case "selectbox" | "radio":
                return message.raw_value
            case "slider" if not self.options:
                return list(message.value)
            case "slider":
                return list(message.raw_value)
            case "button_group":
                return list(message.raw_values)

    @property
    def default(self):
        """What it shows until somebody changes it, and what its parameter in the address is then left out for."""
        message = self.message
        match self.kind:
            case "tab_container":
                return message.default_tab_label
            case "selectbox" | "radio":
                return self.options[message.default] if message.HasField("default") else None
            case "slider" | "button_group":
                return [self.options[int(i)] for i in message.default] if self.options else list(message.default)
            case "checkbox" | "number_input":
                return message.default

    def choose(self, dice, shown):
        """Return a value to which a reader could set it next; each is as likely as the others."""
        message = self.message
        match self.kind:
            case "button":
                return True
            case "checkbox":
                return dice.random() < 0.5
            case "selectbox" | "radio" | "tab_container":
                return dice.choice(self.options)
            case "number_input":
                return on_grid(message, dice)
            case "slider" if not self.options:
                return sorted(on_grid(message, dice) for _ in message.default)
            case "slider":
                chosen = sorted(dice.randrange(len(self.options)) for _ in message.default)
                return [self.options[i] for i in chosen]
            case "button_group" if message.click_mode == ButtonGroup.MULTI_SELECT:
                clicked = dice.choice(self.options)
                return [option for option in self.options if (option in shown) != (option == clicked)]
            case "button_group":
                return [dice.choice(self.options)]

    def state(self, value) -> WidgetState:
        """Return what a browser sends when the control is set to the value."""
        state = WidgetState(id=self.id)
        name = "string_array_value" if self.kind == "slider" and self.options else STATES[self.kind]
        if isinstance(value, list):
            getattr(state, name).data.extend(value)
        else:
            setattr(state, name, value)
        return state


def on_grid(limits, dice) -> float:
    steps = int((limits.max - limits.min) / limits.step + 1e-9)
    return round(limits.min + limits.step * dice.randint(0, steps), 6)


def in_address(value):
    """Return the value as the address has it."""
    if isinstance(value, list):
        return [in_address(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else f"{value:.10g}" if isinstance(value, float) else value


@dataclass
class Measured:
    """What happened to all visitors together."""

    loads: list[float] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)  # seconds until a page showed its first picture
    reruns: list[float] = field(default_factory=list)
    load_bytes: list[int] = field(default_factory=list)
    rerun_bytes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def catch(self):
        """Note an error in the block: whatever goes wrong for a visitor is a finding, not the end of the benchmark."""
        try:
            yield
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}")

    def broken(self) -> list[str]:
        """Return what went wrong for a visitor, a line each."""
        return [BROKEN + what.replace("\n", " ")[:200] for what in sorted({*self.errors, *self.exceptions})[:5]]


class Visitor:
    """One browser's session: the page, its address, and what the server has drawn."""

    def __init__(self, server, page, measured, **settings):
        self.server, self.page, self.measured = server, page, measured
        self.settings = {"ask": "0"} | settings  # the parameters of the address; no page asks before it shows
        self.drawn: dict[tuple, Drawn] = {}  # by position on the page
        self.values = {}  # id of a control -> the value it shows, of those that were ever changed

    async def __aenter__(self):
        self.start, self.waits_for_picture = time.monotonic(), True
        self.socket = await connect(
            f"ws://{self.server.address}/_stcore/stream",
            subprotocols=["streamlit"],
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        try:
            await self.ask()
            got = await self.answer()
        except BaseException:  # or the visitor was told to leave
            await self.socket.close()
            raise
        self.waits_for_picture = False  # a page without one has none to wait for
        self.measured.loads.append(time.monotonic() - self.start)
        self.measured.load_bytes.append(got)
        return self

    async def __aexit__(self, *_):
        await self.socket.close()

    @property
    def address(self) -> str:
        return f"/{self.page}?{urlencode(self.settings, doseq=True)}"

    def controls(self) -> dict[str, Control]:
        """Return the controls on the page by their parameters in the address, or else by their labels or ids."""
        controls = {}
        for position, drawn in self.drawn.items():
            if drawn.kind not in STATES:
                continue
            labels = []
            if drawn.kind == "tab_container":
                labels = [tab.message.label for place, tab in self.drawn.items() if place[:-1] == position]
            control = Control(*drawn, labels)
            if control.is_usable:
                controls[control.id if control.key in controls else control.key] = control
        return controls

    async def change(self, key, value) -> None:
        """Set the control `key` to the value, and wait for the page."""
        start = time.monotonic()
        control = self.controls()[key]
        self.note(control, value)
        await self.ask(control.state(value), fragment=control.fragment)
        got = await self.answer()
        self.measured.reruns.append(time.monotonic() - start)
        self.measured.rerun_bytes.append(got)

    def note(self, control, value) -> None:
        """Remember what the control shows. Its parameter in the address follows, as in a browser."""
        self.values[control.id] = value
        if control.is_bound:
            self.settings.pop(control.key, None)
            if value != control.default:
                self.settings[control.key] = in_address(value)

    async def ask(self, *states, fragment="") -> None:
        """Ask for a run of the page's script, or of a fragment of it, with the controls that have changed."""
        message = BackMsg()
        message.rerun_script.fragment_id = fragment
        message.rerun_script.query_string = urlencode(self.settings, doseq=True)
        message.rerun_script.page_name = self.page
        message.rerun_script.widget_states.widgets.extend(states)
        await self.socket.send(message.SerializeToString())

    async def answer(self) -> int:
        """Wait until the script has run; return the bytes that came."""
        got = 0
        while True:
            data = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            got += len(data)
            message = ForwardMsg.FromString(data)
            self.hear(message)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in FINISHED:
                for control in self.controls().values():
                    if control.is_set:
                        self.note(control, control.value)
                return got

    def hear(self, message) -> None:
        """Note what the server draws; a new run of the page, or of fragments, replaces what they had drawn."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            running = message.metadata.run.fragment_ids
            kept = {place: drawn for place, drawn in self.drawn.items() if drawn.fragment not in running}
            self.drawn = kept if running else {}
        elif kind == "delta" and message.delta.WhichOneof("type") in ("new_element", "add_block"):
            part = getattr(message.delta, message.delta.WhichOneof("type"))
            kind = part.WhichOneof("type")
            if kind is not None:
                drawn = Drawn(kind, getattr(part, kind), message.delta.fragment_id)
                self.drawn[tuple(message.metadata.delta_path)] = drawn
                self.look(kind, drawn.message)

    def look(self, kind, message) -> None:
        if kind == "exception":
            self.measured.exceptions.append(f"{self.address[:100]} shows: {message.message}")
        elif kind in PICTURES and getattr(message, "component_name", "") != "kmeans.links" and self.waits_for_picture:
            self.waits_for_picture = False
            self.measured.pictures.append(time.monotonic() - self.start)


def percentile(values, share) -> float:
    """Return the value below which `share` per cent of `values` lie; NaN of none."""
    values = sorted(values)
    return values[min(len(values) - 1, int(share / 100 * len(values)))] if values else float("nan")
