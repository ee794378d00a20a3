"""A second chance for refused events."""

from typing import NamedTuple

from lineproof.events.received import Refused, receive
from lineproof.ledger.append import append
from lineproof.ledger.connection import Connection
from lineproof.ledger.rejected import take_rejected, waiting_ids

__all__ = ["Replayed", "replay"]


class Replayed(NamedTuple):
    """How many went in, how many were there already, and which stay out, with why."""

    accepted: int
    duplicates: int
    refused: list[tuple[int, str]]


def replay(connection: Connection, ids: list[int], *, max_event_bytes: int) -> Replayed:
    """Judges refused events anew, each in a transaction of its own; no ids: all of one's own authority that wait.

    Raises:
        psycopg.Error: the database refused or went away; what was replayed before is safe.
    """
    accepted = duplicates = 0
    refused: list[tuple[int, str]] = []
    for rejected_id in ids or waiting_ids(connection):
        kept = take_rejected(connection, rejected_id)
        if kept is None:
            refused.append((rejected_id, "no such event waits that came with this authority"))
        elif not kept.whole:
            refused.append((rejected_id, "only its beginning was kept; ingest it from where it came"))
        else:
            judged = receive(kept.payload, max_bytes=max_event_bytes)
            if isinstance(judged, Refused):
                refused.append((rejected_id, f"at {judged.pointer or '(whole)'}: {judged.reason}"))
            elif append(connection, [judged]):
                accepted += 1
            else:
                duplicates += 1
        if refused and refused[-1][0] == rejected_id:
            connection.rollback()
        else:
            connection.commit()
    return Replayed(accepted, duplicates, refused)
