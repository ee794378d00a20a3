"""Appending: the only hot path. One call a batch, any number of writers, no lock over all of them."""

from collections.abc import Sequence

from lineproof.events.envelope import Mark
from lineproof.events.received import Received
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["append"]


def append(connection: Connection, batch: Sequence[Received]) -> int:
    """Appends what is new, in the connection's transaction: it is in the ledger once the caller has committed.

    An event is known by its time, the SHA-256 of its bytes and the authority it is said with. The database computes
    the digest, draws the salt, and fills in authority and principal from the role and the login of the connection.

    Returns:
        How many events of the batch were new.

    Raises:
        psycopg.Error: the database refused or went away; nothing of the batch is kept.
    """
    if not batch:
        return 0
    parameters = {
        "event_times": [received.event.event_time for received in batch],
        "payloads": [received.payload for received in batch],
        "marks": [int(Mark.ZONELESS if received.event.zoneless else Mark.NONE) for received in batch],
    }
    row = connection.execute(query("append"), parameters, prepare=True).fetchone()
    return int(row[0]) if row else 0
