"""Bytes of an unknown CSV file in, numeric columns out, or one plain sentence. No Streamlit.

Comma, semicolon or tab; UTF-8, UTF-16 or Latin-1; decimal point or comma; with or without a header.
Left out: quoting styles other than CSV's, dates, thousands separators.
"""

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from dashboard.common.datasets import Table

MAX_FILE_BYTES = 5 << 20
MAX_ROWS = 50_000
MAX_COLUMNS = 50
MAX_CHOSEN_COLUMNS = 10  # columns chosen to begin with
MAX_CELL_CHARACTERS = 10_000
SMALLEST, LARGEST = 1e-30, 1e30  # of differences and numbers: pictures have single precision, and squares underflow
BINARY = tuple(b"\x89PNG \xff\xd8\xff GIF8 PK\x03\x04 %PDF \x1f\x8b RIFF BM II*\x00 MM\x00*".split(b" "))  # first bytes
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(e[+-]?\d+)?", re.IGNORECASE)
EMPTY = {"", "na", "n/a", "nan", "null", "none", "-", "?"}


class Unusable(ValueError):
    """The file cannot be clustered; the message is one sentence for its owner."""


@dataclass(frozen=True)
class File:
    """What was read: `values` (rows, columns) with NaN where a cell holds no number."""

    values: np.ndarray
    columns: tuple[str, ...]
    sound: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())
    running: tuple[str, ...] = field(default=())  # sound columns that only number the rows

    @property
    def first_choice(self) -> tuple[str, ...]:
        """The columns chosen to begin with: a running number says where a row stands, not what it is."""
        telling = tuple(name for name in self.sound if name not in self.running)
        return telling[:MAX_CHOSEN_COLUMNS]

    @property
    def rows(self) -> int:
        return len(self.values)

    def table(self, columns) -> tuple[Table, int]:
        """Return the chosen `columns` as a Table of the complete rows, and how many rows were left out."""
        values = self.values[:, [self.columns.index(name) for name in columns]]
        complete = ~np.isnan(values).any(axis=1)
        return Table(values[complete], tuple(columns)), int((~complete).sum())


def read(content: bytes) -> File:
    """Return the numeric columns of `content`, or raise Unusable with a sentence that says what is wrong."""
    if len(content) > MAX_FILE_BYTES:
        raise Unusable(f"The file has {len(content) / 1e6:.0f} MB; the limit is {MAX_FILE_BYTES >> 20} MB.")
    rows = split(decode(content))
    width = len(rows[0])
    if width > MAX_COLUMNS:
        raise Unusable(f"The file has {width:,} columns; the limit is {MAX_COLUMNS}.")
    if width < 2:
        raise Unusable("The file has one column; a picture needs at least two numeric ones.")
    ragged = next((at for at, row in enumerate(rows) if len(row) != width), None)
    if ragged is not None:
        raise Unusable(
            f"Row {ragged + 1} has {len(rows[ragged])} cells where the first row has {width}; make them equal."
        )
    comma = decimal_comma(rows)
    has_header = not any(is_number(cell, comma) for cell in rows[0])
    names = unique(rows[0]) if has_header else tuple(f"column {at + 1}" for at in range(width))
    body = rows[1:] if has_header else rows
    if len(body) < 2:
        raise Unusable("The file has fewer than two rows of data.")
    values = np.array([as_floats(row, comma) for row in body])
    filled = ~np.isnan(values)
    for row, at in np.argwhere(~filled).tolist():
        filled[row, at] = body[row][at].strip().lower() not in EMPTY
    return judge(values, names, filled)


def judge(values, names, filled) -> File:
    """Sort the columns into those k-means can use and those it cannot, with the reason."""
    sound, reasons = [], {}
    for at, name in enumerate(names):
        column, cells = values[:, at], filled[:, at].sum()
        numbers = column[~np.isnan(column)]
        if len(numbers) < max(1, cells / 2):
            reasons.setdefault("text", []).append(name)
        elif np.isinf(numbers).any():
            reasons.setdefault("infinite values", []).append(name)
        elif np.abs(numbers).max() > LARGEST:
            reasons.setdefault(f"numbers beyond {LARGEST:.0e}", []).append(name)
        elif numbers.min() == numbers.max():
            reasons.setdefault("one constant value", []).append(name)
        elif np.ptp(numbers) < SMALLEST:
            reasons.setdefault(f"differences below {SMALLEST:.0e}", []).append(name)
        else:
            sound.append(name)
    found = "; ".join(
        f"{why}: {', '.join(short(name) for name in some[:3])}{' …' if len(some) > 3 else ''}"
        for why, some in reasons.items()
    )
    if len(sound) < 2:
        raise Unusable(f"Two usable numeric columns are needed; the file has {len(sound)} ({found}).")
    running = [name for name in sound if is_running(values[:, names.index(name)])]
    if len(sound) - len(running) < 2:
        running = []  # what is left could not be drawn
    notes = [f"Not offered as columns: {found}."] if reasons else []
    if running:
        rows = ", ".join(short(name) for name in running)
        notes.append(f"Not chosen to begin with, a running number of the rows: {rows}.")
    return File(values, names, tuple(sound), tuple(notes), tuple(running))


