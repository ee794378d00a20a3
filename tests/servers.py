"""Servers to try things on, and databases on them that go again."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from lineproof.ledger import embedded
from lineproof.ledger.connection import Database
from lineproof.ledger.migrate import upgrade

__all__ = ["NAMESPACE", "PREFIX", "copied", "database_in", "empty", "named_server", "running"]

PREFIX: Final = "lineproof_test"
"""How the names of the databases and of their roles begin."""

NAMESPACE: Final = "lineproof"
"""The namespace of records without one."""


def named_server() -> str | None:
    """The server that the environment names."""
    return os.environ.get("DATABASE_URL") or os.environ.get("SUPABASE_DB_URL") or None


@contextmanager
def running() -> Iterator[str]:
    """The named server, else an embedded one of one's own: a login that may create databases and roles."""
    named = named_server()
    if named:
        yield named
        return
    home = Path(tempfile.mkdtemp(prefix="lineproof-test-"))
    home.chmod(0o755)
    server = embedded.start(home)
    try:
        yield server
    finally:
        embedded.stop(home)
        shutil.rmtree(home)


def database_in(server: str, name: str) -> Database:
    """A database of that server."""
    return Database(make_conninfo(server, dbname=name), role_prefix=PREFIX, connect_timeout=10)


@contextmanager
def empty(admin: psycopg.Connection[Any]) -> Iterator[str]:
    """The name of a database without anything in it."""
    with _created(admin, sql.SQL("ENCODING 'UTF8' TEMPLATE template0")) as name:
        yield name


@contextmanager
def copied(server: str, admin: psycopg.Connection[Any], template: str) -> Iterator[Database]:
    """A copy of a database that has the schema in it."""
    with _created(admin, sql.SQL("TEMPLATE {}").format(sql.Identifier(template))) as name:
        database = database_in(server, name)
        upgrade(database, namespace=NAMESPACE)  # a copy lacks the grants on the database itself
        yield database


@contextmanager
def _created(admin: psycopg.Connection[Any], kind: sql.Composable) -> Iterator[str]:
    name = f"{PREFIX}_{uuid.uuid4().hex[:12]}"
    admin.execute(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), kind))
    try:
        yield name
    finally:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
