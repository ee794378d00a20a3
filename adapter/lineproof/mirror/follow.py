"""Brings numbering and mirror up to what has been appended: one reads what one wrote."""

import time
from collections.abc import Callable
from typing import Final

import psycopg

from lineproof.errors import IntegrityError, PermissionDeniedError, RebuildUnderWayError, RulesChangedError
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.number import number
from lineproof.ledger.reading import counts
from lineproof.mirror.projector import project
from lineproof.mirror.rebuild import rebuild

__all__ = ["catch_up"]

_MONTHS_AHEAD: Final = 6
_PATIENCE: Final = "120s"
_REBUILDS: Final = 600.0
_PAUSE: Final = 0.1


def catch_up(database: Database, tell: Callable[[int], None] = lambda _: None) -> None:
    """Numbers and projects all that is committed now, taking turns with whoever does the same; `tell` gets counts.

    Raises:
        PermissionDeniedError: the login may not act as sequencer; a service has to run.
        RulesChangedError: a steward changed the rules of naming, and the login may not make the mirror anew.
        DatabaseUnreachableError: the database went away; nothing is lost.
        IntegrityError: a position is missing.
        DatabaseError: whoever numbers or projects has not let go for two minutes.
    """
    with connect(database, Role.SEQUENCER) as connection:
        connection.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
        _make_partitions(connection)
        newest = _newest_waiting(connection)
        while newest is not None and _waits(connection, newest):
            number(connection)
            connection.commit()
        target = counts(connection).numbered
        connection.commit()
        until = time.monotonic() + _REBUILDS
        while True:
            try:
                _project(connection, target, tell)
            except RulesChangedError as exc:
                connection.rollback()
                _rebuild(database, exc, until, tell)
            else:
                return


def _rebuild(database: Database, why: RulesChangedError, until: float, tell: Callable[[int], None]) -> None:
    try:
        rebuild(database, tell)
    except PermissionDeniedError:
        raise RulesChangedError(f"{why}, by a login that may act as owner") from why
    except RebuildUnderWayError:  # it makes the mirror that is waited for
        if time.monotonic() > until:
            raise
        time.sleep(_PAUSE)


def _project(connection: Connection, target: int, tell: Callable[[int], None]) -> None:
    while counts(connection).mirrored < target:
        connection.commit()
        done = project(connection)
        if not done and counts(connection).mirrored < target:
            raise IntegrityError("the log has a gap; restore the database from a backup that has none")
        connection.commit()
        tell(done)
    connection.commit()


def _make_partitions(connection: Connection) -> None:
    # Where this has to wait there is a later time: they are made months ahead, and `doctor` looks at them.
    try:
        connection.execute("SET LOCAL lock_timeout = '1s'")
        connection.execute("SELECT lineproof.make_partitions(%s)", [_MONTHS_AHEAD])
        connection.commit()
    except psycopg.errors.LockNotAvailable:
        connection.rollback()


def _newest_waiting(connection: Connection) -> int | None:
    row = connection.execute("SELECT max(entry_id) FROM lineproof.inbox").fetchone()
    return row[0] if row else None


def _waits(connection: Connection, newest: int) -> bool:
    row = connection.execute("SELECT EXISTS (SELECT FROM lineproof.inbox WHERE entry_id <= %s)", [newest]).fetchone()
    return bool(row and row[0])
