"""Questions that a reader answers before the answer is shown. No Streamlit."""

import zlib
from dataclasses import dataclass, field

SHOW_ME = "Show me"  # the reply of a reader who does not want to answer
GUESS = "guess"
RIGHT = "**Right.**"


@dataclass(frozen=True)
class Reply:
    """A reply to a question, and the `idea` behind it, as the end of "This answer assumes that": none if right."""

    text: str
    idea: str = ""


@dataclass(frozen=True)
class Number:
    """The field in which a number is typed, between `low` and `high`. It counts as a known reply from which it is at
    most `near` away. `unit` is what is written after it."""

    low: int
    high: int
    near: int = 0
    unit: str = ""


@dataclass(frozen=True)
class Question:
    """A question, the known replies, the answer that is shown afterwards, and links to the settings that show it.

    Readers choose one of the `replies`. If there is a `number` they type one, and the replies are those that are right
    or have an idea behind them.
    """

    text: str
    replies: tuple[Reply, ...]
    answer: str
    links: dict[str, dict[str, str | list[str]]]
    number: Number | None = None
    pictures: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def options(self) -> list[str]:
        """The replies to choose from, in an order that says nothing about which is right."""
        texts = [reply.text for reply in self.replies]
        return sorted(texts, key=None if self.pictures else lambda text: zlib.crc32(text.encode()))

    @property
    def right(self) -> Reply:
        return next(reply for reply in self.replies if not reply.idea)

    def known_reply(self, given: str) -> Reply | None:
        """Return the known reply that `given` stands for: the same, or the nearest number that is near enough."""
        if self.number is None:
            return next((reply for reply in self.replies if reply.text == given), None)
        nearest = min(self.replies, key=lambda reply: abs(float(reply.text) - float(given)))
        return nearest if abs(float(nearest.text) - float(given)) <= self.number.near else None

    def written(self, given: str) -> str:
        """Return a reply with its unit."""
        return f"{given}{self.number.unit}" if self.number else given

    def feedback(self, given: str) -> str:
        """Return what is said about the reply `given`, with the answer."""
        if given == SHOW_ME:
            return self.answer
        reply = self.known_reply(given)
        if reply is self.right:
            judgement = RIGHT
        elif reply is not None:
            judgement = not_quite(reply.idea)
        else:
            judgement = f"**Not quite:** too {'high' if float(given) > float(self.right.text) else 'low'}."
        return f"{judgement} {self.answer}"


def not_quite(idea: str) -> str:
    """Return the beginning of what is said about a wrong reply: that it is wrong, and the idea behind it."""
    return f"**Not quite.** This answer assumes that {idea}."


def guess_parameter(*data) -> str:
    """Return the parameter of the address for a guess on these data, without what is empty: "guess.two-blobs-42"."""
    text = "-".join(str(part) for part in data if part).replace(" ", "-")
    return f"{GUESS}.{text if len(text) <= 30 else f'{zlib.crc32(text.encode()):x}'}"


def without_guess(*data) -> dict[str, str]:
    """Return the setting with which a link shows the result on these data without asking for a guess."""
    return {guess_parameter(*data): SHOW_ME}
