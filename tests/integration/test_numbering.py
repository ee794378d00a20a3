"""What the numbered log says of each entry, and that it can be checked."""

import hashlib
import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from conftest import environment
from integration.commands import run_at_once
from integration.entries import envelopes, payloads, positions
from integration.events import line
from lineproof.events.authority import Authority
from lineproof.events.envelope import EntryKind, Envelope, Mark, encode_envelope
from lineproof.ledger.connection import Connection, Database
from lineproof.ledger.reading import read_log

ZONELESS = line(1, eventTime="2026-01-01T12:00:00.1234567")
OFFSET = line(2, eventTime="2026-01-01T12:00:00+05:45")
FIRST = line(3, eventTime="0001-01-01T00:00:00Z")
LAST = line(4, eventTime="9999-12-31T23:59:59.999999Z")
TIMES = {
    ZONELESS: datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC),
    OFFSET: datetime(2026, 1, 1, 6, 15, tzinfo=UTC),
    FIRST: datetime(1, 1, 1, tzinfo=UTC),
    LAST: datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
}


def test_each_envelope_says_what_is_in_the_ledger_and_commits_to_the_payload(
    database: Database, tmp_path: Path, superuser: psycopg.Connection[Any], *, full: bool
) -> None:
    events = [*TIMES, *(line(number) for number in range(10, 2000 if full else 200))]
    commands = []
    for share in range(3):
        file = tmp_path / f"{share}.ndjson"
        file.write_bytes(b"\n".join(events[share::3]))
        commands.append((environment(database), ("ingest", "--batch-size", "7", str(file))))
    assert [done.code for done in run_at_once(commands)] == [0, 0, 0]

    rows = superuser.execute(
        "SELECT log.position, log.envelope, log.leaf_hash, log.received_at, entry.salt, entry.payload,"
        " identity.event_time, identity.digest FROM lineproof.log JOIN lineproof.entry USING (received_at, entry_id)"
        " JOIN lineproof.identity USING (entry_id) ORDER BY log.position"
    ).fetchall()
    assert [row[0] for row in rows] == list(range(len(events)))
    assert len({bytes(row[4]) for row in rows}) == len(events)
    for (_, encoded, leaf, received_at, salt, payload, event_time, digest), envelope in zip(
        rows, envelopes(superuser), strict=True
    ):
        assert bytes(leaf) == hashlib.sha256(b"\0" + bytes(encoded)).digest()
        assert envelope.commitment == hashlib.sha256(bytes(salt) + bytes(payload)).digest()
        assert bytes(digest) == hashlib.sha256(bytes(payload)).digest()
        assert bytes(digest) not in bytes(encoded)
        assert (envelope.event_time, envelope.received_at) == (event_time, received_at)
        assert (envelope.kind, envelope.authority) == (EntryKind.EVENT, Authority.PRODUCER)
        assert envelope.principal == superuser.info.user
        assert envelope.marks == (Mark.ZONELESS if bytes(payload) == ZONELESS else Mark.NONE)
        assert envelope.event_time == TIMES.get(bytes(payload), envelope.event_time)
        assert envelope.numbered_at >= envelope.received_at
    numbered = [envelope.numbered_at for envelope in envelopes(superuser)]
    assert all(earlier <= later for earlier, later in itertools.pairwise(numbered))
    assert sorted(payloads(superuser)) == sorted(events)


def test_numbering_never_goes_back_behind_a_clock_that_was_ahead(
    ingest: Callable[..., dict[str, int]], superuser: psycopg.Connection[Any]
) -> None:
    ahead = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)
    encoded = encode_envelope(
        Envelope(EntryKind.EVENT, Authority.PRODUCER, Mark.NONE, ahead, ahead, ahead, bytes(32), "clock")
    )
    superuser.execute("INSERT INTO lineproof.log VALUES (0, 0, %s, %s, sha256(%s))", [ahead, encoded, encoded])
    superuser.execute("UPDATE lineproof.cursor SET position = 1 WHERE reader = 'number'")
    ingest("-", stdin=line(0))
    assert positions(superuser) == [0, 1]
    assert [envelope.numbered_at for envelope in envelopes(superuser)] == [ahead, ahead]


def test_events_that_were_not_waited_for_are_numbered_by_the_next_who_asks(
    cli: Callable[..., Any], reader: Connection
) -> None:
    assert cli("ingest", "--no-wait", "-", stdin=line(0) + b"\n" + line(1)).returncode == 0
    assert len(payloads(reader)) == 2
    assert positions(reader) == []
    assert "dataset-1" in cli("list", "-o", "json").stdout
    assert positions(reader) == [0, 1]


@pytest.mark.parametrize("position", [2**15 - 1, 2**16, 2**31 - 1, 2**32])
def test_the_log_is_read_however_long_it_is(reader: Connection, position: int) -> None:
    assert list(read_log(reader, position, limit=2000, max_bytes=1)) == []
