"""The mirror's tables as a database has them: in the reference's shape, and row by row."""

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg import sql

from lineproof.events.shield import unshield
from lineproof.ledger.connection import Connection
from reference.heard import Key
from reference.mirror import Row, Tables, canonical

SCHEMA = "lineproof_mirror"


def mirrored(connection: Connection) -> Tables:
    """What the mirror says; things are known by their names as they were sent."""
    rows = {
        name: _rows(connection, name)
        for name in ("job", "run", "dataset", "run_io", "job_io", "facet", "stage", "dataset_provenance")
    }
    jobs = {row["job_key"]: (row["namespace"], row["name"]) for row in rows["job"]}
    runs = {row["run_key"]: (*jobs[row["job_key"]], row["run_id"]) for row in rows["run"]}
    datasets = {row["dataset_key"]: (row["namespace"], row["name"]) for row in rows["dataset"]}
    entities = {None: None, **jobs, **runs, **datasets}
    return {
        "job": _table((jobs[row["job_key"]], _seen(row)) for row in rows["job"]),
        "run": _table((runs[row["run_key"]], _run(row)) for row in rows["run"]),
        "dataset": _table((datasets[row["dataset_key"]], _seen(row)) for row in rows["dataset"]),
        "record": _table((datasets[row["dataset_key"]], {}) for row in rows["dataset_provenance"]),
        "run_io": _table(
            ((runs[row["run_key"]], datasets[row["dataset_key"]], row["direction"]), _last(row))
            for row in rows["run_io"]
        ),
        "job_io": _table(
            ((jobs[row["job_key"]], datasets[row["dataset_key"]], row["direction"]), _last(row))
            for row in rows["job_io"]
        ),
        "facet": _table(
            (
                (row["slot"], entities[row["entity_key"]], entities[row["via_key"]], row["name"], row["authority"]),
                _facet(row),
            )
            for row in rows["facet"]
        ),
        "stage": _table(
            ((datasets[row["dataset_key"]], jobs[row["job_key"]]), _stage(row, runs[row["run_key"]]))
            for row in rows["stage"]
        ),
        "unprojected": _table((identity, {}) for identity in _unprojected(connection)),
    }


def dump(connection: Connection, *, but: Mapping[str, set[str]] | None = None) -> dict[str, list[str]]:
    """Each table of the mirror, its rows as text and sorted, less the named columns."""
    named = but or {}
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [SCHEMA])
    return {table: _lines(connection, table, named.get(table, set())) for (table,) in found.fetchall()}


def _lines(connection: Connection, table: str, but: set[str]) -> list[str]:
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY 1",
        [SCHEMA, table],
    )
    columns = [sql.Identifier(name) for (name,) in found if name not in but]
    row = sql.SQL("SELECT row({})::text FROM {}").format(sql.SQL(", ").join(columns), sql.Identifier(SCHEMA, table))
    return sorted(line for (line,) in connection.execute(row))


def _rows(connection: Connection, table: str) -> list[Row]:
    cursor = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(SCHEMA, table)))
    names = [column.name for column in cursor.description or []]
    return [dict(zip(names, map(_sent, row), strict=True)) for row in cursor]


def _unprojected(connection: Connection) -> list[Key]:
    return connection.execute(
        "SELECT i.digest, i.authority FROM lineproof_mirror.unprojected"
        " JOIN lineproof.log USING (position) JOIN lineproof.identity AS i USING (entry_id)"
    ).fetchall()


def _sent(value: Any) -> Any:
    """A value of the database, and all that stands inside it, without the shield."""
    match value:
        case str():
            return unshield(value)
        case list():
            return [_sent(item) for item in value]
        case dict():
            return {_sent(name): _sent(item) for name, item in value.items()}
        case _:
            return value


def _table(rows: Iterable[tuple[Key, Row]]) -> dict[Key, Row]:
    listed = list(rows)
    table = dict(listed)
    assert len(table) == len(listed), "two rows for one thing"
    return table


def _seen(row: Row) -> Row:
    return {name: row[name] for name in ("first_seen", "last_seen")}


def _last(row: Row) -> Row:
    return {"last_seen": row["last_seen"]}


def _run(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("run_key", "job_key", "run_id")}


def _facet(row: Row) -> Row:
    return {name: row[name] for name in ("event_time", "digest", "deleted")} | {"value": canonical(row["value"])}


def _stage(row: Row, run: Key) -> Row:
    definition = None if row["definition"] is None else canonical(row["definition"])
    return {"run": run, "definition": definition} | {name: row[name] for name in ("run_time", "run_digest")}
