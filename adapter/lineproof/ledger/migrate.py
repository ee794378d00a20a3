"""Brings a database's schema up to this program's."""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import psycopg
from psycopg import errors as pg
from psycopg import sql

from lineproof.errors import DatabaseUnreachableError, PermissionDeniedError, SchemaError
from lineproof.ledger.connection import Connection, Database, Role, check_prefix, connect
from lineproof_sql import MIRROR_LAYOUT, Migration, migrations, query

__all__ = ["Applied", "check_schema", "status", "upgrade"]

_LOCK: Final = 0x4C696E6570726F66  # "Lineprof"
_TRIES: Final = 20
_PAUSE: Final = 0.1


@dataclass(frozen=True)
class Applied:
    """One migration and, where it was applied, when and by whom."""

    version: int
    name: str
    applied_at: datetime | None
    applied_by: str | None


def status(connection: Connection) -> list[Applied]:
    """Each known migration, applied or not.

    Raises:
        SchemaError: an applied file was changed since, or the database is newer than this program.
    """
    rows = {row[0]: row for row in _applied(connection)}
    known = migrations()
    _refuse_drift(known, rows)
    if _is_another_mirror(known, rows):
        rows = {version: row for version, row in rows.items() if not known[version - 1].of_mirror}
    return [
        Applied(m.version, m.name, *((rows[m.version][3], rows[m.version][4]) if m.version in rows else (None, None)))
        for m in known
    ]


def check_schema(connection: Connection) -> None:
    """Raises SchemaError unless the schema is this program's."""
    missing = [m.name for m in status(connection) if m.applied_at is None]
    if missing:
        raise SchemaError(f"the schema lacks {', '.join(missing)}; run: lineproof db upgrade")


