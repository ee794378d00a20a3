"""A real PostgreSQL for every test that wants one: DATABASE_URL's, else an embedded one of this run's own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest

import servers
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.migrate import upgrade

PREFIX = servers.PREFIX
SHARED = Path(__file__).parents[1] / ".." / "shared"

Cli = Callable[..., subprocess.CompletedProcess[str]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run what takes long, at its full size")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--full"):
        skip = pytest.mark.skip(reason="takes long: make test-full runs it")
        for item in items:
            if item.get_closest_marker("full"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether sizes are those of `make test-full`."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the standard's schemas and real producers' events, beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return SHARED.resolve()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A connection string of a login that may create databases and roles."""
    with servers.running() as conninfo:
        yield conninfo


@pytest.fixture(scope="session")
def admin(server: str) -> Iterator[psycopg.Connection[Any]]:
    """The server's own database, for creating others."""
    with psycopg.connect(server, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def template(server: str, admin: psycopg.Connection[Any]) -> Iterator[str]:
    with servers.empty(admin) as name:
        upgrade(servers.database_in(server, name), namespace=servers.NAMESPACE)
        yield name


@pytest.fixture
def empty_database(server: str, admin: psycopg.Connection[Any]) -> Iterator[Database]:
    """A database without anything in it."""
    with servers.empty(admin) as name:
        yield servers.database_in(server, name)


@pytest.fixture
def make_database(server: str, admin: psycopg.Connection[Any], template: str) -> Iterator[Callable[[], Database]]:
    """Makes databases with the schema in them."""
    with ExitStack() as made:
        yield lambda: made.enter_context(servers.copied(server, admin, template))


@pytest.fixture
def database(make_database: Callable[[], Database]) -> Database:
    """A database with the schema in it, of this test alone."""
    return make_database()


@pytest.fixture
def reader(database: Database) -> Iterator[Connection]:
    """A connection that sees everything and changes nothing."""
    with connect(database, Role.READER, autocommit=True) as connection:
        yield connection


def environment(database: Database | None, **settings: str) -> dict[str, str]:
    """The environment of a command that works on `database`."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SUPABASE_DB_URL")}
    named = {"DATABASE_URL": database.conninfo()} if database else {}
    return {**kept, "LINEPROOF_ROLE_PREFIX": PREFIX, **named, **settings}


@pytest.fixture
def cli(database: Database) -> Cli:
    """Runs `lineproof` in a process of its own, on this test's database."""

    def run(*arguments: str, stdin: bytes | None = None, **settings: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "lineproof", *arguments],
            input=stdin,
            capture_output=True,
            env=environment(database, **settings),
            timeout=300,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def ingest(cli: Cli) -> Callable[..., dict[str, int]]:
    """Ingests files through the command line and gives back its count."""

    def run(*arguments: str | Path, stdin: bytes | None = None) -> dict[str, int]:
        done = cli("ingest", *map(str, arguments), "-o", "json", stdin=stdin)
        assert done.returncode in (0, 1), done.stderr
        counted: dict[str, int] = json.loads(done.stdout)
        return counted

    return run
