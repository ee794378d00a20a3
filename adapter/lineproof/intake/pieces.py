"""Cuts what is to be ingested into the bytes of one event each."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from lineproof.errors import InputError
from lineproof.events.received import JSON_SPACE
from lineproof.events.shield import shield

__all__ = ["SUFFIXES", "Piece", "find_files", "read_pieces", "split_array"]

SUFFIXES: Final = (".json", ".jsonl", ".ndjson")
"""What is taken from a folder, at any depth."""

_RAW: Final = msgspec.json.Decoder(msgspec.Raw)
_RAWS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)


class Piece(NamedTuple):
    """The bytes of what should be one event, where they stand, and how many bytes of the source end with them."""

    data: bytes
    source: str
    read: int


def find_files(paths: Iterable[str]) -> list[str]:
    """The files that `paths` name: a file itself, `-`, or the JSON files of a folder and its folders, sorted.

    Raises:
        InputError: there is no such file, or a folder without any.
    """
    found: list[str] = []
    for path in paths:
        if path == "-" or Path(path).is_file():
            found.append(path)
        elif Path(path).is_dir():
            inside = sorted(str(p) for p in Path(path).rglob("*") if p.suffix in SUFFIXES and p.is_file())
            if not inside:
                raise InputError(f"{path} holds no {', '.join(SUFFIXES)} file; name the files")
            found.extend(inside)
        elif Path(path).exists():
            found.append(path)  # a pipe or a device
        else:
            raise InputError(f"{path} does not exist; name a file, a folder, or - for standard input")
    return found


def read_pieces(path: str) -> Iterator[Piece]:
    """The events of one file: one JSON value, an array of them, or one a line. Lines are read as they are needed.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        if path == "-":
            yield from _split(sys.stdin.buffer, "-")
        else:
            with Path(path).open("rb") as file:
                yield from _split(file, path)
    except OSError as exc:
        raise InputError(f"{path} cannot be read: {exc.strerror}; mend it and ingest it again") from exc


def _split(file: BinaryIO, source: str) -> Iterator[Piece]:
    first, at = b"", 0
    for line in file:
        at += 1
        first += line
        if line.strip(JSON_SPACE):
            break
    text = first.strip(JSON_SPACE)
    if not text:
        return
    if text.startswith(b"{") and _is_json(text):
        yield Piece(text, f"{source}:{at}", len(first))
        yield from _lines(file, source, at)
        return
    rest = file.read()
    whole = (first + rest).strip(JSON_SPACE)
    if whole.startswith(b"["):
        elements = split_array(whole)
        for index, element in enumerate(elements):
            yield Piece(element, f"{source}[{index}]", (len(first) + len(rest)) // len(elements))
    elif _is_json(whole) or not _has_object_line(rest):
        yield Piece(whole, source, len(first) + len(rest))
    else:
        yield Piece(text, f"{source}:{at}", len(first))
        yield from _lines(rest.split(b"\n"), source, at)


def _lines(lines: Iterable[bytes], source: str, at: int) -> Iterator[Piece]:
    for line in lines:
        at += 1
        if text := line.strip(JSON_SPACE):
            yield Piece(text, f"{source}:{at}", len(line))


def _is_json(text: bytes) -> bool:
    try:
        _RAW.decode(shield(text))
    except (msgspec.MsgspecError, RecursionError):
        return False
    return True


def _has_object_line(rest: bytes) -> bool:
    lines = (line.strip(JSON_SPACE) for line in rest.split(b"\n"))
    return any(line.startswith(b"{") and line.endswith(b"}") and len(line) > 2 and _is_json(line) for line in lines)  # noqa: PLR2004


def split_array(text: bytes) -> list[bytes]:
    """The exact bytes of each element of a JSON array, less the white space around them.

    What is not JSON costs itself, not its neighbours: an element that is malformed, what an array that was cut off ends
    in, and what follows the end of an array are cut out by themselves.
    """
    try:
        return [bytes(element) for element in _RAWS.decode(text)]
    except (msgspec.MsgspecError, RecursionError):
        return [element for part in _split_by_brackets(text) if (element := part.strip(JSON_SPACE))]


def _split_by_brackets(text: bytes) -> Iterator[bytes]:
    # An object or array that closes is a piece, and so is what stands between two of them or between two commas.
    depth, start, inside = 0, 0, False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in b"[{":
            if not inside and (token == b"{" or depth == 1):
                yield text[start : match.start()]
                start, inside, base = match.start(), True, depth
            elif not inside:
                yield text[start : match.start()]
                start = match.end()
            depth += 1
        elif token in b"]}" and depth:
            depth -= 1
            if inside and depth == base:
                yield text[start : match.end()]
                start, inside = match.end(), False
            elif not inside:
                yield text[start : match.start()]
                start = match.end()
        elif token == b"," and not inside:
            yield text[start : match.start()]
            start = match.end()
    yield text[start:]
