"""Rules of naming: a steward's to change, for all that was ever said, whatever came first."""

import json
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from conftest import Cli
from lineproof.ledger.connection import Database, Role, connect
from lineproof.mirror.follow import catch_up
from reference.events import NAMESPACE, described, licensed, ran
from reference.heard import Said
from reference.ledger import Ledger
from reference.records import Records

UPPER = {"rules": [{"namespace": "lake", "case": "upper"}]}
LOWER = {"rules": [{"namespace": "la*", "case": "lower"}]}
PRODUCER = "https://example.org/stewards"


def rules(said: Any, at: int, authority: str = "steward") -> Said:
    """A JobEvent that says rules of naming."""
    event = {
        "eventTime": f"2024-01-{at:02}T00:00:00Z",
        "producer": PRODUCER,
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent",
        "job": {"namespace": "stewards", "name": "naming", "facets": {"lineproof_naming": said}},
    }
    return Said(json.dumps(event).encode(), authority)


def names(database: Database) -> list[str]:
    with connect(database, Role.READER) as connection:
        return [name for (name,) in connection.execute('SELECT name FROM dataset ORDER BY name COLLATE "C"')]


def test_a_steward_who_ingests_rules_maps_what_was_said_before_and_after(
    database: Database, cli: Cli, tmp_path: Path
) -> None:
    Ledger(database).told([described("Orders", 1, licensed("MIT")), ran("r", 2, "COMPLETE", reads=["Orders"])])
    (tmp_path / "rules.json").write_bytes(rules(UPPER, 3).payload)

    done = cli("ingest", "--as", "steward", str(tmp_path / "rules.json"))
    assert done.returncode == 0, done.stderr

    assert names(database) == ["ORDERS"]
    Ledger(database).told([described("orders", 4, licensed("ISC"))])
    for spelling in ("ORDERS", "Orders", "orders"):
        found = cli("get", f"{NAMESPACE}#{spelling}", "-o", "json")
        assert found.returncode == 0, found.stderr
        record = json.loads(found.stdout)
        assert (record["dataset_id"], record["license_info"]["license_name"]) == (f"{NAMESPACE}#ORDERS", "ISC")
    assert Records(Ledger(database)).actions("ORDERS") == ["created", "updated"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([rules(UPPER, 3, "producer"), rules(UPPER, 3, "auditor")], ["A", "a"]),
        ([rules(UPPER, 3)], ["A"]),
        ([rules(LOWER, 3), rules(UPPER, 2)], ["a"]),
        ([rules(LOWER, 3), rules({"_deleted": True}, 4)], ["A", "a"]),
        ([rules(LOWER, 3), rules(None, 4)], ["a"]),
        ([rules(LOWER, 3), rules(7, 4)], ["A", "a"]),
    ],
)
def test_the_stewards_newest_rules_stand(database: Database, said: list[Said], found: list[str]) -> None:
    ledger = Ledger(database).told([described("a", 1, {}), described("A", 1, {})])
    for one in said:
        ledger.told([one])

    assert names(database) == found


def test_rules_that_come_in_any_order_end_in_the_same_mirror(make_database: Callable[[], Database]) -> None:
    said = [described("Aa", 1, licensed("MIT")), rules(UPPER, 2), rules(LOWER, 3), described("aA", 4, licensed("ISC"))]
    found = []
    for order in list(permutations(said))[::5]:
        ledger = Ledger(make_database())
        for one in order:
            ledger.told([one])
        found.append(ledger.current())

    assert all(one == found[0] for one in found)
    assert len(found[0]["dataset"]) == 1


def test_a_rebuild_under_rules_gives_the_same_rows(database: Database, cli: Cli) -> None:
    ledger = Ledger(database).told([described("Aa", 1, licensed("MIT")), rules(UPPER, 2)])
    ledger.told([described("aa", 3, licensed("ISC")), rules(UPPER, 4), rules(LOWER, 1)])
    before = ledger.dump()

    assert cli("db", "rebuild").returncode == 0

    assert ledger.dump() == before
    assert len(before["naming"]) == 1


def test_a_renamed_job_is_one_job_with_one_stage(database: Database) -> None:
    renamed = {"namespace": "jobs", "name": "daily", "formerly": [{"namespace": "jobs", "name": "nightly"}]}
    ledger = Ledger(database).told(
        [
            ran("r", 1, "COMPLETE", writes=["d"], job="nightly"),
            rules({"jobs": [renamed]}, 2),
            ran("s", 3, "COMPLETE", writes=["d"], job="daily"),
        ]
    )

    stages = Records(ledger).of("d")["processing_lineage"]["stages"]
    assert [stage["stage_name"] for stage in stages] == ["daily"]


def test_who_may_not_make_the_mirror_anew_is_told_who_may(
    database: Database, superuser: psycopg.Connection[Any], cli: Cli
) -> None:
    ledger = Ledger(database).told([described("Aa", 1, {})])
    prefix = database.role_prefix
    login = sql.Identifier(f"{prefix}_follower")
    members = sql.SQL(", ").join(sql.Identifier(f"{prefix}_{role}") for role in ("sequencer", "reader", "steward"))
    superuser.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(login))
    superuser.execute(sql.SQL("GRANT {} TO {}").format(members, login))
    try:
        follower = database.as_user(f"{prefix}_follower")
        environment = {"DATABASE_URL": follower.conninfo()}
        stdin = rules(UPPER, 2).payload
        done = cli("ingest", "--as", "steward", "-", stdin=stdin, **environment)
        assert done.returncode == 0, done.stderr
        assert "lineproof db rebuild" in done.stderr
        assert names(database) == ["Aa"]
        listed = cli("list", "-o", "json", **environment)
        assert (listed.returncode, len(json.loads(listed.stdout))) == (0, 1)
        assert "lineproof db rebuild" in listed.stderr
        catch_up(ledger.database)
        assert names(database) == ["AA"]
    finally:
        superuser.execute(sql.SQL("DROP ROLE {}").format(login))
