"""What a person or an audit waits for does not read whole tables: the plans of the very files that are run."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

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
    ("list_records", {**FIRST, "namespace": "past", "license_type": "custom"}),
    ("list_records", {**FIRST, **MARK, "namespace": "past"}),
    ("list_records", {**FIRST, **MARK, "search": "77"}),
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


Plan = dict[str, Any]


def _nodes(plan: Plan) -> Iterator[Plan]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def _planned(connection: psycopg.Connection[Any], options: bytes, name: str, parameters: Any) -> list[Plan]:
    row = connection.execute(b"EXPLAIN (FORMAT JSON, %b) %b" % (options, query(name)), parameters).fetchone()
    assert row is not None
    return list(_nodes(row[0][0]["Plan"]))


def _indexes(nodes: Iterable[Plan]) -> set[str]:
    return {node["Index Name"] for node in nodes if "Index Name" in node}


def _rows_read(nodes: Iterable[Plan]) -> int:
    """Rows that were looked at, and be it only to be passed over."""
    seen = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    return sum(int(node.get(name, 0) * node["Actual Loops"]) for node in nodes if "Alias" in node for name in seen)


@pytest.mark.parametrize(("name", "parameters"), QUERIES, ids=[name for name, _ in QUERIES])
def test_no_large_table_is_read_whole(filled: psycopg.Connection[Any], name: str, parameters: Any) -> None:
    nodes = _planned(filled, b"VERBOSE", name, parameters)
    whole = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
    # partitions of the entries without a row are as good as an index
    assert {table for table in whole if not table.startswith("entry_")} == set(), json.dumps(nodes[0], indent=1)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({}, "updated_at"),
        ({"license_type": "custom"}, "license_type"),
        ({"quality_tier": "reddit"}, "quality_tier"),
        ({"source_type": "internal"}, "source_type"),
        ({"namespace": "past"}, "namespace"),
    ],
)
def test_a_page_reads_what_it_shows(filled: psycopg.Connection[Any], asked: dict[str, str], index: str) -> None:
    """The oldest records are asked for: they come by the index, in order, not by going through all that are newer."""
    page = {**FIRST, **asked, "limit": 20}
    for _ in range(3):
        nodes = _planned(filled, b"ANALYZE", "list_records", page)
        assert f"dataset_provenance_{index}" in _indexes(nodes)
        assert _rows_read(nodes) <= 20 + 20  # found in the index, and fetched
        *_, last = filled.cursor(row_factory=dict_row).execute(query("list_records"), page)
        page |= {name: last[name] for name in NO_MARK}


@pytest.mark.parametrize(("words", "matches"), [("past", 1000), ("past 19999", 1), ("19999", 1), ("nowhere", 0)])
def test_a_search_reads_what_matches(filled: psycopg.Connection[Any], words: str, matches: int) -> None:
    """All of it: an index of words has no order by which the newest could be found first."""
    nodes = _planned(filled, b"ANALYZE", "list_records", {**FIRST, "search": words})
    assert "dataset_provenance_name_words" in _indexes(nodes)
    assert _rows_read(nodes) <= matches + 50


@pytest.mark.parametrize(
    "asked",
    [
        {"license_type": "custom", "namespace": "past"},
        {"license_type": "cc_by", "namespace": "past"},
        {"license_type": "custom", "quality_tier": "priority"},
        {"license_type": "unclear", "search": "past"},
        {"namespace": "past", "search": "name"},
    ],
)
def test_filters_together_read_no_more_than_fits_one_of_them(
    filled: psycopg.Connection[Any], asked: dict[str, str]
) -> None:
    """No index has the order of each combination: of what fits the rarest filter all may be read."""
    nodes = _planned(filled, b"ANALYZE", "list_records", {**FIRST, **asked})
    assert _rows_read(nodes) <= 1000 + 50


@pytest.mark.parametrize(("of_one", "index"), [(False, "position"), (True, "provenance")])
def test_a_page_of_the_trail_reads_what_it_shows(filled: psycopg.Connection[Any], of_one: bool, index: str) -> None:
    asked: dict[str, Any] = dict(TRAIL)
    if of_one:
        row = filled.execute("SELECT provenance_id FROM provenance_audit_log ORDER BY position LIMIT 1").fetchone()
        asked["provenance_id"] = row and row[0]
    for mark in ({}, {"position": 10_000, "audit_id": MARK["provenance_id"]}):
        nodes = _planned(filled, b"ANALYZE", "list_trail", asked | mark)
        assert _indexes(nodes) == {f"provenance_audit_log_{index}"}
        assert _rows_read(nodes) <= 50
        assert "Sort" not in {node["Node Type"] for node in nodes}


@pytest.mark.parametrize(("name", "edges"), [("list_upstream", "edge_pkey"), ("list_downstream", "edge_upstream")])
def test_a_step_of_a_closure_probes_keys_with_one_plan_for_all(
    filled: psycopg.Connection[Any], name: str, edges: str
) -> None:
    """Neither reads of other runs nor all writes are gone through, whatever is asked for."""
    text = query(name).replace(b"%(datasets)b", b"$1").replace(b"%(at)s", b"$2")
    with filled.transaction(force_rollback=True):
        filled.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        filled.execute(b"PREPARE step (bytea[], timestamptz) AS " + text)
        row = filled.execute("EXPLAIN (FORMAT JSON) EXECUTE step ('{}', 'infinity')").fetchone()
        filled.execute("DEALLOCATE step")
    assert row is not None
    nodes = list(_nodes(row[0][0]["Plan"]))
    assert _indexes(nodes) >= {edges, "write_replaces", "write_dataset", "read_pkey", "alias_dataset"}
    assert {node["Node Type"] for node in nodes} & {
        "Seq Scan",
        "Hash",
        "Hash Join",
        "Merge Join",
        "Materialize",
    } == set()
    assert "hashed SubPlan" not in json.dumps(row[0])
