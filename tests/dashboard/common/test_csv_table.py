"""Tables as people have them are read; everything else is refused in one sentence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.common import csv_table
from dashboard.common.csv_table import Format, Unusable, read, safe_cell

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


def test_rows_with_a_gap_in_a_chosen_column_are_left_out():
    file = read(b"a,b,c\n1,2,3\n4,,6\n7,8,\n9,1,2\n")
    assert file.table(("a", "b")).X.tolist() == [[1, 2], [7, 8], [9, 1]]


@pytest.mark.parametrize(
    "text, gap",
    [
        ("a;b;c\n1,5;2,5;1\n\n8.15;16,0;2\n3,5;x;\n1,5;1;3\n", "in line 4: “8.15”"),
        ("sep=;\na;b;c\n1;2;3\n4; ;6\n7;8;9\n", "in line 4: an empty cell"),
        ('a;b;c\n1;2;3\n"line\nbreak";5;6\n7;8;9\n', "in line 4: “line break”"),
        ("1;2;3\n4;" + 50 * "x" + ";6\n7;8;9\n", "in line 2: “" + 19 * "x" + "…”"),
        ("a;b;c\n" + 120_000 * "1;2;3\n" + 60_000 * "4;?;5\n", "in line 120,003: “?”"),  # of the sample's rows
    ],
)
def test_the_first_cell_without_a_number_is_quoted_with_its_line(text, gap):
    file = read(text.encode())
    assert file.first_gap(file.columns[:2]) == gap


GERMAN = Format(";", ",", False)


@pytest.mark.parametrize(
    "text, values, format",
    [
        ("1,5;2,3\n4,5;6,75\n", [[1.5, 2.3], [4.5, 6.75]], GERMAN),
        ("1,5;2\n3;4,5\n", [[1.5, 2], [3, 4.5]], GERMAN),
        ("Länge, cm;Breite, cm\n1,5;2,3\n4,5;6,7\n", [[1.5, 2.3], [4.5, 6.7]], Format(";", ",", True)),
        ("Länge, cm;Breite, cm\n1;2\n4;6\n", [[1, 2], [4, 6]], Format(";", ".", True)),
        ("1.100,50;-2\n12.345.678;0,5\n", [[1100.5, -2], [12345678, 0.5]], GERMAN),
        ("1,234;2,5\n0,125;3,5\n", [[1.234, 2.5], [0.125, 3.5]], GERMAN),
        ("1,234;2\n5,678;3\n", [[1.234, 2], [5.678, 3]], GERMAN),
        ("1,5\t2,5\n3,5\t4\n", [[1.5, 2.5], [3.5, 4]], Format("\t", ",", False)),
        ('"1,234",5\n"999",6\n"12,500",7\n', [[1234, 5], [999, 6], [12500, 7]], Format(",", ".", False)),
        ('"1,5","2,25"\n"3,5","4,75"\n', [[1.5, 2.25], [3.5, 4.75]], Format(",", ",", False)),
        ("1 234.5,5\n1'000,\u22126\n", [[1234.5, 5], [1000, -6]], Format(",", ".", False)),
        ("a;b\n1,234.5;12,500\n2;3\n", [[1234.5, 12500], [2, 3]], Format(";", ".", True)),
        ("Miete;Jahr\n1.100;25.000\n900;8.500\n", [[1100, 25000], [900, 8500]], Format(";", ",", True)),
        ("1.234.567;1\n900;2\n", [[1234567, 1], [900, 2]], GERMAN),
        ("1.234;5.678\n9.876;5.432\n", [[1.234, 5.678], [9.876, 5.432]], Format(";", ".", False)),
        ("1.234;5.678\n900;0.125\n", [[1.234, 5.678], [900, 0.125]], Format(";", ".", False)),
        ('sep=;\na;b\n"x;y";1\n5;2\n6;3\n7;9\n', [[np.nan, 1], [5, 2], [6, 3], [7, 9]], Format(";", ".", True)),
        (".5,1e3\n5.,+2E-1\n", [[0.5, 1000], [5, 0.2]], Format(",", ".", False)),
    ],
)
def test_the_separator_and_the_decimal_sign_are_those_that_give_most_numbers(text, values, format):
    file = read(text.encode())
    assert file.format == format
    np.testing.assert_array_equal(file.values, values)


@pytest.mark.parametrize("cell", ["1_000", "12,34", "1,2345", "0,123.4", "1.2.3", "0x10", "1e9999", "12 %", "1,234,56"])
def test_other_spellings_are_no_numbers(cell):
    assert np.isnan(read(f'a,b\n"{cell}",2\n3,4\n5,6\n'.encode(), Format(",", ".")).values[0, 0])


def test_decimal_commas_count_wherever_they_are():
    file = read(b"a;b\n" + b"1;2\n" * 300 + b"1,5;2,5\n3;4\n")
    assert file.values[300].tolist() == [1.5, 2.5]


@pytest.mark.parametrize(
    "text, columns",
    [
        ("country,2019,2020\nA,1.5,2\nB,3,4\n", ("country", "2019", "2020")),
        ("2019,2020,2021\n1,2,3\n4,6,5\n", ("2019", "2020", "2021")),
        ("id,height,1\n1,2,3\n4,6,5\n", ("id", "height", "1")),
        ("A,1.5,2\nB,3,4\n", ("column 1", "column 2", "column 3")),
        ("?,2\n3,4\n5,1\n", ("column 1", "column 2")),
        ("Rome,2001,2002\nPisa,2003,2004\n", ("column 1", "column 2", "column 3")),
    ],
)
def test_a_header_may_have_years_and_numbers(text, columns):
    assert read(text.encode()).columns == columns


def test_what_was_guessed_can_be_corrected():
    assert read(b"1,234;2\n5,678;3\n", Format(decimal=".")).values.tolist() == [[1234, 2], [5678, 3]]
    assert read(b"1,5;2,5\n3,5;4,75\n", Format(",")).sound == ("column 1", "column 3")
    assert read(b"a,b\n1,2\n3,4\n5,7", Format(header=False)).values.shape == (4, 2)
    assert read(b"1,2\n3,4\n5,7", Format(header=True)).columns == ("1", "2")


@pytest.mark.parametrize("start", ["BMI,glucose", "RIFF,b", "GIF89a,b", "PK,b", "MM,II", "%PDF,b"])
def test_a_header_that_begins_like_a_picture_is_text(start):
    assert read(f"{start}\n1,2\n4,3\n".encode()).columns == tuple(start.split(","))


def test_of_too_many_rows_an_even_sample_is_kept_and_the_file_says_so():
    rows = "".join(f"{i},{i % 7}\n" for i in range(60_000))
    for text in ("a,b\n" + rows, rows):
        file = read(text.encode())
        assert file.rows == 50_000 and file.notes[0] == "An even sample of the file's 60,000 rows."
        assert abs(file.values[:, 0].mean() - 29_999.5) < 200 and len(np.unique(file.values[:, 0])) == 50_000
    assert read(b"a,b\n" + b"1,2\n3,5\n" * 25_000).rows == 50_000


def test_the_first_choice_of_columns_has_at_least_two_complete_rows():
    file = read(b"a,b,c,d\n1,,2,3\n2,,4,5\n,1,7,7\n,2,8,3\n")
    assert file.first_choice == ("a", "c", "d") and len(file.table(file.first_choice).X) == 2


def test_columns_that_cannot_be_used_are_named_with_the_reason():
    file = read(b"a,b,name,k,big,inf\n1,2,x,5,1e300,inf\n3,4,y,5,2,inf\n5,7,z,5,3,2\n")
    assert file.sound == ("a", "b")
    for reason in ("name, inf (text)", "k (one constant value)", "big (numbers beyond 1e+30)"):
        assert reason in file.notes[0]


@pytest.mark.parametrize(
    "cell", ["367,9 €", "27.7 %", "27,7%", "$1,200.50", "£ 5", "20 °C", "1.200 kg", "12 m²", "9 EUR"]
)
def test_numbers_with_a_unit_are_refused_with_a_hint(cell):
    with pytest.raises(Unusable, match="a \\(numbers with a unit: remove the units"):
        read(f"a;b\n{cell};2\n{cell};4\n".encode())


@pytest.mark.parametrize("cell", ["x", "Room 3", "3 rooms", "2024-05-01", "%", "kg", "1.2.3", "A5", "", "n/a"])
def test_other_text_gets_no_hint_about_units(cell):
    assert not csv_table.has_unit(cell)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"a,b\nx,y\nz,w\n", "at least two numeric columns"),
        (b"a\n1\n2\n", "one column"),
        (b"a,b\n1,2\n3\n", "Row 3 has 1 cell, but"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture, an archive"),
        (b"PK\x03\x04\x14\0\0\0 [Content_Types].xml ... xl/workbook.xml", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "Excel workbook"),
        (bytes(range(256)) * 4, "not a text file"),
        (b"a,b\n1,inf\n2,inf\n", "b (text)"),
        (b"a,b\n1,\n2,\n", "b (empty)"),
        (b"a,b\n1,\n2,\n,3\n,4\n", "No two rows"),
        (b"a,b\n1,1e300\n2,3\n", "b (numbers beyond 1e+30)"),
        (b"a,b\n1,1e99\n2,3\n", "b (numbers beyond 1e+30)"),
        (b"a,b\n1,1e-170\n2,3e-170\n", "b (differences below 1e-30)"),
        (b"a,b\n1,1e-320\n2,0\n", "b (differences below 1e-30)"),
        (b"a,b\n1,5\n2,5\n", "b (one constant value)"),
        (b"a,b\n1,2\n", "fewer than two rows"),
        (b"a," * 60 + b"a\n" + b"1," * 60 + b"1\n", "columns; the limit is 50"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "quotation mark is not closed"),
        (b'a,b\n1,"' + b"x" * 30_000 + b'"\n', "cell has more than 10,000"),
        (b"x" * 30_000_000, "30 MB; the limit is 5 MB"),
        (b"a" + b"," * 5_000_000, "one column"),
        (b"," * 5_000_000, "cannot be read"),
        (b"1,2\n" * 1_250_000, "one constant value"),
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
    X = file.table(file.first_choice).X
    assert len(X) >= 2 <= X.shape[1] and np.isfinite(X).all()


def test_columns_of_one_name_stay_apart():
    file = read(b"a,a,a (2),\n1,2,3,4\n5,6,7,8\n")
    assert file.columns == ("a", "a (column 2)", "a (2)", "column 4")
    assert file.table(file.sound).X.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert len(set(read(b"a,a,a (column 2)\n1,2,3\n5,6,7\n").columns)) == 3


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
    assert "only numbers the rows: id" in file.notes[-1]
    alone = read(b"id,x\n" + b"\n".join(b"%d,%d" % (i, i * i) for i in range(20)))
    assert alone.first_choice == ("id", "x") and not alone.notes
    few = read(b"a,b,c\n1,5,2\n2,3,2.5\n3,4,1\n")
    assert few.first_choice == ("a", "b", "c")


def test_of_very_many_rows_an_even_sample_of_all_of_them_is_kept_and_all_are_counted():
    n = 230_000
    file = read(b"a,b\n" + b"".join(b"%d,%d\n" % (i, i % 7) for i in range(n)))
    assert file.rows == 50_000 and f"{n:,} rows" in file.notes[0]
    a = np.sort(file.values[:, 0])
    assert a[0] < 50 and a[-1] > n - 50 and abs(np.median(a) / n - 0.5) < 0.01
