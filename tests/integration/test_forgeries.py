"""What a producer tells the database without Lineproof's commands holds up nobody."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from integration.conftest import Straight
from integration.entries import envelopes, payloads, positions, say
from integration.events import START, event, line
from lineproof.errors import DatabaseError
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.mirror.follow import catch_up

AT = START.isoformat()


def _facet(value: bytes) -> bytes:
    whole = line(5, job={"namespace": "tests", "name": "forged", "facets": {"odd": "HERE"}})
    return whole.replace(b'"HERE"', value)


def _honest(database: Database, number: int) -> None:
    with connect(database, Role.PRODUCER) as connection:
        say(connection, event(number)["eventTime"], line(number))


def _goes_on(database: Database, reader: Connection) -> None:
    """Whoever comes after is numbered and mirrored."""
    _honest(database, 0)
    catch_up(database)
    _honest(database, 1)
    catch_up(database)
    assert reader.execute("SELECT count(*) FROM lineproof.inbox").fetchone() == (0,)
    assert positions(reader) == list(range(len(payloads(reader))))
    assert {line(0), line(1)} <= set(payloads(reader))
    runs = {run_id for (run_id,) in reader.execute("SELECT run_id FROM lineproof_mirror.run")}
    assert {"run-0", "run-1"} <= runs
    assert "run-5" not in runs


NO_EVENTS = {
    "broken UTF-8 in a facet": _facet(b'{"x": "\xff"}'),
    "broken UTF-8 in a name": line(5, run={"runId": "HERE"}).replace(b"HERE", b"\xff"),
    "NaN in a facet": _facet(b'{"x": NaN}'),
    "a facet that nests 50,000 levels": _facet(b"[" * 50_000 + b"]" * 50_000),
    "a byte order mark": b"\xef\xbb\xbf" + line(5),
    "no JSON": b"\0\xff",
    "nothing": b"",
}


def test_entries_that_are_no_events_are_left_out_of_the_mirror_with_a_reason(
    straight: Straight, database: Database, reader: Connection
) -> None:
    for payload in NO_EVENTS.values():
        with connect(straight("producer"), None) as connection:
            say(connection, AT, payload)
    _goes_on(database, reader)
    assert len(positions(reader)) == len(NO_EVENTS) + 2
    left_out = reader.execute("SELECT position, reason FROM lineproof_mirror.unprojected ORDER BY 1").fetchall()
    assert [position for position, _ in left_out] == list(range(len(NO_EVENTS)))
    assert all(reason for _, reason in left_out)


TIMES = ("infinity", "-infinity", "20000-01-01T00:00:00Z", "0044-03-15 00:00:00 BC", "0001-01-01T00:00:00Z")
MARKS = (-1, 1, 2, 32767)


def test_no_time_and_no_mark_stops_the_numbering(straight: Straight, database: Database, reader: Connection) -> None:
    said = [(event_time, 0) for event_time in TIMES] + [(AT, marks) for marks in MARKS]
    taken = 0
    for event_time, marks in said:
        with suppress(DatabaseError), connect(straight("producer"), None) as connection:
            say(connection, event_time, b"odd %d" % marks, marks=marks)
            taken += 1
    _goes_on(database, reader)
    assert len(positions(reader)) == taken + 2


ARGUMENTS = (
    "ARRAY[now(), now()], ARRAY['x'::bytea], ARRAY[0::smallint]",
    "ARRAY[now()], ARRAY['x'::bytea, 'y'], ARRAY[0::smallint]",
    "ARRAY[now()], ARRAY['x'::bytea], ARRAY[]::smallint[]",
    "ARRAY[now()], ARRAY[NULL::bytea], ARRAY[0::smallint]",
    "ARRAY[NULL::timestamptz], ARRAY['x'::bytea], ARRAY[0::smallint]",
    "ARRAY[now()], ARRAY[['x'::bytea, 'y']], ARRAY[0::smallint]",
    "ARRAY[]::timestamptz[], ARRAY[]::bytea[], ARRAY[]::smallint[]",
    "NULL, NULL, NULL",
)


def test_arguments_that_do_not_fit_append_nothing(straight: Straight, database: Database, reader: Connection) -> None:
    for arguments in ARGUMENTS:
        with suppress(DatabaseError), connect(straight("producer"), None) as connection:
            connection.execute(f"SELECT lineproof.append({arguments})".encode())
        assert payloads(reader) == [], arguments
    _goes_on(database, reader)


def test_an_event_whose_time_is_not_the_one_it_claims_does_not_win_for_ever(
    straight: Straight, database: Database, reader: Connection
) -> None:
    lie = line(1, eventTime="2999-01-01T00:00:00Z", run=event(0)["run"], job=event(0)["job"], eventType="FAIL")
    with connect(straight("producer"), None) as connection:
        say(connection, AT, lie)
    _goes_on(database, reader)
    assert envelopes(reader)[0].event_time == START
    found = reader.execute("SELECT state FROM lineproof_mirror.run WHERE run_id = 'run-0'").fetchall()
    assert found == [("COMPLETE",)]


def test_the_same_event_again_and_again_is_one_entry(
    straight: Straight, database: Database, reader: Connection
) -> None:
    with connect(straight("producer"), None) as connection:
        row = connection.execute(
            "SELECT lineproof.append(array_fill(%s::timestamptz, ARRAY[50]), array_fill(%s::bytea, ARRAY[50]),"
            " array_fill(0::smallint, ARRAY[50]))",
            [START, line(0)],
        ).fetchone()
    assert row == (1,)
    _goes_on(database, reader)
    assert len(positions(reader)) == 2


def test_a_transaction_that_stays_open_keeps_others_neither_from_writing_nor_from_being_numbered(
    straight: Straight, database: Database, reader: Connection
) -> None:
    with connect(straight("producer"), None) as slow:
        say(slow, event(7)["eventTime"], line(7))
        _goes_on(database, reader)
        assert positions(reader) == [0, 1]
    catch_up(database)
    assert positions(reader) == [0, 1, 2]
    assert payloads(reader).count(line(7)) == 1


@pytest.fixture
def refuse(straight: Straight) -> Callable[..., None]:
    """Keeps a refused event by hand, as a producer."""

    def keep(source: Any, reason: Any, payload: Any, *, quota: int = 10) -> None:
        with connect(straight("producer"), None) as connection:
            connection.execute(
                "SELECT lineproof.reject(ARRAY[sha256(coalesce(%(payload)s::bytea, ''))], ARRAY[%(source)s::text],"
                " ARRAY[''], ARRAY[%(reason)s::text], ARRAY[1::bigint], ARRAY[%(payload)s::bytea], %(quota)s::bigint)",
                {"source": source, "reason": reason, "payload": payload, "quota": quota},
            )

    return keep


def test_the_quota_is_the_database_s_whatever_is_asked_for(
    refuse: Callable[..., None], superuser: Any, database: Database, reader: Connection
) -> None:
    superuser.execute("UPDATE lineproof.installation SET rejected_quota = 2")
    for number in range(5):
        refuse("by hand", "no reason", b"bad %d" % number, quota=1000)
    assert reader.execute("SELECT count(*) FROM lineproof.rejected_event").fetchone() == (2,)
    _goes_on(database, reader)
