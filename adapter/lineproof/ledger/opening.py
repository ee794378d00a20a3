"""Finds the database that the settings name, or starts the embedded one and makes it ready."""

import getpass
import os
from collections.abc import Callable

import psycopg
from psycopg import sql

from lineproof.ledger import embedded
from lineproof.ledger.connection import Database, Role, wrapped
from lineproof.ledger.migrate import upgrade
from lineproof.settings import Settings

__all__ = ["open_database"]


def open_database(settings: Settings, tell: Callable[[str], None] = lambda _: None) -> Database:
    """The database to work on. The embedded one has its schema; a named one is taken as it is.

    `tell` is called with the name of each migration that is applied to the embedded one.

    Raises:
        ConfigurationError: neither a database is named nor can one be embedded.
        DatabaseUnreachableError: the embedded server does not start.
    """
    if settings.database_url is not None:
        return _database(settings, settings.database_url)
    superuser = _database(settings, embedded.start(settings.home))
    upgrade(superuser, namespace=settings.namespace, tell=tell)
    return superuser.as_user(_login(superuser))


def _database(settings: Settings, conninfo: str) -> Database:
    return Database(conninfo, role_prefix=settings.role_prefix, connect_timeout=settings.connect_timeout)


def _login(superuser: Database) -> str:
    # The principal of what is appended here: the person at this machine, who is no superuser of the database.
    name = _user()
    if name == "postgres" or name.startswith("pg_"):
        name = f"os_{name}"
    with wrapped(superuser), psycopg.connect(superuser.conninfo(), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
            members = sql.SQL(", ").join(sql.Identifier(superuser.role(role)) for role in Role)
            try:
                connection.execute(
                    sql.SQL("BEGIN; CREATE ROLE {0} LOGIN NOINHERIT; GRANT {1} TO {0}; COMMIT").format(
                        sql.Identifier(name), members
                    )
                )
            except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                connection.execute("ROLLBACK")  # another process made it at this moment
    return name


def _user() -> str:
    if os.name != "posix":
        return getpass.getuser()
    import pwd  # noqa: PLC0415 - POSIX only

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container's user without a name
        return f"uid_{os.geteuid()}"
