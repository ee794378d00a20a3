"""The projector: the reader of the log that makes the mirror, and its only writer."""

import hashlib
import json
from typing import Final, NamedTuple

from lineproof.events.event import InvalidEventError, parse_event
from lineproof.events.shield import shield
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import LogEntry, lock_cursor, move_cursor, read_log
from lineproof.mirror.fold import Fold
from lineproof.mirror.load import load
from lineproof.mirror.record import RECORD_FACETS, RecordMaker
from lineproof.mirror.statement import AHEAD, Statement
from lineproof.mirror.store import store
from lineproof.mirror.trail import Change, Material, change, material
from lineproof_sql import query

__all__ = ["MIRROR", "project"]

MIRROR: Final = "mirror"
_BATCH_BYTES: Final = 64 * 1024 * 1024


class _Unprojected(NamedTuple):
    position: int
    reason: str


def project(connection: Connection, *, reader: str = MIRROR, limit: int = 2000) -> int:
    """Projects up to `limit` entries that the mirror has not seen, in the connection's transaction.

    The tables are those of the connection's search path; `reader` names the cursor that says how far they are. The
    cursor's row is locked first, so that of several projectors one works and the others wait.

    Returns:
        How many entries were read; 0 when the mirror is where the log is.

    Raises:
        psycopg.Error: the database refused or went away.
        IntegrityError: an envelope cannot be read.
    """
    position = lock_cursor(connection, reader)
    entries = list(read_log(connection, position, limit=limit, max_bytes=_BATCH_BYTES))
    if not entries:
        return 0
    statements, left_out = _sort_out(entries)
    _fold(connection, statements)
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO unprojected (position, reason) VALUES (%s, %s)", left_out)
    move_cursor(connection, reader, entries[-1].position + 1)
    return len(entries)


def _sort_out(entries: list[LogEntry]) -> tuple[list[Statement], list[_Unprojected]]:
    statements, left_out = [], []
    for position, envelope, payload in entries:
        if payload is None:
            left_out.append(_Unprojected(position, "its payload was erased"))
        elif envelope.event_time - envelope.received_at > AHEAD:
            left_out.append(_Unprojected(position, "its event time lies more than a day after its receipt"))
        else:
            try:
                event = parse_event(shield(payload))
            except InvalidEventError as exc:
                left_out.append(_Unprojected(position, f"it is no event: {exc}".replace("\0", "")))
            else:
                statements.append(Statement(position, envelope, hashlib.sha256(payload).digest(), event))
    return statements, left_out


def _fold(connection: Connection, statements: list[Statement]) -> None:
    state = load(connection, statements, RECORD_FACETS)
    maker = RecordMaker(state, _local_namespace(connection))
    known = _materials(connection, list(state.datasets))
    fold = Fold(state)
    changes: list[Change] = []
    for statement in statements:
        fold.apply(statement)
        for dataset in sorted(fold.material):
            new = material(maker.document(dataset))
            told = change(statement, dataset, maker.dataset_id(dataset), known.get(dataset), new)
            if told is not None:
                changes.append(told)
                known[dataset] = new
    store(connection, state, [maker.row(dataset) for dataset in sorted(fold.records)], changes)


def _materials(connection: Connection, datasets: list[bytes]) -> dict[bytes, Material]:
    rows = connection.execute(query("load_documents"), [datasets], binary=True) if datasets else ()
    return {dataset: material(json.loads(document)) for dataset, document in rows}


def _local_namespace(connection: Connection) -> str:
    row = connection.execute("SELECT namespace FROM lineproof.installation").fetchone()
    return str(row[0]) if row else "lineproof"
