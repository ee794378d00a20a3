import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.errors import InputError
from lineproof.events.received import nesting
from lineproof.intake.pieces import find_files, read_pieces, split_array

TEXT = st.text(max_size=6)
VALUE = st.recursive(
    st.none() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
EVENTS = st.lists(st.dictionaries(TEXT, VALUE, max_size=3), min_size=1, max_size=5)


def _pieces(path: Path) -> list[bytes]:
    return [piece.data for piece in read_pieces(str(path))]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pieces") / "events"


@given(EVENTS, st.sampled_from([b"\n", b"\r\n", b"\n\n", b" \n\t\n"]), st.booleans())
def test_each_line_is_a_piece(file: Path, events: list[Any], newline: bytes, ends: bool) -> None:
    lines = [json.dumps(event).encode() for event in events]
    file.write_bytes(newline.join(lines) + newline * ends)
    assert _pieces(file) == lines


@given(EVENTS, st.sampled_from([None, 2]), st.booleans())
def test_each_element_of_an_array_is_a_piece_byte_for_byte(
    file: Path, events: list[Any], indent: int | None, unescaped: bool
) -> None:
    elements = [
        json.dumps(event, ensure_ascii=not unescaped, indent=indent).encode("utf-8", "surrogatepass")
        for event in events
    ]
    file.write_bytes(b" [ " + b" ,\n".join(elements) + b"]\n")
    assert _pieces(file) == elements


@given(EVENTS)
def test_one_value_over_several_lines_is_one_piece(file: Path, events: list[Any]) -> None:
    text = json.dumps({"events": events}, indent=1).encode()
    file.write_bytes(b"\n" + text + b"\n")
    assert _pieces(file) == [text]


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        *itertools.product([b"{not json}", b'{"a": NaN}', b"\xff\xfe", b'{"a": 1'], range(3)),
        (b"[1, 2]", 1),
        (b"[1, 2]", 2),
    ],
)
def test_a_bad_line_costs_itself_only(file: Path, bad: bytes, place: int) -> None:
    lines = [b'{"a": 1}', b'{"b": {"c": 2}}']
    lines.insert(place, bad)
    file.write_bytes(b"\n".join(lines))
    assert _pieces(file) == lines


@pytest.mark.parametrize("bad", [b'{"a": NaN}', b'{"a": "]\\"["}, NaN', b"01", b"nul", b'{"a" 1}'])
def test_a_bad_element_costs_itself_only(bad: bytes) -> None:
    assert split_array(b'[{"x": "],"}, ' + bad + b' , {"y": [1, 2]}]') == [
        b'{"x": "],"}',
        *[part.strip() for part in bad.split(b", ")],
        b'{"y": [1, 2]}',
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (b'[{"a": 1}, {"b"', [b'{"a": 1}', b'{"b"']),
        (b'[{"a": 1}, {"b": 2}', [b'{"a": 1}', b'{"b": 2}']),
        (b'[{"a": 1}] {"b": 2}', [b'{"a": 1}', b'{"b": 2}']),
        (b"[1]]", [b"1", b"]"]),
        (b'["', [b'"']),
        (b'["\\', [b'"\\']),
        (b"[[]", [b"[]"]),
        (b"[]", []),
        (b"[1,,2,]", [b"1", b"2"]),
    ],
)
def test_an_array_that_was_cut_off_or_goes_on_loses_nothing(file: Path, text: bytes, pieces: list[bytes]) -> None:
    file.write_bytes(text)
    assert _pieces(file) == pieces


def test_hostile_text_is_cut_in_linear_time() -> None:
    quotes = b"[" + b'{"' * 600 + b'\\"' * 500_000
    assert len(split_array(quotes)) == 1
    assert nesting(b"{" * 600 + b'"' + b'\\"' * 500_000) >= 600


def test_a_broken_pretty_event_is_one_piece_not_a_line_each(file: Path) -> None:
    text = json.dumps({"eventTime": 1, "run": {"runId": "r"}}, indent=2).encode()[:-1] + b', "x": NaN}'
    file.write_bytes(text)
    assert _pieces(file) == [text]


def test_an_empty_file_has_no_piece(file: Path) -> None:
    file.write_bytes(b" \n\n")
    assert _pieces(file) == []


def test_folders_are_searched_and_what_is_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/2.json", "a/b/1.ndjson", "a/b/3.jsonl", "a/readme.md"):
        (tmp_path / name).write_text("{}")
    found = [Path(path).relative_to(tmp_path).as_posix() for path in find_files([str(tmp_path)])]
    assert found == ["a/2.json", "a/b/1.ndjson", "a/b/3.jsonl"]
    assert find_files(["-", str(tmp_path / "a/readme.md")]) == ["-", str(tmp_path / "a/readme.md")]
    (tmp_path / "empty").mkdir()
    for path in ("nowhere", str(tmp_path / "empty")):
        with pytest.raises(InputError):
            find_files([path])
