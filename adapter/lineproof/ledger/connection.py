"""Connections, each acting as one of Lineproof's roles; driver errors end here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.conninfo import conninfo_to_dict

from lineproof.errors import (
    ConfigurationError,
    DatabaseError,
    DatabaseUnreachableError,
    LineproofError,
    PermissionDeniedError,
    SchemaError,
)

__all__ = ["Connection", "Database", "Role", "check_prefix", "connect", "explain", "wrapped"]

Connection = psycopg.Connection[tuple[Any, ...]]


class Role(StrEnum):
    """What a connection may do; the database enforces it."""

    OWNER = "owner"
    PRODUCER = "producer"
    STEWARD = "steward"
    AUDITOR = "auditor"
    GATEWAY = "gateway"
    SEQUENCER = "sequencer"
    ERASER = "eraser"
    READER = "reader"


class Database:
    """Where a database is and how its roles are named. Its printed form shows no password."""

    def __init__(self, conninfo: str, *, role_prefix: str, connect_timeout: int) -> None:
        try:
            self._parts = conninfo_to_dict(conninfo, connect_timeout=connect_timeout)
        except psycopg.ProgrammingError as exc:
            raise ConfigurationError(
                "DATABASE_URL is not a PostgreSQL connection string; write postgresql://user:password@host:5432/name"
            ) from exc
        if not re.fullmatch(r"[\d,]*", str(self._parts.get("port", ""))) or "@" in (
            str(self._parts.get("host", "")) + str(self._parts.get("dbname", ""))
        ):
            raise ConfigurationError(
                "DATABASE_URL has no host and port where they should be; "
                "percent-encode @, : and / in user and password (%40, %3A, %2F)"
            )
        self.role_prefix = role_prefix

    def __repr__(self) -> str:
        host = self._parts.get("host") or self._parts.get("hostaddr") or "the default socket"
        port = self._parts.get("port") or 5432
        return f"database {self._parts.get('dbname') or '(default)'!s} at {host}:{port}"

    def role(self, role: Role) -> str:
        """The role's full name."""
        return f"{self.role_prefix}_{role}"

    def as_user(self, user: str) -> "Database":
        """The same database for another login."""
        return Database(
            psycopg.conninfo.make_conninfo("", **{**self._parts, "user": user}),
            role_prefix=self.role_prefix,
            connect_timeout=int(self._parts.get("connect_timeout") or 0),
        )

    def conninfo(self) -> str:
        """The connection string, password included: never print it."""
        return psycopg.conninfo.make_conninfo("", **self._parts)


def explain(exc: psycopg.Error, database: Database) -> LineproofError:
    """The error a user sees for a driver's error: one line, what to do next."""
    said = (exc.diag.message_primary or str(exc).strip() or type(exc).__name__).splitlines()[0]
    match exc:
        case _ if _is_connection_lost(exc):
            return DatabaseUnreachableError(
                f"{database!r} cannot be reached ({said}); check DATABASE_URL, and that the server runs"
            )
        case pg.UndefinedTable() | pg.InvalidSchemaName() | pg.UndefinedFunction() | pg.UndefinedObject():
            return SchemaError(f"{database!r} has no Lineproof schema ({said}); run: lineproof init-schema")
        case pg.InsufficientPrivilege():
            return PermissionDeniedError(f"{database!r} refused: {said}; grant the role to this login, or use another")
        case pg.LockNotAvailable() | pg.QueryCanceled():
            return DatabaseError(
                f"{database!r} is held up by another process ({said}); nothing is lost, try again later"
            )
        case pg.DeadlockDetected() | pg.SerializationFailure():
            return DatabaseError(f"{database!r} had to break off ({said}); nothing is lost, try again")
    return DatabaseError(f"{database!r} failed: {said}; see its log, and run: lineproof doctor")


def _is_connection_lost(exc: psycopg.Error) -> bool:
    # without a code from the server: it never answered, or refused the login; 08 connection, 28 login, 57P shutdown
    if not isinstance(exc, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return exc.sqlstate is None or exc.sqlstate.startswith(("08", "28", "57P"))


def check_prefix(connection: Connection, database: Database) -> None:
    """Raises ConfigurationError where the schema was made with another prefix of roles than is set."""
    owner = connection.execute(
        "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'lineproof'"
    ).fetchone()
    if owner is not None and owner[0] != database.role(Role.OWNER):
        prefix = str(owner[0]).removesuffix("_owner")
        raise ConfigurationError(
            f"{database!r} was made with the role prefix {prefix}, not {database.role_prefix}; "
            f"set LINEPROOF_ROLE_PREFIX={prefix}"
        )


@contextmanager
def wrapped(database: Database) -> Iterator[None]:
    """Turns driver errors inside into Lineproof's, with the driver's as cause."""
    try:
        yield
    except psycopg.Error as exc:
        raise explain(exc, database) from exc


@contextmanager
def connect(database: Database, role: Role | None, *, autocommit: bool = False) -> Iterator[Connection]:
    """A connection that acts as `role` (None: as the login itself); closed at the end, rolled back on error.

    Raises:
        DatabaseUnreachableError: no answer, or the login is refused.
        PermissionDeniedError: the login is not a member of that role.
        SchemaError: there is no such role; the schema was never made.
        DatabaseError: any other failure of the database inside.
    """
    with wrapped(database):
        connection = psycopg.connect(database.conninfo(), autocommit=True, client_encoding="utf8")
        try:
            if role is not None:
                _act_as(connection, database, role)
            connection.autocommit = autocommit
            yield connection
            if not autocommit:
                connection.commit()
        finally:
            connection.close()


def _act_as(connection: Connection, database: Database, role: Role) -> None:
    name = database.role(role)
    try:
        connection.execute(
            "SELECT set_config('role', %s, false), set_config('search_path', 'lineproof_mirror', false),"
            " set_config('timezone', 'UTC', false),"
            " set_config('default_transaction_isolation', 'read committed', false)",
            [name],
        )
    except pg.InvalidParameterValue as exc:
        check_prefix(connection, database)
        raise SchemaError(f"{database!r} has no role {name}; run: lineproof init-schema") from exc
    except pg.InsufficientPrivilege as exc:
        user = connection.info.user
        raise PermissionDeniedError(
            f"login {user} may not act as {name}; have an administrator run: GRANT {name} TO {user}"
        ) from exc
