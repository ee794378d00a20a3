"""Writes what a batch changed."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final

from psycopg import sql

from lineproof.ledger.connection import Connection
from lineproof.mirror.record import RecordRow
from lineproof.mirror.rows import (
    AliasRow,
    DatasetRow,
    EdgeRow,
    FacetRow,
    HistoryRow,
    JobRow,
    ReadRow,
    RunRow,
    StageRow,
    WriteRow,
)
from lineproof.mirror.state import State
from lineproof.mirror.trail import Change  # noqa: TC001 - attributes' types are for readers too
from lineproof_sql import query

__all__ = ["Changed", "store"]

_TYPES: Final[dict[type, Sequence[str]]] = {
    JobRow: ("bytea", "text", "text", "timestamptz", "timestamptz"),
    DatasetRow: ("bytea", "text", "text", "timestamptz", "timestamptz", "timestamptz", "timestamptz", "bytea"),
    RunRow: (
        "bytea", "bytea", "text", "text", "timestamptz", "bytea", "timestamptz", "timestamptz", "timestamptz",
        "timestamptz", "bool", "bytea", "bytea", "bytea",
    ),
    ReadRow: ("bytea", "bytea", "timestamptz"),
    WriteRow: (
        "bytea", "bytea", "bytea", "timestamptz", "timestamptz", "bool", "text", "bool", "bool", "bytea[]", "bytea[]",
        "text[]", "bytea",
    ),
    StageRow: ("bytea", "bytea", "bytea", "timestamptz", "bytea", "timestamptz"),
    EdgeRow: ("bytea", "bytea", "bytea", "int8"),
    AliasRow: ("bytea", "bytea", "text", "text", "text"),
    FacetRow: (
        "bytea", "text", "text", "bytea", "bytea", "text", "timestamptz", "bytea", "int4", "int8", "timestamptz",
        "bytea", "int4", "int8", "bytea", "bool", "bytea",
    ),
    HistoryRow: (
        "bytea", "text", "timestamptz", "bytea", "int4", "int8", "timestamptz", "bytea", "int4", "int8", "bytea",
        "bool", "bytea",
    ),
    RecordRow: (
        "uuid", "bytea", "text", "text", "bytea", "bytea", "timestamptz", "timestamptz", "timestamptz", "timestamptz",
        "timestamptz", "timestamptz", "bytea", "bytea", "bytea", "bytea", "bytea", "text",
    ),
}  # fmt: skip


_ORDERED: Final = ("event_time", "digest", "place", "position")
_COLUMNS: Final[dict[type, Sequence[str]]] = {
    FacetRow: (
        "facet_key", "authority", "slot", "entity_key", "via_key", "name", *_ORDERED, "since_time", "since_digest",
        "since_place", "since_position", "value_digest", "deleted", "value",
    ),
    HistoryRow: (
        "facet_key", "authority", *_ORDERED, "last_time", "last_digest", "last_place", "last_position", "value_digest",
        "deleted", "value",
    ),
}  # fmt: skip


def _flat_facet(row: FacetRow) -> tuple[Any, ...]:
    return (
        row.facet_key, row.authority, row.slot, row.entity_key, row.via_key, row.name, *row.order, row.position,
        *row.since, row.since_position, row.value_digest, row.deleted, row.value,
    )  # fmt: skip


def _flat_history(row: HistoryRow) -> tuple[Any, ...]:
    return (
        row.facet_key, row.authority, *row.order, row.position, *row.last, row.last_position, row.value_digest,
        row.deleted, row.value,
    )  # fmt: skip


_FLAT: Final[dict[type, Callable[[Any], tuple[Any, ...]]]] = {FacetRow: _flat_facet, HistoryRow: _flat_history}


class Changed:
    """What a batch changed beside the state's own rows.

    Attributes:
        edges: by how much the number of writes behind each differs.
        symlinked: datasets whose symlinks are those among the state's aliases now, and no others.
        records: records made anew.
        gone: datasets that have no record any more.
        trail: entries of the trail.
    """

    def __init__(self) -> None:
        self.edges: list[EdgeRow] = []
        self.symlinked: list[bytes] = []
        self.records: list[RecordRow] = []
        self.gone: list[bytes] = []
        self.trail: list[Change] = []


def store(connection: Connection, state: State, changed: Changed) -> None:
    """Writes all that differs, in the connection's transaction."""
    connection.execute(query("stage_mirror"))
    _put(connection, "job", JobRow, state.jobs.dirty())
    _put(connection, "run", RunRow, state.runs.dirty())
    _put(connection, "dataset", DatasetRow, state.datasets.dirty())
    _put(connection, "read", ReadRow, state.reads.dirty())
    _put(connection, "write", WriteRow, state.writes.dirty())
    _put(connection, "stage", StageRow, state.stages.dirty())
    _put(connection, "edge", EdgeRow, changed.edges)
    if changed.symlinked:
        connection.execute("DELETE FROM alias WHERE kind = 'symlink' AND dataset_key = ANY(%s)", [changed.symlinked])
    _put(connection, "alias", AliasRow, [state.aliases[key] for key in sorted(state.aliases)])
    # before the facets: a stretch without a value has the one that still stands there
    _put(connection, "history", HistoryRow, state.history.dirty())
    _put(connection, "facet", FacetRow, state.facets.dirty())
    again = [state.facets[key] for key in sorted(state.touched - state.facets.changed)]
    _put(connection, "facet", FacetRow, again, verb="touch")
    if changed.gone:
        connection.execute("DELETE FROM dataset_provenance WHERE dataset_key = ANY(%s)", [changed.gone])
    _put(connection, "dataset_provenance", RecordRow, changed.records)
    with connection.cursor() as cursor:
        cursor.executemany(query("put_trail"), [change.parameters() for change in changed.trail])


def _put(connection: Connection, table: str, row_type: type, rows: Iterable[Any], *, verb: str = "put") -> None:
    rows = list(rows)
    if not rows:
        return
    names = _COLUMNS.get(row_type) or row_type.__slots__  # type: ignore[attr-defined]
    staged = sql.Identifier(f"staged_{table}")
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(staged, columns)) as copy:
            copy.set_types(_TYPES[row_type])
            for row in map(_FLAT.get(row_type) or attrgetter(*names), rows):
                copy.write_row(row)
        cursor.execute(query(f"{verb}_{table}"))
        cursor.execute(sql.SQL("DELETE FROM {}").format(staged))
