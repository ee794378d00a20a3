"""`lineproof db upgrade` and `db status`."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from conftest import PREFIX, environment
from integration.commands import is_one_line, run, run_at_once
from integration.conftest import PASSWORD
from integration.entries import payloads
from integration.events import line
from lineproof.ledger.connection import Database
from lineproof_sql import migrations
from migration.conftest import Empty, Prefix

NAMES = [migration.name for migration in migrations()]


def _applied(stderr: str) -> list[str]:
    return [said.removeprefix("applied ") for said in stderr.splitlines() if said.startswith("applied ")]


def _variables(database: Database, prefix: str) -> dict[str, str]:
    return environment(database) | {"LINEPROOF_ROLE_PREFIX": prefix}


def test_upgrades_of_one_database_at_once_apply_each_migration_once(
    empty: Empty, prefix: Prefix, *, full: bool
) -> None:
    many, variables = 8 if full else 4, _variables(empty(), prefix())
    done = run_at_once([(variables, ("db", "upgrade"))] * many)
    assert [one.code for one in done] == [0] * many, [one.stderr for one in done]
    assert sorted(name for one in done for name in _applied(one.stderr)) == NAMES
    status = run(variables, "db", "status", "-o", "json")
    assert status.code == 0
    assert [row["name"] for row in json.loads(status.stdout)] == NAMES
    assert all(row["applied_at"] for row in json.loads(status.stdout))


def test_databases_of_one_cluster_are_upgraded_at_once(empty: Empty, prefix: Prefix, *, full: bool) -> None:
    many, shared = 8 if full else 4, prefix()
    each = [_variables(empty(), shared) for _ in range(many)]
    done = run_at_once((variables, ("db", "upgrade")) for variables in each)
    assert [one.code for one in done] == [0] * many, [one.stderr for one in done]
    assert [_applied(one.stderr) for one in done] == [NAMES] * many


def test_a_second_upgrade_does_nothing_and_a_database_without_the_schema_lacks_all(
    database: Database, empty_database: Database
) -> None:
    again = run(environment(database), "db", "upgrade")
    assert (again.code, _applied(again.stderr)) == (0, [])
    lacking = run(environment(empty_database), "db", "status", "-o", "json")
    assert lacking.code == 1
    assert [row["applied_at"] for row in json.loads(lacking.stdout)] == [None] * len(NAMES)


def test_status_on_a_server_without_the_roles_says_what_is_missing(empty: Empty, prefix: Prefix) -> None:
    done = run(_variables(empty(), prefix()), "db", "status", "-o", "json")
    assert done.code == 1
    assert [row["applied_at"] for row in json.loads(done.stdout)] == [None] * len(NAMES)


def _each_refuses(database: Database, named: str, *commands: tuple[str, ...]) -> None:
    for done in run_at_once((environment(database), command) for command in commands):
        assert done.code == 2
        assert is_one_line(done.stderr)
        assert named in done.stderr


def test_a_changed_migration_and_a_newer_database_are_refused(
    database: Database, superuser: psycopg.Connection[Any]
) -> None:
    superuser.execute("UPDATE lineproof.migration SET sha256 = repeat('0', 64) WHERE version = 2")
    _each_refuses(database, NAMES[1], ("db", "upgrade"), ("ingest", __file__))
    superuser.execute("INSERT INTO lineproof.migration (version, name) VALUES (9000, '9000_later')")
    _each_refuses(database, "9000", ("db", "upgrade"), ("db", "status"), ("list",))


def test_a_schema_made_with_another_prefix_is_not_called_up_to_date(database: Database, prefix: Prefix) -> None:
    for command in (("db", "upgrade"), ("list",)):
        done = run(_variables(database, prefix()), *command)
        assert done.code == 2
        assert is_one_line(done.stderr)
        assert "LINEPROOF_ROLE_PREFIX" in done.stderr


def test_two_prefixes_live_side_by_side(empty: Empty, prefix: Prefix, database: Database, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(line(0))
    other = _variables(empty(), prefix())
    assert run(other, "db", "upgrade").code == 0
    mixed = {**other, "LINEPROOF_ROLE_PREFIX": PREFIX}
    done = run_at_once((variables, ("ingest", str(tmp_path))) for variables in (environment(database), other, mixed))
    assert [one.code for one in done] == [0, 0, 2]
    assert is_one_line(done[2].stderr)
    with psycopg.connect(other["DATABASE_URL"]) as connection:
        assert payloads(connection) == [line(0)]


@pytest.fixture
def login(admin: psycopg.Connection[Any]) -> Iterator[str]:
    """A login that may create roles, and is no superuser."""
    name = f"lineproof_test_login_{uuid.uuid4().hex[:8]}"
    admin.execute(
        sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(sql.Identifier(name), sql.Literal(PASSWORD))
    )
    yield name
    admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.mark.parametrize("right", ["ALTER DATABASE {} OWNER TO {}", "GRANT CREATE ON DATABASE {} TO {}"])
def test_a_login_that_may_create_roles_and_a_schema_makes_all_of_it(
    right: str, login: str, empty: Empty, prefix: Prefix, tmp_path: Path
) -> None:
    database = empty()
    name = psycopg.conninfo.conninfo_to_dict(database.conninfo())["dbname"]
    with psycopg.connect(database.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL(right).format(sql.Identifier(str(name)), sql.Identifier(login)))
    conninfo = make_conninfo(database.conninfo(), user=login, password=PASSWORD)
    variables = {**_variables(database, prefix()), "DATABASE_URL": conninfo}
    done = run(variables, "db", "upgrade")
    assert done.code == 0, done.stderr
    assert _applied(done.stderr) == NAMES
    (tmp_path / "one.json").write_bytes(line(0))
    assert run(variables, "ingest", str(tmp_path)).code == 0
    assert run(variables, "db", "rebuild").code == 0
