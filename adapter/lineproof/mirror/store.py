"""Writes what a batch changed."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from psycopg import sql

from lineproof.ledger.connection import Connection
from lineproof.mirror.record import RecordRow
from lineproof.mirror.rows import DatasetRow, FacetRow, JobRow, RunRow, StageRow
from lineproof.mirror.state import State
from lineproof.mirror.trail import Change
from lineproof_sql import query

__all__ = ["store"]

_TYPES: Final[dict[type, Sequence[str]]] = {
    JobRow: ("bytea", "text", "text", "timestamptz", "timestamptz"),
    DatasetRow: ("bytea", "text", "text", "timestamptz", "timestamptz"),
    RunRow: (
        "bytea", "bytea", "text", "text", "timestamptz", "bytea", "timestamptz", "timestamptz", "timestamptz",
        "timestamptz", "bool",
    ),
    StageRow: ("bytea", "bytea", "bytea", "timestamptz", "bytea", "timestamptz", "bytea", "bytea"),
    FacetRow: (
        "bytea", "text", "text", "bytea", "bytea", "text", "timestamptz", "bytea", "int4", "int8", "bytea", "bool",
        "bytea",
    ),
    RecordRow: (
        "uuid", "bytea", "text", "text", "bytea", "bytea", "timestamptz", "timestamptz", "timestamptz", "timestamptz",
        "timestamptz", "timestamptz", "bytea", "bytea", "bytea", "bytea", "bytea",
    ),
}  # fmt: skip
_IO_TYPES: Final = ("bytea", "bytea", "text", "timestamptz")


def store(connection: Connection, state: State, records: Iterable[RecordRow], changes: Iterable[Change]) -> None:
    """Writes the rows that differ, the records made anew and the trail, in the connection's transaction."""
    connection.execute(query("stage_mirror"))
    _put(connection, "job", _fields(state.jobs.dirty()), _TYPES[JobRow])
    _put(connection, "run", _fields(state.runs.dirty()), _TYPES[RunRow])
    _put(connection, "dataset", _fields(state.datasets.dirty()), _TYPES[DatasetRow])
    _put(connection, "run_io", [(*key, state.run_io[key]) for key in sorted(state.run_io.changed)], _IO_TYPES)
    _put(connection, "job_io", [(*key, state.job_io[key]) for key in sorted(state.job_io.changed)], _IO_TYPES)
    _put(connection, "stage", _fields(state.stages.dirty()), _TYPES[StageRow])
    _put(connection, "facet", _fields(state.facets.dirty()), _TYPES[FacetRow])
    again = [state.facets[key] for key in sorted(state.touched - state.facets.changed)]
    if again:
        _put(connection, "facet", ((*row[:-1], b"null") for row in _fields(again)), _TYPES[FacetRow], verb="touch")
    _put(connection, "dataset_provenance", _fields(records), _TYPES[RecordRow], columns=RecordRow.columns())
    with connection.cursor() as cursor:
        cursor.executemany(query("put_trail"), [change.parameters() for change in changes])


def _fields(rows: Iterable[Any]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in row.__slots__) for row in rows]


def _put(
    connection: Connection,
    table: str,
    rows: Iterable[tuple[Any, ...]],
    types: Sequence[str],
    *,
    verb: str = "put",
    columns: Sequence[str] = (),
) -> None:
    rows = list(rows)
    if not rows:
        return
    statement = sql.SQL("COPY {} {} FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(f"staged_{table}"),
        sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Identifier, columns))) if columns else sql.SQL(""),
    )
    with connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
        cursor.execute(query(f"{verb}_{table}"))
        cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(f"staged_{table}")))
