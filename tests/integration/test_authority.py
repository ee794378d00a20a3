"""Who may say what is the database's to decide, not the client's."""

import hashlib
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from psycopg import errors as pg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from conftest import environment
from integration.commands import is_one_line, run
from integration.conftest import ROLES, Straight
from integration.entries import envelopes, say
from integration.events import START, line
from lineproof.events.authority import Authority
from lineproof.events.received import Refused
from lineproof.ledger.connection import Connection, connect
from lineproof.ledger.rejected import Kept, keep, take_rejected, waiting_ids
from lineproof.mirror.follow import catch_up

AT = START.isoformat()
SPEAKERS = ("producer", "steward", "auditor")
OWN_CHOICE = [
    "INSERT INTO lineproof.identity (event_time, digest, authority) VALUES (now(), sha256('x'), 'steward')",
    "INSERT INTO lineproof.identity (digest, entry_id) OVERRIDING SYSTEM VALUE VALUES (sha256('x'), 1)",
    "INSERT INTO lineproof.entry (entry_id, salt, payload, received_at) VALUES (1, sha256('x'), 'x', '2020-01-01')",
    "INSERT INTO lineproof.identity (event_time, digest) VALUES (now(), sha256('x'))",
    "INSERT INTO lineproof.entry (entry_id, salt, payload) VALUES (1, sha256('x'), 'x')",
    "INSERT INTO lineproof.inbox (entry_id, event_time) VALUES (1, now())",
    "INSERT INTO lineproof.inbox (entry_id, event_time, kind) VALUES (1, now(), 'erasure')",
    "INSERT INTO lineproof.log VALUES (0, 1, now(), 'x', sha256('x'))",
    "UPDATE lineproof.cursor SET position = 0",
    "DELETE FROM lineproof.inbox",
    "INSERT INTO lineproof_mirror.unprojected VALUES (1, 'x')",
    "INSERT INTO lineproof.rejected_event (digest, source, pointer, reason) VALUES (sha256('x'), '', '', '')",
    "INSERT INTO lineproof.rejected_event (authority, principal) VALUES ('steward', 'somebody else')",
    "UPDATE lineproof.rejected_event SET replayed_at = now()",
    "DELETE FROM lineproof.rejected_event",
    "SELECT setval('lineproof.identity_entry_id_seq', 1)",
]


def _refused(connection: Connection, statement: str) -> None:
    with pytest.raises(pg.InsufficientPrivilege):
        connection.execute(statement.encode())


def _tables(connection: psycopg.Connection[Any]) -> list[sql.Identifier]:
    rows = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('lineproof', 'lineproof_mirror')"
    ).fetchall()
    assert len(rows) > 15
    return [sql.Identifier(*row) for row in rows]


def test_the_database_fills_in_authority_and_principal(
    straight: Straight, logins: dict[str, str], reader: Connection
) -> None:
    for number, role in enumerate(SPEAKERS):
        with connect(straight(role), None) as connection:
            connection.execute(f"SET ROLE {straight(role).role_prefix}_{role}".encode())
            say(connection, AT, line(number))
    catch_up(straight("sequencer"))
    said = {(envelope.authority.value, envelope.principal) for envelope in envelopes(reader)}
    assert said == {(role, logins[role]) for role in SPEAKERS}


def test_a_producer_cannot_speak_as_a_steward(straight: Straight, reader: Connection) -> None:
    producer = straight("producer")
    done = run(environment(producer), "ingest", "--as", "steward", __file__)
    assert done.code == 2
    assert is_one_line(done.stderr)
    assert "steward" in done.stderr
    with connect(producer, None, autocommit=True) as connection:
        for role in ROLES:
            if role != "producer":
                _refused(connection, f"SET ROLE {producer.role_prefix}_{role}")
    started = make_conninfo(producer.conninfo(), options=f"-c role={producer.role_prefix}_steward")
    with suppress(psycopg.OperationalError), psycopg.connect(started, autocommit=True) as connection:
        say(connection, AT, line(0))
        assert reader.execute("SELECT authority::text FROM lineproof.identity").fetchall() == [("producer",)]


@pytest.mark.parametrize("role", SPEAKERS)
def test_speakers_choose_neither_authority_nor_principal_nor_times_nor_ids(role: str, straight: Straight) -> None:
    with connect(straight(role), None, autocommit=True) as connection:
        for statement in OWN_CHOICE:
            _refused(connection, statement)


@pytest.mark.parametrize("role", ["reader", "eraser"])
def test_readers_write_nothing(role: str, straight: Straight, superuser: psycopg.Connection[Any]) -> None:
    with connect(straight(role), None, autocommit=True) as connection:
        for table in _tables(superuser):
            for statement in ("INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}"):
                with pytest.raises(pg.InsufficientPrivilege):
                    connection.execute(sql.SQL(statement).format(table))


