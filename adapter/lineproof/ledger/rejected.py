"""Refused events: kept with where and why, listed, taken for replay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from lineproof.events.received import Refused
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["KEPT_BYTES", "Kept", "Rejected", "keep", "list_rejected", "take_rejected", "waiting_ids"]

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


class Kept(NamedTuple):
    """What was kept of a refused event, and whether it is all that was sent."""

    payload: bytes
    whole: bool


def keep(connection: Connection, refused: Sequence[tuple[str, Refused]], *, quota: int) -> int:
    """Keeps refused events with the places they came from, in the connection's transaction.

    Returns:
        How many are new and within the quota of the principal; the same bytes are kept once.
    """
    if not refused:
        return 0
    parameters = {
        "digests": [event.digest for _, event in refused],
        "sources": [_text(source) for source, _ in refused],
        "pointers": [_text(event.pointer) for _, event in refused],
        "reasons": [_text(event.reason) for _, event in refused],
        "sizes": [len(event.payload) for _, event in refused],
        "payloads": [event.payload[:KEPT_BYTES] for _, event in refused],
        "quota": quota,
    }
    row = connection.execute(query("reject"), parameters).fetchone()
    return int(row[0]) if row else 0


def _text(value: str) -> str:
    # neither U+0000 nor a file name's stray bytes fit into the database's text
    return value.encode(errors="backslashreplace").decode().replace("\0", "\\x00")


def list_rejected(connection: Connection, *, limit: int, offset: int, replayed: bool) -> list[Rejected]:
    """Refused events, the newest first; those that were replayed only when asked for."""
    rows = connection.execute(
        query("list_rejected"), {"limit": limit, "offset": offset, "replayed": replayed}
    ).fetchall()
    return [Rejected(*(*row[:-1], bytes(row[-1]).decode(errors="replace"))) for row in rows]


def waiting_ids(connection: Connection) -> list[int]:
    """The ids of refused events of one's own authority that were not replayed, the oldest first."""
    return [row[0] for row in connection.execute("SELECT lineproof.waiting_rejected()").fetchall()]


def take_rejected(connection: Connection, rejected_id: int) -> Kept | None:
    """Takes a refused event for replay, in the connection's transaction: rolled back, it waits again.

    Returns:
        None where no such event of one's own authority waits.
    """
    row = connection.execute("SELECT payload, whole FROM lineproof.take_rejected(%s)", [rejected_id]).fetchone()
    return None if row is None else Kept(bytes(row[0]), row[1])
