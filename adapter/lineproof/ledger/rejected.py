"""Refused events: kept with where and why, listed, replayed."""

from datetime import datetime
from typing import Final, NamedTuple

from lineproof.events.received import Refused
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = [
    "KEPT_BYTES",
    "Kept",
    "Rejected",
    "keep",
    "list_rejected",
    "mark_replayed",
    "rejected_payload",
    "waiting_ids",
]

KEPT_BYTES: Final = 64 * 1024 * 1024
"""Of a larger refused payload only the beginning is kept; it cannot be replayed."""


class Rejected(NamedTuple):
    """A refused event as it is listed: `size` in bytes as sent, `excerpt` its first 200 characters."""

    rejected_id: int
    received_at: datetime
    source: str
    pointer: str
    reason: str
    authority: str
    principal: str
    size: int
    replayed_at: datetime | None
    excerpt: str


def _text(value: str) -> str:
    return value.replace("\0", "\\u0000")


def keep(connection: Connection, refused: Refused, *, source: str, quota: int) -> bool:
    """Keeps a refused event, in the connection's transaction.

    Returns:
        False where the same was kept before, or `quota` refused events wait already.
    """
    parameters = {
        "digest": refused.digest,
        "source": _text(source),
        "pointer": _text(refused.pointer),
        "reason": _text(refused.reason),
        "size": len(refused.payload),
        "payload": refused.payload[:KEPT_BYTES],
        "quota": quota,
    }
    return connection.execute(query("append_rejected"), parameters).fetchone() is not None


def list_rejected(connection: Connection, *, limit: int, offset: int, replayed: bool) -> list[Rejected]:
    """Refused events, the newest first; those that were replayed only when asked for."""
    rows = connection.execute(
        query("list_rejected"), {"limit": limit, "offset": offset, "replayed": replayed}
    ).fetchall()
    return [Rejected(*(*row[:-1], bytes(row[-1]).decode(errors="replace"))) for row in rows]


class Kept(NamedTuple):
    """What was kept of a refused event, and whether it is all that was sent."""

    payload: bytes
    whole: bool


def rejected_payload(connection: Connection, rejected_id: int) -> Kept | None:
    """What was kept, locked against a second replay; None where no such id waits."""
    row = connection.execute(query("rejected_payload"), [rejected_id]).fetchone()
    return None if row is None else Kept(bytes(row[0]), row[1])


def waiting_ids(connection: Connection) -> list[int]:
    """The ids of all refused events that were not replayed, the oldest first."""
    rows = connection.execute(
        "SELECT rejected_id FROM lineproof.rejected_event WHERE replayed_at IS NULL ORDER BY rejected_id"
    )
    return [row[0] for row in rows.fetchall()]


def mark_replayed(connection: Connection, rejected_id: int) -> None:
    """Notes that the event has been taken in since."""
    connection.execute(
        "UPDATE lineproof.rejected_event SET replayed_at = transaction_timestamp() WHERE rejected_id = %s",
        [rejected_id],
    )
