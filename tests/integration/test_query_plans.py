"""What a person or an audit waits for does not read whole tables: the plans of the very files that are run."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

import servers
from lineproof.ledger.connection import Database
from lineproof_sql import query

FILL = Path(__file__).with_name("large_mirror.sql").read_bytes()
FILTERS = dict.fromkeys(("license_type", "quality_tier", "source_type", "namespace", "search"))
NO_MARK = {"updated_at": None, "provenance_id": None}
FIRST = {**FILTERS, **NO_MARK, "limit": 50, "offset": 0}
MARK = {"updated_at": "2024-01-01T00:00:00Z", "provenance_id": "00000000-0000-0000-0000-000000000001"}
TRAIL = {"provenance_id": None, "position": None, "audit_id": None, "limit": 50}
KEY, OTHER = b"k" * 32, b"o" * 32
AS_OF = {"dataset": KEY, "at": "infinity", "before": 2**62}
QUERIES: list[tuple[str, Any]] = [
    ("list_records", FIRST),
    ("list_records", {**FIRST, "offset": 10}),
    ("list_records", {**FIRST, "license_type": "cc_by"}),
    ("list_records", {**FIRST, "license_type": "unclear"}),
    ("list_records", {**FIRST, "quality_tier": "priority"}),
    ("list_records", {**FIRST, "source_type": "journal"}),
    ("list_records", {**FIRST, "source_type": "internal"}),
    ("list_records", {**FIRST, "namespace": "space 7"}),
    ("list_records", {**FIRST, "search": "name 77"}),
    ("list_records", {**FIRST, **MARK}),
    ("list_records", {**FIRST, **MARK, "license_type": "cc_by"}),
    ("get_record", ["00000000-0000-0000-0000-000000000001"]),
    ("find_dataset", {"key": KEY}),
    ("list_trail", TRAIL),
    ("list_trail", {**TRAIL, "provenance_id": MARK["provenance_id"]}),
    ("list_trail", {**TRAIL, "position": 9, "audit_id": MARK["provenance_id"]}),
    ("list_upstream", {"datasets": [KEY, OTHER], "at": "infinity"}),
    ("list_upstream", {"datasets": [KEY, OTHER], "at": "2024-01-01T00:00:00Z"}),
    ("list_downstream", {"datasets": [KEY, OTHER], "at": "infinity"}),
    ("list_downstream", {"datasets": [KEY, OTHER], "at": "2024-01-01T00:00:00Z"}),
    ("list_symlinked", {"datasets": [KEY, OTHER]}),
    ("list_reached", [[KEY, OTHER]]),
    ("list_content", {"dataset": KEY, "at": "infinity", "limit": 50, "whole": False}),
    ("list_content", {"dataset": KEY, "at": "infinity", "limit": 50, "whole": True}),
    ("list_column_words", [KEY]),
    ("facets_as_of", {**AS_OF, "names": ["lineproof_license"], "facets": [KEY]}),
    ("stages_as_of", AS_OF),
    ("replaced_as_of", AS_OF),
    ("load_reads", [[KEY, OTHER]]),
    ("load_writes", [[KEY, OTHER]]),
    ("load_datasets", [[KEY, OTHER]]),
    ("load_stages", [[KEY, OTHER]]),
    ("load_jobs", [[KEY, OTHER]]),
    ("load_runs", [[KEY, OTHER]]),
    ("load_history", [[KEY, OTHER]]),
    ("load_replaced", {"datasets": [KEY, OTHER], "vias": [KEY]}),
    ("load_facets", {"facets": [KEY], "datasets": [KEY, OTHER], "names": ["x"], "record_names": ["lineproof_license"]}),
    ("read_log", {"position": 100, "limit": 200}),
    ("take_inbox", {"limit": 200}),
]


@pytest.fixture(scope="module")
def filled(server: str, admin: psycopg.Connection[Any], template: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a database with many rows in each table that grows."""
    with servers.copied(server, admin, template) as database:
        assert isinstance(database, Database)
        with psycopg.connect(database.conninfo(), autocommit=True) as connection:
            connection.execute(FILL)
            connection.execute("SET search_path = lineproof_mirror")
            yield connection


def _read_whole(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan" and plan.get("Schema") != "pg_temp":
        yield plan["Relation Name"]
    for inner in plan.get("Plans", ()):
        yield from _read_whole(inner)


@pytest.mark.parametrize(("name", "parameters"), QUERIES, ids=[name for name, _ in QUERIES])
def test_no_large_table_is_read_whole(filled: psycopg.Connection[Any], name: str, parameters: Any) -> None:
    row = filled.execute(b"EXPLAIN (FORMAT JSON, VERBOSE) " + query(name), parameters).fetchone()
    assert row is not None
    whole = set(_read_whole(row[0][0]["Plan"]))
    # partitions of the entries without a row are as good as an index
    assert {table for table in whole if not table.startswith("entry_")} == set(), json.dumps(row[0], indent=1)
