"""The mirror's files are laid together: another set of them means another mirror, made of the same log."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from conftest import environment
from integration.commands import is_one_line, run
from integration.events import line
from lineproof.ledger.connection import Database
from lineproof_sql import MIRROR_LAYOUT, migrations

MIRROR = [migration.name for migration in migrations() if migration.of_mirror]
ANOTHER = "UPDATE lineproof.migration SET sha256 = repeat('0', 64) WHERE name = '0006_mirror_lineage'"


@pytest.fixture
def superuser(database: Database) -> Any:
    with psycopg.connect(database.conninfo(), autocommit=True) as connection:
        yield connection


def _records(database: Database) -> list[str]:
    done = run(environment(database), "list", "-o", "json")
    assert done.code == 0, done.stderr
    return [record["dataset_id"] for record in json.loads(done.stdout)]


def test_another_mirror_is_laid_anew_and_filled_with_rights_as_they_were(
    database: Database, superuser: psycopg.Connection[Any], tmp_path: Path
) -> None:
    (tmp_path / "one.json").write_bytes(line(0))
    assert run(environment(database), "ingest", str(tmp_path)).code == 0
    superuser.execute("GRANT USAGE ON SCHEMA lineproof_mirror TO public")
    superuser.execute("GRANT SELECT ON lineproof_mirror.provenance_summary TO public")
    superuser.execute(ANOTHER)

    assert run(environment(database), "db", "status").code == 1
    held = run(environment(database), "list")
    assert (held.code, "db upgrade" in held.stderr) == (2, True)
    done = run(environment(database), "db", "upgrade")
    assert done.code == 0, done.stderr
    assert [said.removeprefix("applied ") for said in done.stderr.splitlines() if said.startswith("applied")] == MIRROR
    assert _records(database) == ["tests#dataset-0"]
    readable = "SELECT has_table_privilege('public', 'lineproof_mirror.provenance_summary', 'SELECT')"
    assert superuser.execute(readable).fetchone() == (True,)


def test_views_that_would_be_lost_hold_it_up(database: Database, superuser: psycopg.Connection[Any]) -> None:
    superuser.execute("CREATE VIEW public.licences AS SELECT license_type FROM lineproof_mirror.provenance_summary")
    superuser.execute(ANOTHER)

    done = run(environment(database), "db", "upgrade")
    assert (done.code, is_one_line(done.stderr)) == (2, True)
    assert "public.licences" in done.stderr
    assert superuser.execute("SELECT count(*) FROM public.licences").fetchone() == (0,)


def test_an_older_program_leaves_a_newer_mirror_alone(database: Database, superuser: psycopg.Connection[Any]) -> None:
    assert superuser.execute("SELECT lineproof_mirror.layout()").fetchone() == (MIRROR_LAYOUT,)
    superuser.execute(
        "CREATE OR REPLACE FUNCTION lineproof_mirror.layout() RETURNS integer LANGUAGE sql IMMUTABLE RETURN 99"
    )
    superuser.execute(ANOTHER)

    done = run(environment(database), "db", "upgrade")
    assert (done.code, is_one_line(done.stderr)) == (2, True)
    assert "newer program" in done.stderr
    assert superuser.execute("SELECT lineproof_mirror.layout()").fetchone() == (99,)
