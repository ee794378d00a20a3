"""A ledger that is told histories."""

from collections.abc import Iterable
from datetime import UTC, datetime

from lineproof.events.received import Received, receive
from lineproof.ledger.append import append
from lineproof.ledger.connection import Database, Role, connect
from lineproof.mirror.follow import catch_up
from reference.heard import Said
from reference.rows import Tables
from reference.tables import dump, mirrored

MAX_BYTES = 50_000_000
ORDERED = {
    "facet": {"position", "since_time", "since_digest", "since_place", "since_position"},
    "naming": {"position"},
    "run": {"starts_told", "ends_told"},
    "dataset": {"told"},
    "write": {"told"},
    "unprojected": {"position"},
}
"""Columns that tell where in the log something stood, or since when, and so depend on the order of arrival."""

TOLD_BY_ORDER = ("facet_history", "provenance_audit_log")
"""Tables that do: what became of stretches, and the trail."""


class Ledger:
    """A ledger and its mirror."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def told(self, said: Iterable[Said]) -> "Ledger":
        """Appends what was said, with the authority of each, and mirrors it."""
        batches: dict[str, list[Received]] = {}
        for one in said:
            received = receive(one.payload, max_bytes=MAX_BYTES)
            assert isinstance(received, Received), received
            batches.setdefault(one.authority, []).append(received)
        for authority, batch in batches.items():
            with connect(self.database, Role(authority)) as connection:
                append(connection, batch)
        catch_up(self.database)
        return self

    def mirrored(self) -> Tables:
        """The mirror in the reference's shape."""
        with connect(self.database, Role.READER, autocommit=True) as connection:
            return mirrored(connection)

    def dump(self) -> dict[str, list[str]]:
        """The mirror row by row."""
        with connect(self.database, Role.READER, autocommit=True) as connection:
            return dump(connection)

    def current(self) -> dict[str, list[str]]:
        """The mirror row by row, less the tables and columns that tell the order of the log."""
        with connect(self.database, Role.READER, autocommit=True) as connection:
            tables = dump(connection, but=ORDERED)
        return {table: rows for table, rows in tables.items() if table not in TOLD_BY_ORDER}


def now() -> datetime:
    """When what is told now is received."""
    return datetime.now(UTC)
