"""Bytes of an unknown CSV file in, numeric columns out, or one plain sentence. No Streamlit.

The separator, the decimal sign and whether there is a header are guessed where a `Format` leaves them open.
Left out: quoting styles other than CSV's, dates, units.
"""

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import numpy as np

from dashboard.common.datasets import Table
from dashboard.common.formatting import plural
from dashboard.common.sampling import even_rows

MAX_FILE_BYTES = 5 << 20
MAX_ROWS = 50_000
MAX_COLUMNS = 50
MAX_CHOSEN_COLUMNS = 10  # columns chosen at first
MAX_CELL_CHARACTERS = 10_000
MAX_QUOTED_CHARACTERS = 20  # of a cell that a sentence quotes
N_GUESSED_ROWS = 200  # from which the separator and the header are guessed
SMALLEST, LARGEST = 1e-30, 1e30  # of differences and numbers: pictures have single precision, and squares underflow
SEPARATORS, DECIMAL_SIGNS = "\t;,", ".,"  # if several separators fit equally well, the first is guessed
NAMES = {"\t": "tab", ";": "semicolon", ",": "comma", ".": "point"}
# Written with a decimal point; thousands may be grouped: 1,234.5 or 1'234.5 or 1 234.5
NUMBER = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}([,'’\s]\d{3})+|(?=\.\d))(\.\d*)?(e[+-]?\d{1,3})?", re.IGNORECASE)
UNIT = re.compile(r"^[€$£¥]\s?|\s?([€$£¥%‰]|EUR|°?[^\W\d_]{1,2}[²³]?)$")
GROUPED, BELOW_1000 = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+"), re.compile(r"-?\d{1,3}")
GROUPING = re.compile(r"[,'’\s]")
WITH_POINT = {".": str.maketrans("−", "-"), ",": str.maketrans("−,.", "-.,")}  # by decimal sign
EMPTY = {"", "na", "n/a", "nan", "null", "none", "-", "?"}
CONTROL = re.compile(r"[\0-\x08\x0e-\x1f]")  # characters that no text has
WITH_UNITS = "numbers with a unit: remove the units, such as € or %, from the cells"
EXCEL = "This is an Excel workbook, not a CSV file: open it in Excel, choose File, Save As and the type CSV UTF-8."


class Unusable(ValueError):
    """The file cannot be clustered; the message is one sentence for its owner."""


@dataclass(frozen=True)
class Format:
    """How a file is written: the marks between cells and before decimals, and whether its first row names the columns.

    What is empty or None is guessed.
    """

    separator: str = ""
    decimal: str = ""
    header: bool | None = None

    def __str__(self) -> str:
        names = "column names in the first row" if self.header else "no column names"
        return f"separated by {NAMES[self.separator]}s, decimal {NAMES[self.decimal]}, {names}"


@dataclass(frozen=True)
class File:
    """What was read, and how: `values` (rows, columns) with NaN where a cell holds no number.

    The `sound` columns can be used, and those of `first_choice` are used at first. `gaps` gives the first cell without
    a number in each column that has one: its line in the file, and what it says.
    """

    values: np.ndarray
    columns: tuple[str, ...]
    sound: tuple[str, ...]
    first_choice: tuple[str, ...]
    notes: tuple[str, ...]
    format: Format
    gaps: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        return len(self.values)

    def table(self, columns) -> Table:
        """Return the chosen `columns` as a Table of the complete rows."""
        values = self.values[:, [self.columns.index(name) for name in columns]]
        return Table(values[~np.isnan(values).any(axis=1)], tuple(columns))

    def first_gap(self, columns) -> str:
        """Return where the first cell without a number is in the chosen `columns`, which have one, and what it says."""
        line, cell = min(self.gaps[name] for name in columns if name in self.gaps)
        return f"in line {line:,}: {f'“{cell}”' if cell else 'an empty cell'}"


def read(content: bytes, format: Format = Format()) -> File:
    """Return the numeric columns of `content`, or raise Unusable with a sentence that says what is wrong.

    Of more than 50,000 rows an even sample is kept.
    """
    if len(content) > MAX_FILE_BYTES:
        raise Unusable(f"The file has {len(content) / 1e6:.0f} MB; the limit is {MAX_FILE_BYTES >> 20} MB.")
    text = decode(content)
    separator = format.separator or guess_separator(text)
    rows, lines, n_rows = split(text, separator)
    kept = [0, *(1 + i for i in even_rows(len(rows) - 1, MAX_ROWS))]
    rows, lines = [rows[i] for i in kept], [lines[i] for i in kept]
    cells = [cell.strip() for row in rows for cell in row]
    decimal = format.decimal or guess_decimal(cells, len(rows[0]), separator)
    values = numbers(cells, decimal).reshape(-1, len(rows[0]))
    is_text = np.isnan(values)
    is_text[is_text] = [cells[i].lower() not in EMPTY for i in np.flatnonzero(is_text)]
    header = has_header(values[:N_GUESSED_ROWS], is_text[0]) if format.header is None else format.header
    names = unique(rows[0]) if header else tuple(f"column {i + 1}" for i in range(len(rows[0])))
    first, n_rows = int(header), n_rows - header
    if n_rows < 2:
        raise Unusable("The file has fewer than two rows of data.")
    values, is_text = values[first:][:MAX_ROWS], is_text[first:][:MAX_ROWS]
    sampled = [f"An even sample of the file's {n_rows:,} rows."] if n_rows > MAX_ROWS else []
    gaps = {}
    for j, is_gap in enumerate(np.isnan(values).T):
        if is_gap.any():
            i = first + int(is_gap.argmax())
            gaps[names[j]] = lines[i], short(rows[i][j], MAX_QUOTED_CHARACTERS)
    return judge(values, names, is_text, sampled, Format(separator, decimal, header), gaps)


def judge(values, names, is_text, notes: list[str], format: Format, gaps) -> File:
    """Return the File with the columns that k-means can use, and notes on the others with the reason."""
    sound, reasons = [], {}
    for name, column, n_texts in zip(names, values.T, is_text.sum(axis=0), strict=True):
        numbers = column[~np.isnan(column)]
        if len(numbers) + n_texts == 0:
            reasons.setdefault("empty", []).append(name)
        elif len(numbers) < max(1, n_texts):
            reasons.setdefault(WITH_UNITS if has_unit(gaps[name][1]) else "text", []).append(name)
        elif np.abs(numbers).max() > LARGEST:
            reasons.setdefault(f"numbers beyond {LARGEST:.0e}", []).append(name)
        elif numbers.min() == numbers.max():
            reasons.setdefault("one constant value", []).append(name)
        elif np.ptp(numbers) < SMALLEST:
            reasons.setdefault(f"differences below {SMALLEST:.0e}", []).append(name)
        else:
            sound.append(name)
    left_out = "; ".join(
        f"{', '.join(short(name) for name in some[:3])}{' …' if len(some) > 3 else ''} ({why})"
        for why, some in reasons.items()
    )
    if len(sound) < 2:
        raise Unusable(f"k-means needs at least two numeric columns; this file has {len(sound)}. Left out: {left_out}.")
    running = [name for name in sound if is_running(values[:, names.index(name)])]
    if len(sound) - len(running) < 2:
        running = []  # what is left could not be drawn
    first_choice, is_complete = [], np.full(len(values), True)
    for name in sound:
        still_complete = is_complete & ~np.isnan(values[:, names.index(name)])
        if name not in running and still_complete.sum() >= 2 and len(first_choice) < MAX_CHOSEN_COLUMNS:
            first_choice.append(name)
            is_complete = still_complete
    if len(first_choice) < 2:
        raise Unusable("No two rows have numbers in the same two columns.")
    if reasons:
        notes.append(f"Columns left out: {left_out}.")
    if running:
        rows = ", ".join(short(name) for name in running)
        notes.append(f"Not selected at first, because it only numbers the rows: {rows}.")
    return File(values, names, tuple(sound), tuple(first_choice), tuple(notes), format, gaps)


def is_running(column) -> bool:
    """Return whether a column only numbers the rows; with fewer than ten rows nobody can say."""
    return len(column) >= 10 and bool((np.diff(column) == 1).all())


def decode(content: bytes) -> str:
    """Return the text in `content`. Its characters decide: first bytes such as BM can begin a header as well."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif content[:200].count(0) > len(content[:200]) / 4:
        encodings = ("utf-16-le" if content[1:2] == b"\0" else "utf-16-be",)
    else:
        encodings = ("utf-8-sig", "cp1252", "latin-1")
    text = "\0"
    for encoding in reversed(encodings):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
    text = text.rstrip("\x1a")  # the end of a file in DOS
    if CONTROL.search(text):
        if content.startswith(b"PK") and b"xl/" in content or content.startswith(b"\xd0\xcf\x11\xe0"):
            raise Unusable(EXCEL)
        raise Unusable("This is a picture, an archive or another binary file, not a text file; save the table as CSV.")
    if not text.strip():
        raise Unusable("The file is empty.")
    return re.sub(r"\Asep=.(?=\r?\n)", "", text)  # Excel's own note of the separator


def rows_of(text: str, separator: str):
    """Yield the line in which each row ends that is not blank, and its cells."""
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return ((rows.line_num, row) for row in rows if "".join(row).strip())


def split(text: str, separator: str) -> tuple[list[list[str]], list[int], int]:
    """Return the rows that are not blank, equally many cells in each, their lines, and how many rows there are.

    Of very many rows every second, fourth, ... is kept, the first among them: they would take hundreds of megabytes.
    """
    rows, lines, n_rows, step = [], [], 0, 1
    surplus, uneven = MAX_FILE_BYTES, None  # surplus: separators that end every row
    try:
        for n_rows, (line, row) in enumerate(rows_of(text, separator), start=1):
            if (n_rows - 1) % step == 0:
                rows.append(row)
                lines.append(line)
            if len(rows[0]) < 2:
                break  # refused below, however many rows follow
            if len(rows) > 2 * MAX_ROWS:
                rows, lines, step = rows[::2], lines[::2], 2 * step
            surplus = min(surplus, next(i for i, cell in enumerate(reversed(row)) if cell.strip()))
            if len(row) != len(rows[0]):
                uneven = uneven or (n_rows, len(row))
    except csv.Error:
        raise Unusable(
            f"The table cannot be read: a cell has more than {MAX_CELL_CHARACTERS:,} characters, or a quotation mark "
            "is not closed."
        ) from None
    if not rows:
        raise Unusable("The file has no cells.")
    width = len(rows[0]) - surplus
    if width > MAX_COLUMNS:
        raise Unusable(f"The file has {width:,} columns; the limit is {MAX_COLUMNS}.")
    if width < 2:
        raise Unusable("The file has one column; a picture needs at least two numeric ones.")
    if uneven:
        where, n_cells = f"Row {uneven[0]:,}", plural(uneven[1] - surplus, "cell")
        raise Unusable(f"{where} has {n_cells}, but the first row has {width}: give all rows the same number.")
    return [row[:width] for row in rows], lines, n_rows


def guess_separator(text: str) -> str:
    """Return the mark that cuts all rows into equally many cells; of several, the one that gives most numbers."""

    def fit(separator):
        rows = []
        with suppress(csv.Error):
            rows.extend(row for _, row in islice(rows_of(text, separator), N_GUESSED_ROWS))
        widths = {len(row) for row in rows}
        cells = [cell.strip() for row in rows for cell in row[:MAX_COLUMNS]]
        n_numbers = max(np.isfinite(numbers(cells, decimal)).sum() for decimal in DECIMAL_SIGNS)
        return len(widths) == 1 and widths != {1}, n_numbers

    return max(SEPARATORS, key=fit)


def guess_decimal(cells: list[str], width: int, separator: str) -> str:
    """Return the decimal sign that makes most of the `cells` numbers, of rows with `width` cells.

    "1,234" is a number with either; commas between quotes in a file that is separated by commas group thousands.
    """
    marked = [cell for cell in set(cells) if "," in cell or "." in cell]
    with_comma = [cell for cell in marked if "," in cell]
    if not with_comma:
        return "," if separator != "," and groups_thousands(cells, width) else "."
    n_point, n_comma = (np.isfinite(numbers(marked, sign)).sum() for sign in DECIMAL_SIGNS)
    if n_point == n_comma and separator != "," and np.isfinite(numbers(with_comma, ",")).any():
        return ","
    return "," if n_comma > n_point else "."


def groups_thousands(cells: list[str], width: int) -> bool:
    """Return whether the points group thousands, as in a column of 1.100 and 900: a decimal would be 900.000."""
    is_grouped = {
        cell: bool(GROUPED.fullmatch(cell)) for cell in set(cells) if re.fullmatch(r"[-\d.]*\d\.[\d.]*", cell)
    }
    columns = [set(cells[i::width]) for i in range(width)]
    is_mixed = any(column & is_grouped.keys() and any(map(BELOW_1000.fullmatch, column)) for column in columns)
    return is_mixed and all(is_grouped.values())


def numbers(cells: list[str], decimal: str) -> np.ndarray:
    """Return the number in every cell, NaN where there is none."""
    number_of = {cell: as_number(cell.translate(WITH_POINT[decimal])) for cell in set(cells)}
    return np.array([number_of[cell] for cell in cells])


def has_unit(cell: str) -> bool:
    """Return whether a cell that is no number is one without its unit, as in 27.7 % or 367,9 €."""
    return bool(np.isfinite([numbers([UNIT.sub("", cell)], decimal) for decimal in DECIMAL_SIGNS]).any())


def as_number(cell: str) -> float:
    return float(GROUPING.sub("", cell)) if NUMBER.fullmatch(cell) else np.nan


def has_header(values, is_text) -> bool:
    """Return whether the first of these rows names the columns; `is_text` says where it holds text.

    It does if it has no number, text where most rows have numbers, or years in a row that no other row has.
    """
    first, others = values[0], values[1:]
    is_numeric = 2 * np.isfinite(others).sum(axis=0) > len(others)
    if np.isnan(first).all() or (is_text & is_numeric).any():
        return True
    return are_years(first) and not any(map(are_years, others))


def are_years(row) -> bool:
    """Return whether the numbers of a row are years in steps of equal length, like 2019, 2020, 2021."""
    years = row[~np.isnan(row)]
    steps = np.diff(years)
    is_year = (years >= 1000) & (years < 3000) & (years % 1 == 0)
    return bool(len(steps) and is_year.all() and steps[0] and (steps == steps[0]).all())


def unique(names) -> tuple[str, ...]:
    """Return the header's names, short, none empty and none twice."""
    result: list[str] = []
    for i, name in enumerate(names, start=1):
        name = short(name) or f"column {i}"
        while name in result:
            name += f" (column {i})"
        result.append(name)
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
