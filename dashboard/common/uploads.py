"""A reader's own CSV file: the widget, and what is kept of the file. `csv_table` reads the bytes."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard.common import csv_table
from dashboard.server.results import UPLOAD

KEY, READ, REFUSED = "own data", "own data read", "own data refused"


@dataclass(frozen=True)
class Own:
    """The last good file of this visitor, of which the `columns` are chosen; `rows` are complete in these."""

    name: str
    fingerprint: str
    file: csv_table.File
    columns: tuple[str, ...]
    rows: int


def current() -> Own | None:
    """Return what this visitor uploaded and chose, if anything. It lives in this session alone."""
    return st.session_state.get(KEY)


def choose(meanwhile="the blobs") -> Own | None:
    """Draw the uploader and the choice of columns. A file that cannot be used leaves the last good one in place.

    `meanwhile` says what the page shows until there is a file.
    """
    limit = f"{csv_table.MAX_FILE_BYTES >> 20}\N{NO-BREAK SPACE}MB"
    sent = st.file_uploader(
        "Your CSV file",
        max_upload_size=csv_table.MAX_FILE_BYTES >> 20,
        help=f"Separated by commas, semicolons or tabs; up to {limit} and {csv_table.MAX_COLUMNS} columns. It stays in "
        "this session's memory and is never stored.",
    )
    about = st.container()  # what was guessed, above the controls that correct it
    refused = read_once(sent, choose_format(sent.file_id)) if sent else ""
    st.session_state[REFUSED] = refused
    if refused:
        about.error(refused)
    own = current()
    if own is None:
        if not refused:
            # The browser refuses a file that is too large without saying why: so the limit is stated here, too.
            about.info(f"No file yet: the picture shows {meanwhile} until you choose one of at most {limit}.")
        return None
    if refused:
        about.text("The last file that could be read stays in use:")
    about.text(f"{csv_table.short(own.name)}: {own.file.rows:,} rows; {own.file.format}")
    for note in own.file.notes:
        about.text(note)
    return choose_columns(own)


def choose_format(file_id: str) -> csv_table.Format:
    """Draw the controls that correct what was guessed about this file."""
    marks = dict(format_func=lambda mark: csv_table.NAMES.get(mark, "automatic"))
    first_row = {None: "automatic", True: "names of the columns", False: "data"}
    with st.popover("Read it differently", help="For a file that the line above describes wrongly."):
        return csv_table.Format(
            st.selectbox(
                "Between the cells",
                ("", *csv_table.SEPARATORS),
                key=f"separator {file_id}",
                help="What separates the cells of a row.",
                **marks,
            ),
            st.selectbox(
                "Decimal sign",
                ("", *csv_table.DECIMAL_SIGNS),
                key=f"decimal {file_id}",
                help="1.5 or 1,5: the other mark may group thousands.",
                **marks,
            ),
            st.selectbox(
                "First row",
                list(first_row),
                format_func=first_row.get,
                key=f"header {file_id}",
                help="Whether the table begins with the names of its columns.",
            ),
        )


def read_once(sent, format: csv_table.Format) -> str:
    """Read a file unless the last run has; return why it cannot be used, or ""."""
    source = f"{sent.file_id} {format!r}"
    if st.session_state.get(READ) == source:
        return st.session_state[REFUSED]
    st.session_state[READ] = source
    try:
        file = csv_table.read(sent.getvalue(), format)
    except csv_table.Unusable as refusal:
        return csv_table.literal(str(refusal))
    st.session_state[KEY] = Own(
        sent.name, UPLOAD + source, file, file.first_choice, len(file.table(file.first_choice).X)
    )
    return ""


def choose_columns(own: Own) -> Own:
    """Draw the choice of columns, and keep it if it can be used."""
    help = "The numeric columns that k-means uses: at least two."
    key = f"columns {own.fingerprint}"  # each file has a control of its own: the browser keeps what a control shows
    chosen = tuple(st.multiselect("Columns", own.file.sound, default=own.columns, key=key, help=help))
    if len(chosen) < 2:
        st.error("Choose at least two columns; until then the last choice stays.")
    elif chosen != own.columns:
        rows = len(own.file.table(chosen).X)
        if rows < 2:
            st.error("Fewer than two rows have a number in every chosen column; until then the last choice stays.")
        else:
            own = st.session_state[KEY] = replace(own, columns=chosen, rows=rows)
    if own.rows < own.file.rows:
        dropped = own.file.rows - own.rows
        reason = f"a chosen column has no number there (first {own.file.first_gap(own.columns)})"
        st.text(f"{dropped:,} of {own.file.rows:,} rows left out: {reason}.")
    return own


def ask_for_file(meanwhile="the blobs") -> None:
    """Ask on the page itself, since the sidebar may be closed, for a file, and say why the last one was refused."""
    refused = st.session_state.get(REFUSED)
    request = f"{refused} Choose another CSV file" if refused else "Choose a CSV file"
    st.info(f"{request} in the sidebar; until then the picture shows {meanwhile}.")
