"""Databases and logins for tests of the schema's making."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from psycopg import sql

from integration.conftest import psql, superuser
from lineproof.ledger.connection import Database

__all__ = ["Empty", "Prefix", "psql", "superuser"]

Empty = Callable[[], Database]
Prefix = Callable[[], str]
ROLES = ("owner", "producer", "steward", "auditor", "gateway", "sequencer", "eraser", "reader")


def _roles(admin: psycopg.Connection[Any], prefix: str) -> list[str]:
    names = [f"{prefix}_{role}" for role in ROLES]
    rows = admin.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names])
    return [name for (name,) in rows]


@pytest.fixture
def prefix(admin: psycopg.Connection[Any]) -> Iterator[Prefix]:
    """Gives prefixes for roles that nobody has; what is made of them goes with the test."""
    given: list[str] = []

    def give() -> str:
        given.append(f"lineproof_test_{uuid.uuid4().hex[:8]}")
        return given[-1]

    yield give
    for name in (role for one in given for role in _roles(admin, one)):
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture
def default_prefix(admin: psycopg.Connection[Any]) -> Iterator[str]:
    """The prefix of those who set none; its roles go with the test, if they were not there before."""
    before = _roles(admin, "lineproof")
    yield "lineproof"
    for name in set(_roles(admin, "lineproof")) - set(before):
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture
def _roles_go_last(prefix: Prefix, default_prefix: str) -> None:
    """A role goes only when no database knows it any more."""


@pytest.fixture
def empty(admin: psycopg.Connection[Any], server: str, _roles_go_last: None) -> Iterator[Empty]:
    """Makes databases without anything in them; they go before the roles do."""
    with ExitStack() as made:

        def make() -> Database:
            name = f"lineproof_test_{uuid.uuid4().hex[:12]}"
            admin.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
            made.callback(admin.execute, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            return Database(
                psycopg.conninfo.make_conninfo(server, dbname=name), role_prefix="lineproof", connect_timeout=10
            )

        yield make
