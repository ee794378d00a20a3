"""Makes mirror and trail anew from position 0, in a shadow that takes their place when it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from lineproof.errors import DatabaseError, RebuildUnderWayError, RulesChangedError
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.migrate import check_schema
from lineproof.ledger.reading import counts, lock_cursor, move_cursor
from lineproof.mirror.projector import MIRROR, project
from lineproof.mirror.rules import Rules, put_rules, rules_ahead, rules_in_force
from lineproof_sql import migrations, query

__all__ = ["rebuild"]

_LOCK: Final = 0x72656275696C64  # "rebuild"
_SHADOW: Final = "shadow"
_DROPS: Final = 30


def rebuild(database: Database, tell: Callable[[int], None] = lambda _: None) -> int:
    """Rebuilds while appends go on and readers see the old mirror; they see the new one from one moment on.

    Args:
        database: where; the login must be able to act as owner.
        tell: called with the number of entries of each projected batch.

    Returns:
        How many entries of the log were projected.

    Raises:
        DatabaseError: another rebuild is under way, or something outside is made of the mirror and would be lost.
    """
    with connect(database, Role.OWNER, autocommit=True) as connection:
        if connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() != (True,):
            raise RebuildUnderWayError("another rebuild is under way; wait until it has ended")
        _refuse_dependents(connection)
        rules = _newer(rules_in_force(connection), rules_ahead(connection, counts(connection).mirrored))
        while True:
            with _making_schemas(connection, database):
                _make_shadow(connection)
            connection.execute("SET search_path = lineproof_mirror_shadow")
            if rules is not None:
                put_rules(connection, rules)
            connection.autocommit = False
            try:
                return _fill(connection, database, tell)
            except RulesChangedError:
                connection.rollback()
                ahead = rules_ahead(connection, lock_cursor(connection, _SHADOW))
                connection.rollback()
                connection.autocommit = True
                if ahead is None or (rules is not None and ahead.order <= rules.order):
                    raise
                rules = ahead


def _fill(connection: Connection, database: Database, tell: Callable[[int], None]) -> int:
    total = 0
    while done := project(connection, reader=_SHADOW):
        connection.commit()
        total += done
        tell(done)
    connection.commit()
    lock_cursor(connection, MIRROR)  # from here on the mirror stands still, until the swap is committed
    while done := project(connection, reader=_SHADOW):
        total += done
        tell(done)
    check_schema(connection)  # another program may have laid another mirror meanwhile
    _swap(connection, database)
    connection.commit()
    _drop_old(connection)
    return total


def _newer(one: Rules | None, other: Rules | None) -> Rules | None:
    return max((rules for rules in (one, other) if rules is not None), default=None)


def _refuse_dependents(connection: Connection) -> None:
    found = [row[0] for row in connection.execute(query("mirror_dependents")).fetchall()]
    if found:
        raise DatabaseError(
            f"{', '.join(found)} would be lost, being made of the mirror; drop and make anew what it is"
        )


def _make_shadow(connection: Connection) -> None:
    connection.execute("DROP SCHEMA IF EXISTS lineproof_mirror_shadow, lineproof_mirror_old CASCADE")
    connection.execute("SELECT set_config('lineproof.mirror_schema', 'lineproof_mirror_shadow', false)")
    for migration in migrations():
        if migration.of_mirror:
            connection.execute(migration.sql)
    connection.execute(
        "INSERT INTO lineproof.cursor (reader) VALUES (%s) ON CONFLICT (reader) DO UPDATE SET position = 0",
        [_SHADOW],
    )


@contextmanager
def _making_schemas(connection: Connection, database: Database) -> Iterator[None]:
    # Making and renaming a schema needs CREATE on the database: the owner's, else the login's.
    owner = database.role(Role.OWNER)
    asked = connection.execute("SELECT has_database_privilege(%s, current_database(), 'CREATE')", [owner]).fetchone()
    if asked == (True,):
        yield
        return
    connection.execute("SET ROLE NONE")
    yield
    connection.execute("SELECT set_config('role', %s, false)", [owner])


def _swap(connection: Connection, database: Database) -> None:
    for (grant,) in connection.execute(query("mirror_grants"), {"schema": "lineproof_mirror_shadow"}).fetchall():
        connection.execute(grant)
    with _making_schemas(connection, database):
        connection.execute("ALTER SCHEMA lineproof_mirror RENAME TO lineproof_mirror_old")
        connection.execute("ALTER SCHEMA lineproof_mirror_shadow RENAME TO lineproof_mirror")
    move_cursor(connection, MIRROR, lock_cursor(connection, _SHADOW))
    connection.execute("DELETE FROM lineproof.cursor WHERE reader = %s", [_SHADOW])


def _drop_old(connection: Connection) -> None:
    # Readers may still be at the old tables: waiting for them while holding others is how deadlocks come about.
    for _ in range(_DROPS):
        try:
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute("DROP SCHEMA lineproof_mirror_old CASCADE")
            connection.commit()
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            connection.rollback()
        else:
            return
