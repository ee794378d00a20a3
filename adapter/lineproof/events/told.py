"""When what became known: first mentions and runs' ends, each with the position at which the log told of it.

Kept as packed bytes in the row they belong to, since there is hardly ever more than one of them.
"""

import struct
from typing import Final, NamedTuple

__all__ = ["End", "add_end", "add_first", "end_as_of", "first_as_of"]

_FIRST: Final = struct.Struct(">qq")
_END: Final = struct.Struct(">cqq32s")
_MOST: Final = 256
_CODES: Final = {"COMPLETE": b"C", "FAIL": b"F", "ABORT": b"A"}
_STATES: Final = {code: state for state, code in _CODES.items()}


class End(NamedTuple):
    """The end of a run: microseconds since 1970, digest of its event, state."""

    at: int
    digest: bytes
    state: str


def add_first(told: bytes, at: int, position: int) -> bytes:
    """Notes a mention at `at` (microseconds) that `position` tells of, if it is earlier than all before."""
    if told and at >= _FIRST.unpack_from(told, len(told) - _FIRST.size)[0]:
        return told
    if len(told) >= _MOST * _FIRST.size:
        told = told[: -_FIRST.size]
    return told + _FIRST.pack(at, position)


def first_as_of(told: bytes, at: int | None, before: int | None) -> int | None:
    """The first mention up to `at`, as the log knew it before position `before`; None: it knew of none."""
    known = [first for first, position in _FIRST.iter_unpack(told) if before is None or position < before]
    return known[-1] if known and (at is None or known[-1] <= at) else None


def add_end(told: bytes, end: End, position: int) -> bytes:
    """Notes an end of a run that position `position` tells of."""
    if len(told) >= _MOST * _END.size:
        kept = sorted(_END.iter_unpack(told), key=lambda one: (one[1], one[3]))[1:]
        told = b"".join(_END.pack(*one) for one in kept)
    return told + _END.pack(_CODES[end.state], end.at, position, end.digest)


def end_as_of(told: bytes, at: int | None, before: int | None) -> End | None:
    """The end that decides, of those up to `at` that the log knew before position `before`."""
    known = [
        End(moment, digest, _STATES[code])
        for code, moment, position, digest in _END.iter_unpack(told)
        if (at is None or moment <= at) and (before is None or position < before)
    ]
    return max(known, default=None)
