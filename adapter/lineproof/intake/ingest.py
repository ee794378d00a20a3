"""Takes pieces into the ledger, a committed batch at a time."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from lineproof.events.received import Received, Refused, receive
from lineproof.intake.pieces import Piece
from lineproof.ledger.append import append
from lineproof.ledger.connection import Connection
from lineproof.ledger.rejected import keep

__all__ = ["Batch", "Limits", "Tally", "ingest"]

_BATCH_BYTES: Final = 16 * 1024 * 1024


class Limits(NamedTuple):
    """Bounds of an ingest: events a transaction, bytes an event, refused events that are kept."""

    batch_size: int
    max_event_bytes: int
    rejected_quota: int


class Tally(NamedTuple):
    """What became of a number of events; `unkept` of the rejected ones did not fit into the quota."""

    received: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    unkept: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(mine + others for mine, others in zip(self, other, strict=True)))


class Batch(NamedTuple):
    """One committed batch: what became of it, up to where the source is now in the ledger, and what was refused."""

    tally: Tally
    source: str
    read: int
    refused: list[tuple[str, Refused]]


def ingest(
    connection: Connection, pieces: Iterable[Piece], limits: Limits, on_commit: Callable[[Batch], None]
) -> Tally:
    """Appends what are events, keeps what are none with the reason, and commits batch after batch.

    Args:
        connection: acts as producer, steward or auditor, and is not in autocommit mode.
        pieces: the bytes of one event each.
        limits: the bounds.
        on_commit: told of each batch after its commit.

    Raises:
        psycopg.Error: the database refused or went away; batches that `on_commit` was told of are safe.
    """
    total = Tally()
    for group in _batches(pieces, limits):
        batch = _take(connection, group, limits)
        connection.commit()
        total = total.plus(batch.tally)
        on_commit(batch)
    return total


def _batches(pieces: Iterable[Piece], limits: Limits) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    size = 0
    for piece in pieces:
        group.append(piece)
        size += len(piece.data)
        if len(group) >= limits.batch_size or size >= _BATCH_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _take(connection: Connection, group: list[Piece], limits: Limits) -> Batch:
    received: list[Received] = []
    refused: list[tuple[str, Refused]] = []
    for piece in group:
        judged = receive(piece.data, max_bytes=limits.max_event_bytes)
        if isinstance(judged, Received):
            received.append(judged)
        else:
            refused.append((piece.source, judged))
    accepted = append(connection, received)
    kept = keep(connection, refused, quota=limits.rejected_quota)
    tally = Tally(len(group), accepted, len(received) - accepted, len(refused), len(refused) - kept)
    return Batch(tally, group[-1].source, sum(piece.read for piece in group), refused)
