"""The envelope of a ledger entry: what is proved about it, as versioned bytes written once.

Layout of version 1, integers big-endian:

| bytes | what |
|---|---|
| 4 | `LPE` and the version, 1 |
| 1 | kind: 1 event, 2 erasure |
| 1 | authority: 1 producer, 2 auditor, 3 steward |
| 2 | marks: 1 = the event time had no zone and was read as UTC |
| 8, 8, 8 | event time, received at, numbered at: signed microseconds since 1970-01-01T00:00Z |
| 32 | commitment: SHA-256 of the 32 bytes of salt and the received bytes |
| 2, n | principal: length in bytes, UTF-8 |

The digest of the identity stays out of it, so that erasing payload and salt leaves nothing to guess against.
"""

import hashlib
import struct
from datetime import datetime
from enum import IntFlag, StrEnum
from typing import Final, NamedTuple

from lineproof.errors import IntegrityError
from lineproof.events.authority import Authority
from lineproof.events.instant import from_micros, micros

__all__ = ["SALT_BYTES", "EntryKind", "Envelope", "Mark", "commitment", "decode_envelope", "encode_envelope"]

SALT_BYTES: Final = 32

_MAGIC: Final = b"LPE\x01"
_HEAD: Final = struct.Struct(">4sBBHqqq32sH")


class EntryKind(StrEnum):
    """What an entry is."""

    EVENT = "event"
    ERASURE = "erasure"


class Mark(IntFlag):
    """What was noted about an entry when it was received."""

    NONE = 0
    ZONELESS = 1


_KINDS: Final = {EntryKind.EVENT: 1, EntryKind.ERASURE: 2}
_AUTHORITIES: Final = {Authority.PRODUCER: 1, Authority.AUDITOR: 2, Authority.STEWARD: 3}
_KIND_OF: Final = {code: kind for kind, code in _KINDS.items()}
_AUTHORITY_OF: Final = {code: authority for authority, code in _AUTHORITIES.items()}


class Envelope(NamedTuple):
    """What is proved about an entry; times in UTC, commitment of 32 bytes."""

    kind: EntryKind
    authority: Authority
    marks: Mark
    event_time: datetime
    received_at: datetime
    numbered_at: datetime
    commitment: bytes
    principal: str


def commitment(salt: bytes, payload: bytes) -> bytes:
    """SHA-256 of salt and received bytes: binds to them, tells nothing about them once the salt is gone."""
    return hashlib.sha256(salt + payload).digest()


def encode_envelope(envelope: Envelope) -> bytes:
    """Its bytes."""
    principal = envelope.principal.encode()
    return (
        _HEAD.pack(
            _MAGIC,
            _KINDS[envelope.kind],
            _AUTHORITIES[envelope.authority],
            envelope.marks,
            micros(envelope.event_time),
            micros(envelope.received_at),
            micros(envelope.numbered_at),
            envelope.commitment,
            len(principal),
        )
        + principal
    )


def decode_envelope(encoded: bytes) -> Envelope:
    """The envelope in these bytes.

    Raises:
        IntegrityError: they are not an envelope of a known version.
    """
    try:
        magic, kind, authority, marks, event, received, numbered, committed, length = _HEAD.unpack_from(encoded)
        principal = _principal(encoded, magic, length)
        return Envelope(
            _KIND_OF[kind],
            _AUTHORITY_OF[authority],
            Mark(marks),
            from_micros(event),
            from_micros(received),
            from_micros(numbered),
            committed,
            principal,
        )
    except (struct.error, KeyError, ValueError) as exc:
        raise IntegrityError(f"an envelope of {len(encoded)} bytes cannot be read: {exc}") from exc


def _principal(encoded: bytes, magic: bytes, length: int) -> str:
    if magic != _MAGIC or len(encoded) != _HEAD.size + length:
        raise ValueError("its version or its length is wrong")
    return encoded[_HEAD.size :].decode()
