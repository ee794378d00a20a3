import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.cli.output import print_records, printable, to_json

ANY_TEXT = st.text(st.characters() | st.sampled_from("\0\x1b\ud800\u202e"))


@given(st.dictionaries(ANY_TEXT, ANY_TEXT | st.integers() | st.lists(ANY_TEXT)))
def test_json_comes_back_and_can_be_written_as_utf8(value: dict[str, object]) -> None:
    text = to_json(value)
    assert json.loads(text.encode()) == value


def test_times_are_printed_in_utc() -> None:
    at = datetime(2026, 1, 1, 2, 0, tzinfo=timezone(timedelta(hours=2)))
    assert json.loads(to_json([at, datetime(2026, 1, 1, 0, 0, 0, 5, UTC)])) == [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.000005Z",
    ]


@given(ANY_TEXT)
def test_nothing_in_foreign_text_moves_a_cursor(text: str) -> None:
    shown = printable(text)
    shown.encode()
    assert not any(c < " " or "\x7f" <= c <= "\x9f" or c in "\u202a\u202e\u2066" for c in shown)


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "table"])
def test_each_form_prints_each_record(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    records = [{"name": f"набор-{i}", "info": {"tier": "cot", "n": i}, "none": None, "x": '\0,"\n'} for i in range(3)]
    print_records(records, form)
    printed = capfd.readouterr().out
    assert all(f"набор-{i}" in printed for i in range(3))
    match form:
        case "json":
            assert json.loads(printed) == records
        case "ndjson":
            assert [json.loads(line) for line in printed.splitlines()] == records
        case "csv":
            assert printed.splitlines()[0] == "name,info,none,x"
        case _:
            assert len(printed.splitlines()) == 4


def test_no_records_are_an_empty_array_and_no_table(capfd: pytest.CaptureFixture[str]) -> None:
    print_records([], "json")
    assert json.loads(capfd.readouterr().out) == []
    print_records([], "table")
    assert capfd.readouterr() == ("", "nothing found\n")
