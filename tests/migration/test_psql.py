"""The schema's files are plain SQL: psql installs them, and Lineproof takes over."""

import hashlib
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from conftest import environment
from integration.commands import run
from integration.events import line
from lineproof.ledger.connection import Database
from lineproof_sql import migrations
from migration.conftest import Empty, Prefix

EVERYTHING = (
    "SELECT 'relation', n.nspname, c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
    " WHERE n.nspname LIKE 'lineproof%'"
    " UNION ALL SELECT 'function', n.nspname, p.proname FROM pg_proc AS p"
    " JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname LIKE 'lineproof%'"
    " UNION ALL SELECT 'schema', nspname, '' FROM pg_namespace WHERE nspname LIKE 'lineproof%' ORDER BY 1, 2, 3"
)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The migrations as files, in order."""
    folder = tmp_path_factory.mktemp("migrations")
    for migration in migrations():
        (folder / f"{migration.name}.sql").write_bytes(migration.sql)
    return sorted(folder.iterdir())


def _run(psql: list[str], database: Database, *arguments: str, stdin: str = "", strict: bool = True) -> int:
    stop = ["-v", "ON_ERROR_STOP=1"] if strict else []
    done = subprocess.run(
        [*psql, *stop, "-d", database.conninfo(), *arguments],
        input=stdin,
        text=True,
        capture_output=True,
        env=environment(None, PGOPTIONS="-c client_min_messages=error"),
        check=False,
    )
    return done.returncode


def _everything(database: Database) -> list[Any]:
    with psycopg.connect(database.conninfo()) as connection:
        return connection.execute(EVERYTHING).fetchall()


def _works(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(line(0))
    done = run(variables, "ingest", str(tmp_path))
    assert done.code == 0, done.stderr


def test_the_files_install_in_order_with_psql_and_an_upgrade_adopts_them(
    psql: list[str], files: list[Path], empty: Empty, default_prefix: str, tmp_path: Path
) -> None:
    database = empty()
    for file in files:
        assert _run(psql, database, "-f", str(file)) == 0
    variables = environment(database) | {"LINEPROOF_ROLE_PREFIX": default_prefix}
    assert run(variables, "db", "status").code == 0
    done = run(variables, "db", "upgrade")
    assert done.code == 0
    assert "applied" not in done.stderr
    with psycopg.connect(database.conninfo()) as connection:
        noted = connection.execute("SELECT sha256 FROM lineproof.migration ORDER BY version").fetchall()
    assert noted == [(hashlib.sha256(file.read_bytes()).hexdigest(),) for file in files]
    _works(variables, tmp_path)


def test_what_db_sql_prints_installs_with_psql_prefix_and_namespace_included(
    psql: list[str], empty: Empty, prefix: Prefix, tmp_path: Path
) -> None:
    database = empty()
    variables = environment(database) | {"LINEPROOF_ROLE_PREFIX": prefix(), "LINEPROOF_NAMESPACE": "anna's \\ data"}
    printed = run(variables, "db", "sql")
    assert (printed.code, printed.stderr) == (0, "")
    assert _run(psql, database, stdin=printed.stdout) == 0
    with psycopg.connect(database.conninfo()) as connection:
        assert connection.execute("SELECT namespace FROM lineproof.installation").fetchall() == [("anna's \\ data",)]
    assert run(variables, "db", "status").code == 0
    done = run(variables, "db", "upgrade")
    assert (done.code, "applied" in done.stderr) == (0, False)
    _works(variables, tmp_path)


@pytest.mark.parametrize("strict", [True, False])
def test_a_file_run_twice_or_too_early_fails_and_leaves_all_as_it_was(
    psql: list[str], files: list[Path], empty: Empty, *, strict: bool
) -> None:
    database = empty()
    assert _everything(database) == []
    for file in files[1:]:
        _run(psql, database, "-f", str(file), strict=strict)
        assert _everything(database) == []
    for file in files:
        assert _run(psql, database, "-f", str(file)) == 0
    made = _everything(database)
    assert made
    for file in files:
        code = _run(psql, database, "-f", str(file), strict=strict)
        assert (code != 0) is strict
        assert _everything(database) == made
    assert _run(psql, database, "-f", str(files[0]), strict=strict) == (3 if strict else 0)
