"""Numbering: gives committed entries their positions 0, 1, 2, … One sequencer at a time; whoever runs may be it."""

import hashlib
import sys
from datetime import UTC, datetime
from typing import Final

from lineproof.events.authority import Authority
from lineproof.events.envelope import EntryKind, Envelope, Mark, decode_envelope, encode_envelope
from lineproof.events.received import Refused
from lineproof.ledger.connection import Connection
from lineproof.ledger.rejected import keep
from lineproof.proof.leaf import leaf_hash
from lineproof_sql import query

__all__ = ["number"]

_LOCK: Final = 0x6E756D626572  # "number"


def number(connection: Connection, *, limit: int = 2000) -> int:
    """Numbers up to `limit` entries of the inbox, in the connection's transaction, waiting for another sequencer first.

    An inbox row that is not what its identity and payload say (nothing that Lineproof writes) is not numbered but put
    among the refused events, so that whoever wrote it holds up nobody.

    Returns:
        How many were taken out of the inbox; 0 when it was empty.

    Raises:
        psycopg.Error: the database refused or went away.
    """
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    taken = connection.execute(query("take_inbox"), {"limit": limit}, binary=True).fetchall()
    if not taken:
        return 0
    position, numbered_at = _next(connection)
    forged = []
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "COPY lineproof.log (position, entry_id, received_at, envelope, leaf_hash) FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        copy.set_types(["int8", "int8", "timestamptz", "bytea", "bytea"])
        for entry_id, received_at, event_time, kind, marks, authority, principal, committed, sound in taken:
            if not sound:
                forged.append((entry_id, received_at, principal))
                continue
            encoded = encode_envelope(
                Envelope(
                    EntryKind(kind),
                    Authority(authority),
                    Mark(marks),
                    event_time.astimezone(UTC),
                    received_at.astimezone(UTC),
                    numbered_at,
                    bytes(committed),
                    principal,
                )
            )
            copy.write_row((position, entry_id, received_at, encoded, leaf_hash(encoded)))
            position += 1
    for entry_id, received_at, principal in forged:
        _set_aside(connection, entry_id, received_at, principal)
    return len(taken)


def _set_aside(connection: Connection, entry_id: int, received_at: datetime, principal: str) -> None:
    found = connection.execute(query("entry_payload"), {"entry_id": entry_id, "received_at": received_at}).fetchone()
    payload = bytes(found[0]) if found else b""
    reason = f"inbox entry {entry_id} is not what its identity says"
    refused = Refused(payload, hashlib.sha256(payload).digest(), "", reason)
    keep(connection, refused, source=f"inbox, by {principal}", quota=sys.maxsize)


def _next(connection: Connection) -> tuple[int, datetime]:
    clock = connection.execute("SELECT clock_timestamp()").fetchone()
    now: datetime = clock[0].astimezone(UTC) if clock else datetime.now(UTC)
    last = connection.execute(query("last_numbered")).fetchone()
    if last is None:
        return 0, now
    return last[0] + 1, max(now, decode_envelope(bytes(last[1])).numbered_at)
