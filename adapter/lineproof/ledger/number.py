"""Numbering: gives committed entries their positions 0, 1, 2, … One sequencer at a time; whoever runs may be it."""

from datetime import UTC, datetime
from typing import Any, Final

from lineproof.errors import IntegrityError
from lineproof.events.authority import Authority
from lineproof.events.envelope import EntryKind, Envelope, Mark, decode_envelope, encode_envelope
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import lock_cursor, move_cursor, of_entries
from lineproof.proof.leaf import leaf_hash
from lineproof_sql import query

__all__ = ["number"]

_NUMBER: Final = "number"


def number(connection: Connection, *, limit: int = 5000) -> int:
    """Numbers up to `limit` entries of the inbox, in the connection's transaction, waiting for another sequencer first.

    Returns:
        How many were numbered; 0 when the inbox was empty.

    Raises:
        IntegrityError: an entry's payload is gone before it was numbered.
        psycopg.Error: the database refused or went away.
    """
    position = lock_cursor(connection, _NUMBER)
    taken = connection.execute(query("take_inbox"), {"limit": limit}, binary=True).fetchall()
    if not taken:
        return 0
    committed = of_entries(connection, "entry_commitments", [(row[1], row[0]) for row in taken])
    numbered_at = _now(connection)
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY lineproof.log (position, entry_id, received_at, envelope, leaf_hash) FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        copy.set_types(["int8", "int8", "timestamptz", "bytea", "bytea"])
        for row in taken:
            encoded = encode_envelope(_envelope(row, committed.get(row[0]), numbered_at))
            copy.write_row((position, row[0], row[1], encoded, leaf_hash(encoded)))
            position += 1
    move_cursor(connection, _NUMBER, position)
    return len(taken)


def _envelope(row: tuple[Any, ...], committed: bytes | None, numbered_at: datetime) -> Envelope:
    entry_id, received_at, event_time, kind, marks, authority, principal = row
    if committed is None:
        raise IntegrityError(f"the payload of entry {entry_id} is gone; restore the database from a backup that has it")
    return Envelope(
        EntryKind(kind),
        Authority(authority),
        Mark(marks),
        event_time.astimezone(UTC),
        received_at.astimezone(UTC),
        numbered_at,
        committed,
        principal,
    )


def _now(connection: Connection) -> datetime:
    row = connection.execute(query("last_numbered")).fetchone()
    clock, last = row or (datetime.now(UTC), None)
    now: datetime = clock.astimezone(UTC)
    return now if last is None else max(now, decode_envelope(bytes(last)).numbered_at)