def test_producers_read_no_payloads_and_no_records(straight: Straight) -> None:
    with connect(straight("producer"), None, autocommit=True) as connection:
        _refused(connection, "SELECT payload FROM lineproof.entry")
        _refused(connection, "SELECT payload FROM lineproof.rejected_event")
        _refused(connection, "COPY lineproof.entry (salt) TO STDOUT")
        _refused(connection, "SELECT * FROM lineproof_mirror.facet")
        _refused(connection, "SELECT * FROM lineproof_mirror.provenance_audit_log")


def test_the_gateway_speaks_for_the_principals_behind_its_keys(straight: Straight, reader: Connection) -> None:
    with connect(straight("gateway"), None, autocommit=True) as connection:
        connection.execute(
            "SELECT lineproof.append_as(ARRAY[%s::timestamptz], ARRAY[%s::bytea], ARRAY[0]::smallint[],"
            " ARRAY['steward']::lineproof.authority[], ARRAY['anna@example.org'])",
            [START, line(0)],
        )
        _refused(connection, "SELECT payload FROM lineproof.entry")
        for statement in OWN_CHOICE:
            _refused(connection, statement)
    catch_up(straight("sequencer"))
    assert [(e.authority, e.principal) for e in envelopes(reader)] == [(Authority.STEWARD, "anna@example.org")]


@pytest.mark.parametrize("role", ["producer", "steward", "auditor", "reader", "sequencer", "eraser"])
def test_only_the_gateway_speaks_for_others(role: str, straight: Straight) -> None:
    with connect(straight(role), None, autocommit=True) as connection:
        _refused(
            connection,
            "SELECT lineproof.append_as(ARRAY[now()], ARRAY['x'::bytea], ARRAY[0]::smallint[],"
            " ARRAY['steward']::lineproof.authority[], ARRAY['somebody else'])",
        )
        _refused(
            connection,
            "SELECT lineproof.reject_as(ARRAY[sha256('x')], ARRAY[''], ARRAY[''], ARRAY[''], ARRAY[1]::bigint[],"
            " ARRAY['x'::bytea], 1, 'steward', 'somebody else')",
        )


@pytest.mark.parametrize("role", ["reader", "sequencer", "eraser", "gateway"])
def test_who_does_not_speak_appends_and_refuses_nothing_in_its_own_name(role: str, straight: Straight) -> None:
    with connect(straight(role), None, autocommit=True) as connection:
        with pytest.raises(pg.InsufficientPrivilege):
            say(connection, AT, line(0))
        _refused(connection, "SELECT lineproof.waiting_rejected()")
        _refused(connection, "SELECT lineproof.take_rejected(1)")


def test_a_producer_neither_reads_nor_hides_what_was_refused_of_another(straight: Straight) -> None:
    refused = Refused(b"a secret", hashlib.sha256(b"a secret").digest(), "", "no event")
    with connect(straight("producer"), None) as connection:
        assert keep(connection, [("here", refused)], quota=10) == 1
    with connect(straight("other_producer"), None) as connection:
        assert waiting_ids(connection) == []
        assert take_rejected(connection, 1) is None
    with connect(straight("producer"), None) as connection:
        assert take_rejected(connection, 1) == Kept(b"a secret", whole=True)


def test_a_producer_cannot_keep_the_place_of_what_is_refused_of_another(straight: Straight) -> None:
    digest = hashlib.sha256(b"to come").digest()
    for login, payload in (("other_producer", b"nothing"), ("producer", b"to come")):
        with connect(straight(login), None) as connection:
            assert keep(connection, [("here", Refused(payload, digest, "", "no event"))], quota=10) == 1


def test_an_operator_of_the_producers_own_does_not_make_it_a_steward(
    straight: Straight, logins: dict[str, str], superuser: psycopg.Connection[Any]
) -> None:
    superuser.execute("CREATE SCHEMA workshop")
    superuser.execute(sql.SQL("GRANT ALL ON SCHEMA workshop TO {}").format(sql.Identifier(logins["producer"])))
    with connect(straight("producer"), None, autocommit=True) as connection:
        for kind in ("name", "text"):
            connection.execute(
                f"CREATE FUNCTION workshop.always({kind}, {kind}) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
                f"CREATE OPERATOR workshop.= (LEFTARG = {kind}, RIGHTARG = {kind}, FUNCTION = workshop.always)".encode()
            )
        connection.execute("SET search_path = workshop, pg_catalog")
        say(connection, AT, line(0))
    found = superuser.execute("SELECT authority::text FROM lineproof.identity").fetchall()
    assert found == [("producer",)]
