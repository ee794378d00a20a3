"""Fresh databases, so that each measurement begins where all others do."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg

import servers
from lineproof.ledger.connection import Database
from lineproof.ledger.migrate import upgrade

__all__ = ["Databases", "databases"]


class Databases:
    """Makes databases with the schema in them, on one server."""

    def __init__(self, server: str, admin: psycopg.Connection[Any], template: str) -> None:
        self._server = server
        self._admin = admin
        self._template = template

    @contextmanager
    def fresh(self) -> Iterator[Database]:
        """A database without an event; it goes at the end."""
        with servers.copied(self._server, self._admin, self._template) as database:
            yield database

    def settle(self) -> None:
        """Lets the server write what it still holds of earlier work, if this login may ask for that."""
        with suppress(psycopg.errors.InsufficientPrivilege):
            self._admin.execute("CHECKPOINT")


@contextmanager
def databases() -> Iterator[Databases]:
    """Databases on the named server, else on an embedded one that goes with them."""
    with (
        servers.running() as server,
        psycopg.connect(server, autocommit=True) as admin,
        servers.empty(admin) as template,
    ):
        upgrade(servers.database_in(server, template), namespace=servers.NAMESPACE)
        yield Databases(server, admin, template)
