"""Reading the numbered log."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lineproof.errors import IntegrityError, SchemaError
from lineproof.events.envelope import Envelope, decode_envelope
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = [
    "Counts",
    "LogEntry",
    "counts",
    "local_namespace",
    "lock_cursor",
    "move_cursor",
    "of_entries",
    "position_at",
    "read_log",
]


class LogEntry(NamedTuple):
    """An entry of the log; `payload` is None once it was erased."""

    position: int
    envelope: Envelope
    payload: bytes | None


class Counts(NamedTuple):
    """Entries with a position, entries that wait for one, and positions that the mirror has passed."""

    numbered: int
    waiting: int
    mirrored: int

    @property
    def behind(self) -> int:
        """How many committed entries the mirror does not show yet."""
        return self.waiting + self.numbered - self.mirrored


def read_log(connection: Connection, position: int, *, limit: int, max_bytes: int) -> Iterator[LogEntry]:
    """Entries from `position` on, in order: up to `limit`, fewer once their payloads reach `max_bytes`."""
    rows = connection.execute(query("read_log"), {"position": position, "limit": limit}, binary=True).fetchall()
    sizes = of_entries(connection, "entry_sizes", [row[2:] for row in rows])
    fitting, size = 0, 0
    while fitting < len(rows) and (size < max_bytes or not fitting):
        size += sizes.get(rows[fitting][3], 0)
        fitting += 1
    payloads = of_entries(connection, "entry_payloads", [row[2:] for row in rows[:fitting]])
    for at, envelope, _, entry_id in rows[:fitting]:
        yield LogEntry(at, decode_envelope(envelope), payloads.get(entry_id))


def of_entries(connection: Connection, name: str, entries: Sequence[tuple[datetime, int]]) -> dict[int, Any]:
    """What the query `name` says of entries, by their ids; they are known by time of receipt and id."""
    if not entries:
        return {}
    times = [received_at for received_at, _ in entries]
    asked = {"since": min(times), "until": max(times), "entries": [entry_id for _, entry_id in entries]}
    return dict(connection.execute(query(name), asked, binary=True).fetchall())


def position_at(connection: Connection, moment: datetime) -> int:
    """The first position that was numbered after `moment`: the ledger knew then what stands before it."""
    low, high = 0, counts(connection).numbered
    while low < high:
        middle = (low + high) // 2
        if _numbered_at(connection, middle) <= moment:
            low = middle + 1
        else:
            high = middle
    return low


def _numbered_at(connection: Connection, position: int) -> datetime:
    row = connection.execute("SELECT envelope FROM lineproof.log WHERE position = %s", [position]).fetchone()
    if row is None:
        raise IntegrityError(f"position {position} of the log is missing; restore the database from a backup")
    return decode_envelope(bytes(row[0])).numbered_at


def lock_cursor(connection: Connection, reader: str) -> int:
    """The position that `reader` reads next; nobody else moves it until the transaction ends.

    Raises:
        SchemaError: there is no such reader.
    """
    row = connection.execute(query("lock_cursor"), {"reader": reader}).fetchone()
    if row is None:
        raise SchemaError(f"the log has no reader {reader}; run: lineproof db upgrade")
    return int(row[0])


def move_cursor(connection: Connection, reader: str, position: int) -> None:
    """Notes, in the connection's transaction, that `reader` reads `position` next."""
    connection.execute("UPDATE lineproof.cursor SET position = %s WHERE reader = %s", [position, reader])


def counts(connection: Connection) -> Counts:
    """How far numbering and mirror have come."""
    row = connection.execute(query("ledger_counts")).fetchone()
    return Counts(*row) if row else Counts(0, 0, 0)


def local_namespace(connection: Connection) -> str:
    """The namespace of records without one, as it was chosen when the schema was made."""
    row = connection.execute("SELECT namespace FROM lineproof.installation").fetchone()
    if row is None:
        raise SchemaError("the schema does not say what its namespace is; run: lineproof db upgrade")
    return str(row[0])
