"""The projector: the reader of the log that makes the mirror, and its only writer."""

from typing import Final, NamedTuple

import psycopg

from lineproof.events.envelope import EntryKind, Envelope
from lineproof.events.received import Received, Refused, receive
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import LogEntry, local_namespace, lock_cursor, move_cursor, read_log
from lineproof.mirror.fold import Fold
from lineproof.mirror.load import load
from lineproof.mirror.record import RECORD_FACETS, RecordMaker
from lineproof.mirror.statement import AHEAD, Statement
from lineproof.mirror.store import store
from lineproof.mirror.trail import Change, change, material

__all__ = ["MIRROR", "project"]

MIRROR: Final = "mirror"
_BATCH_BYTES: Final = 64 * 1024 * 1024
_UNFIT: Final = (
    psycopg.DataError,
    psycopg.errors.ProgramLimitExceeded,
    psycopg.errors.IntegrityError,
    ValueError,
    OverflowError,
    RecursionError,
)


class _Unprojected(NamedTuple):
    position: int
    reason: str


def project(connection: Connection, *, reader: str = MIRROR, limit: int = 2000) -> int:
    """Projects up to `limit` entries that the mirror has not seen, in the connection's transaction.

    The tables are those of the connection's search path; `reader` names the cursor that says how far they are. The
    cursor's row is locked first, so that of several projectors one works and the others wait. An entry that the
    database cannot take is left out and noted in `unprojected`: it holds up nobody.

    Returns:
        How many entries were read; 0 when the mirror is where the log is.

    Raises:
        psycopg.Error: the database went away.
        IntegrityError: an envelope cannot be read.
    """
    position = lock_cursor(connection, reader)
    entries = list(read_log(connection, position, limit=limit, max_bytes=_BATCH_BYTES))
    if not entries:
        return 0
    statements, left_out = _sort_out(entries)
    left_out += _project(connection, statements)
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO unprojected (position, reason) VALUES (%s, %s)", left_out)
    move_cursor(connection, reader, entries[-1].position + 1)
    return len(entries)


def _sort_out(entries: list[LogEntry]) -> tuple[list[Statement], list[_Unprojected]]:
    statements, left_out = [], []
    for position, envelope, payload in entries:
        judged = _judge(envelope, payload)
        if isinstance(judged, Received):
            statements.append(Statement(position, envelope, judged.digest, judged.event))
        else:
            left_out.append(_Unprojected(position, judged))
    return statements, left_out


def _judge(envelope: Envelope, payload: bytes | None) -> Received | str:
    if payload is None:
        return "its payload was erased"
    if envelope.kind is not EntryKind.EVENT:
        return f"it is an {envelope.kind}"
    judged = receive(payload, max_bytes=len(payload))
    if isinstance(judged, Refused):
        return f"it is no event: {judged.pointer}: {judged.reason}".replace("\0", "")
    if judged.event.event_time != envelope.event_time or judged.payload != payload:
        return "it was not appended as it was received"
    if envelope.event_time - envelope.received_at > AHEAD:
        return "its event time lies more than a day after its receipt"
    return judged


def _project(connection: Connection, statements: list[Statement]) -> list[_Unprojected]:
    try:
        with connection.transaction():
            _fold(connection, statements)
    except _UNFIT as exc:
        if len(statements) > 1:  # one of them: each by itself then
            return [left for statement in statements for left in _project(connection, [statement])]
        return [_Unprojected(statements[0].position, f"the database cannot take it: {type(exc).__name__}")]
    return []


def _fold(connection: Connection, statements: list[Statement]) -> None:
    state = load(connection, statements, RECORD_FACETS)
    maker = RecordMaker(state, local_namespace(connection))
    known = {dataset: material(maker.document(dataset)) for dataset in state.datasets}
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
