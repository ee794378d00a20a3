"""Nobody changes or removes what was appended: no role, not the owner, not the server's administrator."""

from typing import Any

import psycopg
import pytest
from psycopg import errors as pg
from psycopg import sql

from conftest import Cli
from integration.conftest import ROLES, Straight
from integration.entries import payloads, positions, say
from integration.events import START, line
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.mirror.follow import catch_up

TRAIL = "lineproof_mirror.provenance_audit_log"
COLUMNS = {"lineproof.identity": "digest", "lineproof.log": "envelope", TRAIL: "action"}


def _tables(connection: Connection) -> dict[str, str]:
    """What is append-only, each partition included, and a column of each."""
    partitions = connection.execute(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'lineproof.entry'::regclass"
    ).fetchall()
    assert len(partitions) > 12
    return COLUMNS | dict.fromkeys(["lineproof.entry", *(name for (name,) in partitions)], "payload")


def _refuses_all(connection: Connection, tables: dict[str, str]) -> None:
    for table, column in tables.items():
        name, field = sql.Identifier(*table.split(".")), sql.Identifier(column)
        for statement in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}", "TRUNCATE {0} CASCADE"):
            with pytest.raises(pg.InsufficientPrivilege):
                connection.execute(sql.SQL(statement).format(name, field))


@pytest.fixture
def told(database: Database) -> None:
    with connect(database, Role.PRODUCER) as connection:
        say(connection, START.isoformat(), line(0))
    catch_up(database)


@pytest.mark.usefixtures("told")
def test_no_role_updates_deletes_or_truncates_ledger_or_trail(
    straight: Straight, superuser: psycopg.Connection[Any]
) -> None:
    tables = _tables(superuser)
    for role in ROLES:
        with connect(straight(role), None, autocommit=True) as connection:
            _refuses_all(connection, tables)
        superuser.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(straight(role).role_prefix + f"_{role}")))
        _refuses_all(superuser, tables)
        superuser.execute("RESET ROLE")
    assert payloads(superuser) == [line(0)]
    assert positions(superuser) == [0]


@pytest.mark.usefixtures("told")
def test_the_administrator_is_refused_too(superuser: psycopg.Connection[Any]) -> None:
    _refuses_all(superuser, _tables(superuser))
    with pytest.raises(pg.InsufficientPrivilege):
        superuser.execute(
            "INSERT INTO lineproof.log SELECT * FROM lineproof.log ON CONFLICT (position) DO UPDATE SET envelope = ''"
        )
    assert payloads(superuser) == [line(0)]


@pytest.mark.usefixtures("told")
def test_what_is_made_later_is_guarded_too(cli: Cli, superuser: psycopg.Connection[Any]) -> None:
    before = superuser.execute("SELECT * FROM lineproof_mirror.provenance_audit_log").fetchall()
    assert before
    assert cli("db", "rebuild").returncode == 0
    superuser.execute("SELECT lineproof.make_partitions(1, '2041-01-01')")
    _refuses_all(superuser, {TRAIL: "action", "lineproof.entry_2041_01": "payload"})
    assert superuser.execute("SELECT * FROM lineproof_mirror.provenance_audit_log").fetchall() == before


@pytest.mark.usefixtures("told")
def test_the_owner_cannot_touch_the_bytes_through_a_view_or_a_merge(
    straight: Straight, superuser: psycopg.Connection[Any]
) -> None:
    with connect(straight("owner"), None, autocommit=True) as connection:
        connection.execute("SET ROLE lineproof_test_owner")
        connection.execute("CREATE VIEW lineproof.window AS SELECT * FROM lineproof.entry")
        for statement in (
            "UPDATE lineproof.window SET payload = ''",
            "DELETE FROM lineproof.window",
            "MERGE INTO lineproof.entry USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
        ):
            with pytest.raises(pg.InsufficientPrivilege):
                connection.execute(statement.encode())
    assert payloads(superuser) == [line(0)]
