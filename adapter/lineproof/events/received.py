"""Bytes that came in: an event with its identity, or a refusal with its reason."""

import hashlib
import re
from typing import Final, NamedTuple

from lineproof.events.event import Event, InvalidEventError, parse_event
from lineproof.events.shield import shield

__all__ = ["JSON_SPACE", "MAX_NESTING", "Received", "Refused", "nesting", "receive"]

MAX_NESTING: Final = 512
"""Objects and arrays inside one another, at the most; schemas of real producers reach about 180."""

JSON_SPACE: Final = b" \t\r\n"
"""What JSON calls white space: it is no part of an event's identity."""

_BOM: Final = b"\xef\xbb\xbf"
_BRACKET: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|([\[{])|([\]}])', re.DOTALL)


class Received(NamedTuple):
    """An event, the bytes it came in and their SHA-256."""

    payload: bytes
    digest: bytes
    event: Event


class Refused(NamedTuple):
    """Bytes that are no event: where (a JSON pointer) and why."""

    payload: bytes
    digest: bytes
    pointer: str
    reason: str


def nesting(json_text: bytes) -> int:
    """How deep the objects and arrays of a JSON text stand inside one another."""
    brackets = json_text.count(b"{") + json_text.count(b"[")
    if brackets <= MAX_NESTING:
        return brackets
    depth = deepest = 0
    for match in _BRACKET.finditer(json_text):
        if match[1]:
            depth += 1
            deepest = max(deepest, depth)
        elif match[2]:
            depth -= 1
    return deepest


def receive(received: bytes, *, max_bytes: int) -> Received | Refused:
    """Judges the bytes of one event. JSON white space around it is dropped first; nothing else is changed."""
    payload = received.strip(JSON_SPACE)
    digest = hashlib.sha256(payload).digest()
    try:
        return Received(payload, digest, _parse(payload, max_bytes))
    except InvalidEventError as exc:
        return Refused(payload, digest, exc.pointer, exc.reason)


def _parse(payload: bytes, max_bytes: int) -> Event:
    if len(payload) > max_bytes:
        raise InvalidEventError("", f"has {len(payload)} bytes; {max_bytes} are allowed")
    if payload.startswith(_BOM):
        raise InvalidEventError("", "begins with a byte order mark")
    try:
        payload.decode()
    except UnicodeDecodeError as exc:
        raise InvalidEventError("", f"is not UTF-8 at byte {exc.start}") from exc
    if nesting(payload) > MAX_NESTING:
        raise InvalidEventError("", f"nests deeper than {MAX_NESTING} levels")
    return parse_event(shield(payload))
