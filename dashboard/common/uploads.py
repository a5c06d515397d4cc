"""A reader's own CSV file: the widget, and what is kept of the file. `csv_table` reads the bytes."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from dashboard.common import csv_table
from dashboard.server.results import UPLOAD

KEY, REFUSED = "own data", "own data refused"


@dataclass(frozen=True)
class Own:
    """The last good file of this visitor; `columns` are the chosen ones."""

    name: str
    fingerprint: str
    file: csv_table.File
    columns: tuple[str, ...]


def current() -> Own | None:
    """Return what this visitor uploaded and chose, if anything. It lives in this session alone."""
    return st.session_state.get(KEY)


def choose(meanwhile="the blobs") -> Own | None:
    """Draw the uploader and the choice of columns. A file that cannot be used leaves the last good one in place.

    `meanwhile` says what the page shows until there is a file.
    """
    sent = st.file_uploader(
        "Your CSV file",
        type=["csv", "tsv", "txt"],
        max_upload_size=csv_table.MAX_FILE_BYTES >> 20,
        help="Comma, semicolon or tab; up to 5 MB, 50,000 rows and 50 columns. It stays in this "
        "session's memory and is never stored.",
    )
    own = current()
    st.session_state.pop(REFUSED, None)
    if sent is not None:
        content = sent.getvalue()
        fingerprint = UPLOAD + hashlib.sha256(content).hexdigest()
        if own is None or own.fingerprint != fingerprint:
            try:
                file = csv_table.read(content)
            except csv_table.Unusable as refusal:
                st.session_state[REFUSED] = csv_table.literal(str(refusal))
                st.error(st.session_state[REFUSED])
                if own is not None:
                    st.text("The last good file stays:")
            else:
                own = Own(sent.name, fingerprint, file, file.first_choice)
                st.session_state.pop("columns", None)
    if own is None:
        if REFUSED not in st.session_state:
            # The browser refuses a file that is too large without saying why: so the limit is stated here, too.
            limit = f"{csv_table.MAX_FILE_BYTES >> 20}\N{NO-BREAK SPACE}MB"
            st.info(f"No file yet: the picture shows {meanwhile} until you choose one of at most {limit}.")
        return None
    st.text(f"{csv_table.short(own.name)}: {own.file.rows:,} rows")
    for note in own.file.notes:
        st.text(note)
    chosen = st.multiselect(
        "Columns",
        own.file.sound,
        default=own.columns,
        key="columns",
        help="The numeric columns that k-means uses: at least two.",
    )
    if len(chosen) < 2:
        st.error("Choose at least two columns; until then the last choice stays.")
    else:
        own = Own(own.name, own.fingerprint, own.file, tuple(chosen))
    table, dropped = own.file.table(own.columns)
    if len(table.X) < 2:
        st.error("Fewer than two rows have a number in every chosen column; choose other columns.")
        return current()
    if dropped:
        st.text(f"{dropped:,} of {own.file.rows:,} rows left out: a chosen column has no number there.")
    st.session_state[KEY] = own
    return own


def ask_for_file(meanwhile="the blobs") -> None:
    """Ask on the page itself, since the sidebar may be closed, for a file, and say why the last one was refused."""
    refused = st.session_state.get(REFUSED)
    request = f"{refused} Choose another CSV file" if refused else "Choose a CSV file"
    st.info(f"{request} in the sidebar; until then the picture shows {meanwhile}.")
