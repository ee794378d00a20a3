"""What people ask the mirror."""

import shlex
from datetime import datetime
from typing import Any, NamedTuple

from psycopg.rows import dict_row

from lineproof.errors import NotFoundError
from lineproof.events.shield import shield_text, unshield
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import position_at
from lineproof.mirror.finding import find_dataset
from lineproof.mirror.history import AsOf, record_as_of
from lineproof.mirror.identifier import provenance_id
from lineproof.mirror.paging import RecordMark, TrailMark
from lineproof_sql import query

__all__ = ["Edge", "Filters", "Record", "get_record", "list_edges", "list_records", "list_trail"]

Record = dict[str, Any]
"""A row by its column names; times in UTC, ids as text, strings as producers sent them."""


class Filters(NamedTuple):
    """Which records: None holds for all. `search` holds words that words of the name begin with."""

    license_type: str | None = None
    quality_tier: str | None = None
    source_type: str | None = None
    search: str | None = None
    namespace: str | None = None


class Edge(NamedTuple):
    """A job and a dataset that it reads or writes."""

    job_namespace: str
    job_name: str
    direction: str
    dataset_namespace: str
    dataset_name: str


def list_records(
    connection: Connection, filters: Filters, *, limit: int, offset: int = 0, after: RecordMark | None = None
) -> list[Record]:
    """Rows of `provenance_summary`, the newest change first; `after` the last of another page."""
    asked = {name: _asked(value) for name, value in filters._asdict().items()}
    updated_at, identifier = after or (None, None)
    page = {"limit": limit, "offset": offset, "updated_at": updated_at, "provenance_id": identifier}
    return _records(connection, "list_records", {**asked, **page})


def get_record(
    connection: Connection, dataset_id: str, *, at: datetime | None = None, known_at: datetime | None = None
) -> Record:
    """One row of `dataset_provenance`; by what was valid `at` a time, or known at one, where that is asked.

    Raises:
        NotFoundError: no such dataset has been mentioned, or nothing was known of it then; or it was dropped.
    """
    dataset = find_dataset(connection, dataset_id)
    if at is None and known_at is None:
        found = _records(connection, "get_record", [provenance_id(dataset)])
        if not found:
            raise NotFoundError(f"{dataset_id} was dropped; {_see_trail(dataset_id)}")
        return found[0]
    before = None if known_at is None else position_at(connection, known_at)
    record = record_as_of(connection, dataset, AsOf(at, before))
    if record is None:
        raise NotFoundError(f"nothing was known of {dataset_id} then; {_see_trail(dataset_id)}")
    return {name: _plain(value) for name, value in record.items()}


def _see_trail(dataset_id: str) -> str:
    return f"run: lineproof audit-log --dataset-id {shlex.quote(dataset_id)}"


def list_trail(
    connection: Connection, dataset_id: str | None, *, limit: int, after: TrailMark | None = None
) -> list[Record]:
    """Rows of `provenance_audit_log`, the newest first; of one dataset, or of all; `after` the last of another page.

    Raises:
        NotFoundError: the dataset has no entry.
    """
    record = None if dataset_id is None else provenance_id(find_dataset(connection, dataset_id))
    position, identifier = after or (None, None)
    asked = {"provenance_id": record, "limit": limit, "position": position, "audit_id": identifier}
    found = _records(connection, "list_trail", asked)
    if dataset_id is not None and not found and after is None:
        raise NotFoundError(f"no trail of {dataset_id}; run: lineproof list --search WORD")
    return found


def list_edges(connection: Connection, namespace: str) -> list[Edge]:
    """Which job of a namespace read and wrote what."""
    rows = connection.execute(query("list_edges"), {"namespace": shield_text(namespace)}).fetchall()
    return [Edge(*map(unshield, row)) for row in rows]


def _records(connection: Connection, name: str, parameters: Any) -> list[Record]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return [{key: _plain(value) for key, value in row.items()} for row in cursor.execute(query(name), parameters)]


def _asked(value: str | None) -> str | None:
    return None if value is None else shield_text(value)


def _plain(value: Any) -> Any:
    match value:
        case str():
            return unshield(value)
        case dict():
            return {unshield(key): _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
        case None | bool() | int() | float() | datetime():
            return value
    number = getattr(value, "as_integer_ratio", None)
    return int(value) if number is not None and number()[1] == 1 else str(value)
