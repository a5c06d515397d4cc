"""Tables as people have them are read; everything else is refused in one sentence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.common import csv_table
from dashboard.common.csv_table import Unusable, read, safe_cell

PLAIN = "a,b\n1,2.5\n3,4\n5,7\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", ";").replace(".", ",").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", ",\n").encode(),
        b'"a","b"\n"1","2.5"\n\n3,4\n5,7',
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16 bare", "tab", "decimal comma", "crlf", "comma at the end", "quotes, blank"],
)
def test_the_same_table_in_many_dresses(content):
    file = read(content)
    assert file.sound == ("a", "b")
    np.testing.assert_array_equal(file.values, [[1, 2.5], [3, 4], [5, 7]])


def test_latin_1_names_and_a_missing_header():
    assert read("höhe;größe\n1;2\n3;5\n".encode("latin-1")).sound == ("höhe", "größe")
    assert read(b"1,2\n3,4\n").sound == ("column 1", "column 2")


def test_rows_with_a_gap_in_a_chosen_column_are_left_out_and_counted():
    file = read(b"a,b,c\n1,2,3\n4,,6\n7,8,\n9,1,2\n")
    table, dropped = file.table(("a", "b"))
    assert dropped == 1 and table.X.tolist() == [[1, 2], [7, 8], [9, 1]]


def test_columns_that_cannot_be_used_are_named_with_the_reason():
    file = read(b"a,b,name,k,big,inf\n1,2,x,5,1e300,inf\n3,4,y,5,2,1\n5,7,z,5,3,2\n")
    assert file.sound == ("a", "b")
    for reason in ("text: name", "one constant value: k", "numbers beyond 1e+30: big", "infinite values: inf"):
        assert reason in file.notes[0]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"a,b\nx,y\nz,w\n", "Two usable numeric columns"),
        (b"a\n1\n2\n", "one column"),
        (b"a,b\n1,2\n3\n", "Row 3 has 1 cells"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a CSV"),
        (bytes(range(256)) * 4, "not a text file"),
        (b"a,b\n1,inf\n2,inf\n", "infinite values: b"),
        (b"a,b\n1,1e300\n2,3\n", "beyond 1e+30: b"),
        (b"a,b\n1,1e99\n2,3\n", "beyond 1e+30: b"),
        (b"a,b\n1,1e-170\n2,3e-170\n", "differences below 1e-30: b"),
        (b"a,b\n1,1e-320\n2,0\n", "differences below 1e-30: b"),
        (b"a,b\n1,5\n2,5\n", "one constant value: b"),
        (b"a,b\n1,2\n", "fewer than two rows"),
        (b"a," * 60 + b"a\n" + b"1," * 60 + b"1\n", "columns; the limit is 50"),
        (b"1,2\n" * 50_002, "rows; the limit is 50,000"),
        (b'a,b\n1,"' + b"x" * 30_000 + b'"\n', "cell has more than 10,000"),
        (b"x" * 30_000_000, "30 MB; the limit is 5 MB"),
        (b"a" + b"," * 5_000_000, "one column"),
        (b"," * 5_000_000, "no cells"),
        (b"1,2\n" * 1_250_000, "1,250,000 rows; the limit is 50,000"),
    ],
)
def test_everything_else_gets_one_plain_sentence(content, said):
    with pytest.raises(Unusable) as refusal:
        read(content)
    sentence = str(refusal.value)
    assert said in sentence and sentence.endswith(".") and "\n" not in sentence and len(sentence) < 300


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_raise_anything_but_the_sentence(content):
    try:
        file = read(content)
    except Unusable:
        return
    X = file.table(file.sound)[0].X
    assert X.shape[1] >= 2 and np.isfinite(X).all()


def test_names_are_short_printable_and_different():
    file = read(("n" * 500 + ",a,a,\x07\n1,2,3,4\n5,6,7,8\n").replace("\x07", "").encode())
    assert len(set(file.columns)) == 4 and max(map(len, file.columns)) <= 60 and file.columns[3] == "column 4"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(cell):
    assert safe_cell(cell) == "'" + cell and safe_cell("plain") == "plain"


def test_markdown_in_a_strangers_text_stays_text():
    assert csv_table.literal("[x](http://y)") == r"\[x\]\(http\://y\)"


def test_a_running_number_is_offered_but_not_chosen_to_begin_with_unless_nothing_else_is_left():
    file = read(b"id,x,y\n" + b"\n".join(b"%d,%d,%d" % (i, i * i, i % 3) for i in range(1, 21)))
    assert file.sound == ("id", "x", "y") and file.first_choice == ("x", "y")
    assert "running number of the rows: id" in file.notes[-1]
    alone = read(b"id,x\n" + b"\n".join(b"%d,%d" % (i, i * i) for i in range(20)))
    assert alone.first_choice == ("id", "x") and not alone.notes
    few = read(b"a,b,c\n1,5,2\n2,3,2.5\n3,4,1\n")
    assert few.first_choice == ("a", "b", "c")
