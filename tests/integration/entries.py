"""What is in a ledger."""

from typing import Any

import psycopg

from lineproof.events.envelope import Envelope, decode_envelope

Connection = psycopg.Connection[Any]


def payloads(connection: Connection) -> list[bytes]:
    """The received bytes of every entry, in no order."""
    return [bytes(row[0]) for row in connection.execute("SELECT payload FROM lineproof.entry")]


def identities(connection: Connection) -> list[tuple[bytes, str]]:
    """The digest of every entry, and the authority that it was said with, in no order."""
    return [
        (bytes(digest), authority)
        for digest, authority in connection.execute("SELECT digest, authority::text FROM lineproof.identity")
    ]


def positions(connection: Connection) -> list[int]:
    """The log's positions, in order."""
    return [row[0] for row in connection.execute("SELECT position FROM lineproof.log ORDER BY position")]


def envelopes(connection: Connection) -> list[Envelope]:
    """The log's envelopes, in order."""
    rows = connection.execute("SELECT envelope FROM lineproof.log ORDER BY position")
    return [decode_envelope(bytes(row[0])) for row in rows]


def refusals(connection: Connection) -> list[str]:
    """The reasons of the refused events that are kept."""
    return [row[0] for row in connection.execute("SELECT reason FROM lineproof.rejected_event ORDER BY rejected_id")]


def say(connection: Connection, event_time: str, payload: bytes, *, marks: int = 0) -> None:
    """What `lineproof ingest` asks of the database, with anything for an event."""
    connection.execute(
        "SELECT lineproof.append(ARRAY[%s::text]::timestamptz[], ARRAY[%s::bytea], ARRAY[%s]::smallint[])",
        [event_time, payload, marks],
    )