def upgrade(
    database: Database, *, namespace: str, wait: float = 60.0, tell: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Applies what is missing, each file in a transaction of its own; safe to run from many processes at once.

    The mirror is made of the log: where its files are others now it is laid anew, and whoever projects next fills it.

    Args:
        database: where; the login needs CREATEROLE and CREATE on the database the first time.
        namespace: noted in the database as the namespace of records without one, if it is new.
        wait: seconds to wait for another upgrade that is under way.
        tell: called with the name of each file that is applied.

    Returns:
        The names of the migrations that were applied.

    Raises:
        SchemaError: a file failed, or what is there is not what this program knows.
        DatabaseUnreachableError: another upgrade did not end in time.
    """
    with connect(database, None, autocommit=True) as connection:
        check_prefix(connection, database)
        _lock(connection, wait)
        known = migrations()
        rows = {row[0]: row for row in _applied(connection)}
        _refuse_drift(known, rows)
        grants: list[str] = []
        if _is_another_mirror(known, rows):
            grants = _remove_mirror(connection, database)
            rows = {row[0]: row for row in _applied(connection)}
        done = []
        for migration in known:
            if migration.version not in rows:
                _apply(connection, database, migration, namespace)
                tell(migration.name)
                done.append(migration.name)
            elif rows[migration.version][2] is None:
                connection.execute(
                    "UPDATE lineproof.migration SET sha256 = %s WHERE version = %s",
                    [_sha256(migration), migration.version],
                )
        _grant_again(connection, grants)
        _renew_grant(connection, database)
        _sort_in_unplanned(connection, database)
        return done


def _sort_in_unplanned(connection: Connection, database: Database) -> None:
    with connection.transaction():
        connection.execute("SELECT set_config('role', %s, true)", [database.role(Role.OWNER)])
        if connection.execute("SELECT EXISTS (SELECT FROM lineproof.entry_unplanned)").fetchone() == (True,):
            connection.execute("SELECT lineproof.sort_in_unplanned()")


def _renew_grant(connection: Connection, database: Database) -> None:
    # Rights on the database itself are lost when it is copied or restored; the owner makes the shadow's schema with it.
    owner = database.role(Role.OWNER)
    name = connection.info.dbname
    if connection.execute("SELECT has_database_privilege(%s, %s, 'CREATE')", [owner, name]).fetchone() != (True,):
        connection.execute(
            sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(owner))
        )


def _lock(connection: Connection, wait: float) -> None:
    # Polled: a session blocked inside pg_advisory_lock holds a snapshot, which CREATE INDEX CONCURRENTLY waits for.
    until = time.monotonic() + wait
    while connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone() != (True,):
        if time.monotonic() > until:
            raise DatabaseUnreachableError(f"another upgrade has not ended within {wait:.0f} s; try again when it has")
        time.sleep(_PAUSE)


def _applied(connection: Connection) -> list[tuple[int, str, str | None, datetime, str]]:
    if connection.execute("SELECT to_regclass('lineproof.migration') IS NULL").fetchone() == (True,):
        return []
    return connection.execute(
        "SELECT version, name, sha256, applied_at, applied_by FROM lineproof.migration ORDER BY version"
    ).fetchall()


def _refuse_drift(known: list[Migration], rows: dict[int, tuple[int, str, str | None, datetime, str]]) -> None:
    newer = sorted(set(rows) - {m.version for m in known})
    if newer:
        raise SchemaError(f"the database has migration {newer[0]}, which this program lacks; upgrade lineproof")
    for migration in known:
        if not migration.of_mirror and _differs(migration, rows):
            raise SchemaError(
                f"migration {migration.name} is not the one that was applied; use the release that applied it"
            )


def _differs(migration: Migration, rows: dict[int, tuple[int, str, str | None, datetime, str]]) -> bool:
    row = rows.get(migration.version)
    return row is not None and row[2] not in (None, _sha256(migration))


def _is_another_mirror(known: list[Migration], rows: dict[int, tuple[int, str, str | None, datetime, str]]) -> bool:
    files = [migration for migration in known if migration.of_mirror]
    made = [migration for migration in files if migration.version in rows]
    return bool(made) and (len(made) < len(files) or any(_differs(migration, rows) for migration in made))


def _remove_mirror(connection: Connection, database: Database) -> list[str]:
    """Removes a mirror of other files than these, to be made anew from position 0; gives the rights granted on it."""
    _refuse_newer_mirror(connection)
    found = [row[0] for row in connection.execute(query("mirror_dependents")).fetchall()]
    if found:
        raise SchemaError(f"{', '.join(found)} would be lost, being made of the mirror; drop them, and make them anew")
    grants = connection.execute(query("mirror_grants"), {"schema": "lineproof_mirror"}).fetchall()
    with connection.transaction():
        connection.execute("SELECT set_config('role', %s, true)", [database.role(Role.OWNER)])
        connection.execute(query("remove_mirror"))
    return [row[0] for row in grants]


def _refuse_newer_mirror(connection: Connection) -> None:
    known = connection.execute("SELECT to_regprocedure('lineproof_mirror.layout()') IS NOT NULL").fetchone() == (True,)
    row = connection.execute("SELECT lineproof_mirror.layout()").fetchone() if known else None
    if row is not None and row[0] > MIRROR_LAYOUT:
        raise SchemaError("the mirror was laid by a newer program than this; upgrade lineproof")


def _grant_again(connection: Connection, grants: list[str]) -> None:
    for grant in grants:
        with suppress(pg.UndefinedTable):  # what is no more
            connection.execute(grant.encode())


def _sha256(migration: Migration) -> str:
    return hashlib.sha256(migration.sql).hexdigest()


def _apply(connection: Connection, database: Database, migration: Migration, namespace: str) -> None:
    settings = {
        "lineproof.role_prefix": database.role_prefix,
        "lineproof.namespace": namespace,
        "lineproof.migration_sha256": _sha256(migration),
    }
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    for attempt in range(1, _TRIES + 1):
        try:
            connection.execute(migration.sql)
        except (pg.InternalError_, pg.UniqueViolation, pg.DuplicateObject) as exc:
            # Roles are the cluster's: another database's upgrade touches the same catalogue rows.
            connection.execute("ROLLBACK")
            if attempt == _TRIES:
                raise SchemaError(f"migration {migration.name} failed: {exc.diag.message_primary}") from exc
            time.sleep(_PAUSE)
        except pg.InsufficientPrivilege as exc:
            raise PermissionDeniedError(
                f"migration {migration.name}: {exc.diag.message_primary}; "
                "run it as a login that may create roles, and a schema in this database"
            ) from exc
        except psycopg.Error as exc:
            raise SchemaError(f"migration {migration.name} failed: {exc.diag.message_primary}") from exc
        else:
            return
