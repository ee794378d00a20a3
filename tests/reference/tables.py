"""The mirror's tables as a database has them: in the reference's shape, and row by row."""

from collections.abc import Iterable, Mapping
from typing import Any

from psycopg import sql

from lineproof.events.names import dataset_key, event_key, job_key, run_key
from lineproof.events.shield import shield_text, unshield
from lineproof.ledger.connection import Connection
from reference.lineage import saying
from reference.rows import Key, Row, Tables, canonical

SCHEMA = "lineproof_mirror"
SEEN = ("first_seen", "last_seen")
RUN = ("state", "state_time", "state_digest", "started_at", "ended_at", "zoneless", *SEEN)
WRITE = ("since", "written_at", "mode", "partial", "replaces")
STAGE = ("run_time", "run_digest", "since")


def mirrored(connection: Connection) -> Tables:
    """What the mirror says; things are known by their names as they are mapped."""
    rows = {name: _rows(connection, name) for name in ("job", "run", "dataset", "dataset_provenance", "naming")}
    rows |= {name: _rows(connection, name) for name in ("read", "write", "edge", "alias", "facet", "stage")}
    jobs = {row["job_key"]: (row["namespace"], row["name"]) for row in rows["job"]}
    runs = {row["run_key"]: (*jobs[row["job_key"]], row["run_id"]) for row in rows["run"]}
    datasets = {row["dataset_key"]: (row["namespace"], row["name"]) for row in rows["dataset"]}
    known = {None: None, b"": None, **jobs, **runs, **datasets, **_events(connection)}
    return {
        "job": _table((jobs[row["job_key"]], _some(row, SEEN)) for row in rows["job"]),
        "run": _table((runs[row["run_key"]], _run(row)) for row in rows["run"]),
        "dataset": _table((datasets[row["dataset_key"]], _dataset(row)) for row in rows["dataset"]),
        "record": _table((datasets[row["dataset_key"]], {}) for row in rows["dataset_provenance"]),
        "read": _table(
            ((known[row["via_key"]], datasets[row["dataset_key"]]), {"last_seen": row["last_seen"]})
            for row in rows["read"]
        ),
        "write": _table(
            ((known[row["via_key"]], datasets[row["dataset_key"]]), _write(row, known)) for row in rows["write"]
        ),
        "edge": _table((_edge(row, known), {"writes": row["writes"]}) for row in rows["edge"]),
        "alias": _table((_alias(row, datasets), {}) for row in rows["alias"]),
        "facet": _table(
            (
                (row["slot"], known[row["entity_key"]], known[row["via_key"]], row["name"], row["authority"]),
                _facet(row),
            )
            for row in rows["facet"]
        ),
        "stage": _table(
            ((datasets[row["dataset_key"]], jobs[row["job_key"]]), {"run": runs[row["run_key"]], **_some(row, STAGE)})
            for row in rows["stage"]
        ),
        "naming": _table(((), _naming(row)) for row in rows["naming"] if saying(row["rules"]) is not None),
        "unprojected": _table((identity, {}) for identity in _unprojected(connection)),
    }


def comparable(expected: Tables) -> Tables:
    """The reference's tables with what a database holds: parents, who need not be in it, by their keys."""
    runs = {key: {**row, "parent": parent_key(row["parent"])} for key, row in expected["run"].items()}
    return {**expected, "run": runs}


def parent_key(run: Key | None) -> bytes | None:
    if run is None:
        return None
    namespace, name, run_id = map(shield_text, run)
    return run_key(job_key(namespace, name), run_id)


def key_of(dataset: Key) -> bytes:
    """What a database knows a dataset by."""
    return dataset_key(*map(shield_text, dataset))


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


def _events(connection: Connection) -> dict[bytes, Key]:
    found = connection.execute("SELECT digest, authority FROM lineproof.identity")
    return {event_key(digest, authority): (digest, authority) for digest, authority in found}


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


def _some(row: Row, columns: Iterable[str]) -> Row:
    return {name: row[name] for name in columns}


def _run(row: Row) -> Row:
    return {"parent": row["parent_key"], **_some(row, RUN)}


def _dataset(row: Row) -> Row:
    dropped_at, alive_at = row["dropped_at"], row["alive_at"]
    dropped = dropped_at is not None and (alive_at is None or alive_at <= dropped_at)
    return {"dropped": dropped, "dropped_at": dropped_at, "alive_at": alive_at, **_some(row, SEEN)}


def _write(row: Row, known: Mapping[Any, Any]) -> Row:
    named = {
        column: None if row[column] is None else sorted(known[key] for key in row[column])
        for column in ("said_upstreams", "more_upstreams")
    }
    versions = None if row["versions"] is None else sorted(row["versions"])
    return {**_some(row, WRITE), **named, "versions": versions, "job": known[row["job_key"]]}


def _edge(row: Row, known: Mapping[Any, Any]) -> Key:
    return known[row["dataset_key"]], known[row["upstream_key"]], known[row["job_key"]]


def _alias(row: Row, datasets: Mapping[bytes, Key]) -> Key:
    alias = row["namespace"], row["name"]
    assert row["alias_key"] == key_of(alias), "a name is kept under another's key"
    return alias, datasets[row["dataset_key"]], row["kind"]


def _facet(row: Row) -> Row:
    return _some(row, ("event_time", "digest", "deleted")) | {"value": canonical(row["value"])}


def _naming(row: Row) -> Row:
    return _some(row, ("event_time", "digest")) | {"rules": canonical(row["rules"])}
