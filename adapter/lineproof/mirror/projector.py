"""The projector: the reader of the log that makes the mirror, and its only writer."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from lineproof.events.naming import Naming
from lineproof.events.sources import facet_object, symlinks
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import local_namespace, lock_cursor, move_cursor, read_log
from lineproof.mirror.fold import SYMLINKS, Fold
from lineproof.mirror.judging import LeftOut, sort_out
from lineproof.mirror.load import load
from lineproof.mirror.record import RECORD_FACETS, RecordMaker
from lineproof.mirror.rows import AliasRow, EdgeRow
from lineproof.mirror.rules import naming_of
from lineproof.mirror.state import Edge, State, TooManyEdgesError
from lineproof.mirror.statement import Statement
from lineproof.mirror.store import Changed, store
from lineproof.mirror.trail import Material, change, material
from lineproof.mirror.uses import Reading, read_statement

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


def project(connection: Connection, *, reader: str = MIRROR, limit: int = 20_000) -> int:
    """Projects up to `limit` entries that the mirror has not seen, in the connection's transaction.

    The tables are those of the connection's search path; `reader` names the cursor that says how far they are. The
    cursor's row is locked first, so that of several projectors one works and the others wait. An entry that the
    database cannot take is left out and noted in `unprojected`: it holds up nobody.

    Returns:
        How many entries were read; 0 when the mirror is where the log is.

    Raises:
        RulesChangedError: an entry brings other rules of naming; the mirror has to be made anew.
        psycopg.Error: the database went away.
        IntegrityError: an envelope cannot be read.
    """
    position = lock_cursor(connection, reader)
    entries = list(read_log(connection, position, limit=limit, max_bytes=_BATCH_BYTES))
    if not entries:
        return 0
    statements, left_out = sort_out(entries)
    left_out += _project(connection, naming_of(connection, statements), statements)
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO unprojected (position, reason) VALUES (%s, %s)", left_out)
    move_cursor(connection, reader, entries[-1].position + 1)
    return len(entries)


@contextmanager
def _without_collecting() -> Iterator[None]:
    # A batch makes many values and no cycles; looking for some took a fifth of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _project(connection: Connection, naming: Naming, statements: list[Statement]) -> list[LeftOut]:
    try:
        with connection.transaction(), _without_collecting():
            _fold(connection, naming, [read_statement(statement, naming) for statement in statements])
    except _UNFIT as exc:
        if len(statements) > 1:  # one of them: in which half is it?
            half = len(statements) // 2
            return _project(connection, naming, statements[:half]) + _project(connection, naming, statements[half:])
        told = str(exc) if isinstance(exc, TooManyEdgesError) else f"the database cannot take it: {type(exc).__name__}"
        return [LeftOut(statements[0].position, told)]
    return []


def _fold(connection: Connection, naming: Naming, readings: list[Reading]) -> None:
    state = load(connection, readings, RECORD_FACETS)
    maker = RecordMaker(state, local_namespace(connection))
    known: dict[bytes, Material | None] = {}

    def before_change(dataset: bytes) -> None:
        if dataset not in known:
            known[dataset] = _material(state, maker, dataset)

    vias = {reading.via for reading in readings}
    edges = Counter(edge for via in vias for edge in state.upstreams(via))
    fold = Fold(state, naming, before_change)
    changed = Changed()
    for reading in readings:
        fold.apply(reading)
        for dataset in sorted(fold.material):
            new = _material(state, maker, dataset)
            told = change(reading.statement, dataset, maker.dataset_id(dataset), known[dataset], new)
            if told is not None:
                changed.trail.append(told)
                known[dataset] = new
    changed.edges = _differences(edges, Counter(edge for via in vias for edge in state.upstreams(via)))
    changed.symlinked = sorted(fold.symlinked)
    _add_symlinks(state, fold.symlinked, naming)
    changed.gone = [dataset for dataset in sorted(fold.records) if state.datasets[dataset].dropped]
    changed.records = [maker.row(dataset) for dataset in sorted(fold.records) if not state.datasets[dataset].dropped]
    store(connection, state, changed)


def _material(state: State, maker: RecordMaker, dataset: bytes) -> Material | None:
    row = state.datasets.get(dataset)
    return None if row is None or row.dropped else material(maker.document(dataset))


def _differences(before: Counter[Edge], after: Counter[Edge]) -> list[EdgeRow]:
    return [
        EdgeRow(*edge, after[edge] - before[edge]) for edge in sorted({*before, *after}) if after[edge] != before[edge]
    ]


def _add_symlinks(state: State, datasets: Iterable[bytes], naming: Naming) -> None:
    for dataset in datasets:
        word = state.standing("dataset", dataset, b"", SYMLINKS)
        for named in symlinks(facet_object(word.value)) if word is not None else ():
            mapped = naming.dataset(*named)
            if mapped.key != dataset:
                key = mapped.key, dataset, "symlink"
                state.aliases[key] = AliasRow(*key, mapped.namespace, mapped.name)
