"""Rows as a table, JSON lines, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg.cli.output import Format, Rows, one_line, write

HOSTILE = ['"quoted", with comma', "tab\there", "two\nlines", "[bold]markup[/bold]", "\x1b[2Jescape", "Türkiye → ☃", ""]


def written(found: Rows, form: Format) -> str:
    to = io.StringIO()
    write(found, form, to)
    return to.getvalue()


@pytest.mark.parametrize("text", HOSTILE)
def test_json_gives_back_what_went_in(text: str) -> None:
    assert json.loads(written(Rows(("a", "b"), [(text, 3)]), "json")) == {"a": text, "b": 3}


@pytest.mark.parametrize("text", HOSTILE)
def test_json_is_one_line_a_row(text: str) -> None:
    assert written(Rows(("a",), [(text,), (text,)]), "json").count("\n") == 2


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("text", HOSTILE)
def test_csv_and_tsv_give_back_what_went_in(form: Format, delimiter: str, text: str) -> None:
    found = written(Rows(("a", "b"), [(text, "x")]), form)
    assert list(csv.reader(io.StringIO(found, newline=""), delimiter=delimiter)) == [["a", "b"], [text, "x"]]


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (True, "true"), (False, "false"), (0, "0"), (["a", "b"], "a; b"), (0.5, "0.5")]
)
def test_values_in_cells(value: object, cell: str) -> None:
    assert written(Rows(("a",), [(value,)]), "csv") == f"a\n{cell}\n" if cell else 'a\n""\n'


@pytest.mark.parametrize("text", HOSTILE)
def test_table_shows_text_as_it_is_and_no_control_character(text: str) -> None:
    shown = written(Rows(("name", "other"), [(text, "x")]), "table")
    assert one_line(text) in shown
    assert "\x1b" not in shown


def test_table_off_a_terminal_cuts_nothing() -> None:
    assert "word " * 200 + "end" in written(Rows(("a",), [("word " * 200 + "end",)]), "table")


def test_empty_table_says_so_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(Rows(("a",), []), "table") == ""
    assert "no rows" in capsys.readouterr().err


def test_csv_without_rows_has_its_header() -> None:
    assert written(Rows(("a", "b"), []), "csv") == "a,b\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("plain ☃", "plain ☃"), ("a\nb", "a\\nb"), ("a\rb", "a\\rb"), ("\x07", "\\x07"), ("\u202eabc", "\\u202eabc")],
)
def test_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown
