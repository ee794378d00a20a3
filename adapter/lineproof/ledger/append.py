"""Appending: the only hot path. One transaction a batch, any number of writers, no lock over all of them."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from lineproof.events.envelope import SALT_BYTES, Mark
from lineproof.events.received import Received
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["Appended", "append"]


class Appended(NamedTuple):
    """What a batch came to: the ids of its new entries, and how many of its events were there before."""

    entry_ids: list[int]
    duplicates: int


def append(connection: Connection, batch: Sequence[Received]) -> Appended:
    """Appends what is new, in the connection's transaction: it is in the ledger once the caller has committed.

    An event is known by its time, the SHA-256 of its bytes and the authority it is said with; the database fills in
    authority and principal from the role the connection acts as.

    Raises:
        psycopg.Error: the database refused or went away; nothing of the batch is kept.
    """
    if not batch:
        return Appended([], 0)
    unique = {received.digest: received for received in batch}
    with connection.cursor() as cursor:
        cursor.execute(query("stage_identities"))
        with cursor.copy("COPY pg_temp.staged_identity (event_time, digest) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["timestamptz", "bytea"])
            for received in unique.values():
                copy.write_row((received.event.event_time, received.digest))
        cursor.execute(query("append_identities"))
        fresh = [(entry_id, unique[bytes(digest)]) for digest, entry_id in cursor.fetchall()]
        if fresh:
            salts = os.urandom(SALT_BYTES * len(fresh))
            with cursor.copy("COPY lineproof.entry (entry_id, salt, payload) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int8", "bytea", "bytea"])
                for index, (entry_id, received) in enumerate(fresh):
                    salt = salts[index * SALT_BYTES : (index + 1) * SALT_BYTES]
                    copy.write_row((entry_id, salt, received.payload))
            with cursor.copy("COPY lineproof.inbox (entry_id, event_time, marks) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["int8", "timestamptz", "int2"])
                for entry_id, received in fresh:
                    mark = Mark.ZONELESS if received.event.zoneless else Mark.NONE
                    copy.write_row((entry_id, received.event.event_time, int(mark)))
    return Appended([entry_id for entry_id, _ in fresh], len(batch) - len(fresh))
