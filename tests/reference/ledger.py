"""A ledger that is told histories."""

from collections.abc import Iterable
from datetime import UTC, datetime

from lineproof.events.received import Received, receive
from lineproof.ledger.append import append
from lineproof.ledger.connection import Database, Role, connect
from lineproof.mirror.follow import catch_up
from reference.arrival import current
from reference.heard import Said
from reference.rows import Tables
from reference.tables import dump, mirrored

MAX_BYTES = 50_000_000


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
        """The mirror row by row, less what depends on the order of arrival."""
        with connect(self.database, Role.READER, autocommit=True) as connection:
            return current(connection)


def now() -> datetime:
    """When what is told now is received."""
    return datetime.now(UTC)