def is_running(column) -> bool:
    """Whether a column counts the rows one by one; of fewer than ten rows nobody can say."""
    return len(column) >= 10 and bool((np.diff(column) == 1).all())


def decode(content: bytes) -> str:
    if not content.strip():
        raise Unusable("The file is empty.")
    if content.startswith(BINARY):
        raise Unusable("This is a picture, an archive or another binary file, not a CSV text file.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif content[:200].count(0) > len(content[:200]) / 4:
        encodings = ("utf-16-le" if content[1:2] == b"\0" else "utf-16-be",)
    else:
        encodings = ("utf-8-sig", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ch < " " and ch not in "\t\r\n\f" for ch in text[:4096]):
            break
        if not text.strip():
            raise Unusable("The file is empty.")
        return text
    raise Unusable("This is not a text file; save the table as CSV.")


def split(text: str) -> list[list[str]]:
    """Return the cells of every row that is not blank, cut at the separator that occurs most steadily."""
    lines = (line for line in io.StringIO(text, newline=None) if line.strip())
    head = list(islice(lines, 50))
    separator = max(",;\t", key=lambda mark: (min(line.count(mark) for line in head), head[0].count(mark)))
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    rows, count = [], 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                count += 1
                if count <= MAX_ROWS + 1:  # more are counted, and not kept
                    rows.append(row)
    except csv.Error:
        raise Unusable(
            f"The table cannot be read: a cell has more than {MAX_CELL_CHARACTERS:,} characters, or a quote is "
            "not closed."
        ) from None
    if count > MAX_ROWS + 1:
        raise Unusable(f"The file has {count:,} rows; the limit is {MAX_ROWS:,}. Take a sample of it.")
    if not rows:
        raise Unusable("The file has no cells.")
    surplus = min(map(blank_at_the_end, rows))  # a separator at the end of every line is not a column
    return [row[: len(row) - surplus] for row in rows]


def blank_at_the_end(row: list[str]) -> int:
    return next(at for at, cell in enumerate(reversed(row)) if cell.strip())


def decimal_comma(rows) -> bool:
    """Whether numbers are written 1,5: no cell may then be written 1.5."""
    cells = [cell.strip() for row in rows[:200] for cell in row]
    return any(DECIMAL_COMMA.fullmatch(cell) for cell in cells) and not any(
        "." in cell and is_number(cell, False) for cell in cells
    )


def as_floats(row: list[str], comma: bool) -> list[float]:
    if not comma and "_" not in "".join(row):
        with suppress(ValueError):
            return list(map(float, row))
    return [as_float(cell, comma) for cell in row]


def as_float(cell: str, comma: bool) -> float:
    cell = cell.strip()
    if "_" in cell:  # Python would read 1_000
        return np.nan
    try:
        return float(cell.replace(",", ".") if comma else cell)
    except ValueError:
        return np.nan


def is_number(cell: str, comma: bool) -> bool:
    return bool(np.isfinite(as_float(cell, comma)))


def unique(names) -> tuple[str, ...]:
    """Return the header's names, short, none empty and none twice."""
    seen: dict[str, int] = {}
    result = []
    for at, name in enumerate(names):
        name = short(name) or f"column {at + 1}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def short(text: str, most: int = 60) -> str:
    """Return a stranger's text on one line, printable, at most `most` characters."""
    text = "".join(ch for ch in " ".join(text.split()) if ch.isprintable())
    return text if len(text) <= most else text[: most - 1] + "…"


def literal(text: str) -> str:
    """Return `text` so that Markdown shows it to the letter."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:])", r"\\\1", text)


def safe_cell(text: str) -> str:
    """Return `text` for a cell of a CSV download: a spreadsheet must not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
