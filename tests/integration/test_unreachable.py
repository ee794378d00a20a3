"""A database that does not answer is one line that says what was tried and what to do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from conftest import Cli, environment
from integration.commands import is_one_line, run, run_at_once
from integration.conftest import PASSWORD
from integration.events import line
from lineproof.ledger.connection import Database

COMMANDS = (
    ("list",),
    ("get", "some#dataset"),
    ("ingest",),
    ("audit-log", "--limit", "1"),
    ("rejected", "list"),
    ("rejected", "replay"),
    ("db", "status"),
    ("db", "upgrade"),
    ("db", "rebuild"),
)


@pytest.fixture
def deaf() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def _variables(url: str) -> dict[str, str]:
    return {**environment(None), "DATABASE_URL": url, "LINEPROOF_CONNECT_TIMEOUT": "2"}


def test_each_command_says_in_one_line_what_was_tried(closed: int, tmp_path: Path, *, full: bool) -> None:
    (tmp_path / "one.json").write_bytes(line(0))
    variables = _variables(f"postgresql://anna:{PASSWORD}@127.0.0.1:{closed}/lineage")
    asked = COMMANDS if full else COMMANDS[:5]
    commands = [(*command, str(tmp_path)) if command == ("ingest",) else command for command in asked]
    for command, done in zip(commands, run_at_once((variables, command) for command in commands), strict=True):
        assert done.code == 3, command
        assert is_one_line(done.stderr), done.stderr
        assert all(part in done.stderr for part in ("lineage", "127.0.0.1", str(closed), "DATABASE_URL")), done.stderr
        assert PASSWORD not in done.stderr
        assert done.stdout == ""


def test_the_doctor_tells_of_it_too(closed: int) -> None:
    done = run(_variables(f"postgresql://anna:{PASSWORD}@127.0.0.1:{closed}/lineage"), "doctor", "-o", "json")
    assert done.code == 3
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    assert all(part in done.stdout for part in ("lineage", "127.0.0.1", str(closed)))


def test_a_server_that_never_answers_is_waited_for_no_longer_than_asked(deaf: int) -> None:
    done = run(_variables(f"postgresql://anna@127.0.0.1:{deaf}/lineage"), "list", timeout=20)
    assert done.code == 3
    assert is_one_line(done.stderr)
    assert str(deaf) in done.stderr


def test_a_database_that_is_not_there_or_has_no_schema_says_so(empty_database: Database) -> None:
    variables = environment(empty_database)
    absent = {**variables, "DATABASE_URL": make_conninfo(variables["DATABASE_URL"], dbname="no_such_lineage")}
    done = run(absent, "list")
    assert done.code == 3
    assert is_one_line(done.stderr)
    assert "no_such_lineage" in done.stderr
    done = run(variables, "list")
    assert done.code == 2
    assert is_one_line(done.stderr)
    assert "lineproof db upgrade" in done.stderr or "lineproof init-schema" in done.stderr


def test_an_unknown_dataset_is_exit_code_1(cli: Cli) -> None:
    for command in (("get", "no#such"), ("audit-log", "--dataset-id", "nor such")):
        done = cli(*command)
        assert done.returncode == 1
        assert done.stdout == ""
        assert is_one_line(done.stderr)
        assert command[-1] in done.stderr


NO_STRINGS = (
    f"mysql://anna:{PASSWORD}@localhost/lineage",
    f"postgresql://anna:{PASSWORD}@localhost/lineage?no_such=option",
    f"postgresql://anna:{PASSWORD}@localhost:port/lineage",
    f"postgresql://anna:not@{PASSWORD}@localhost/lineage",
    f"postgresql://anna:not/{PASSWORD}@localhost/lineage",
)


@pytest.mark.parametrize("number", range(len(NO_STRINGS)))
def test_a_connection_string_that_is_none_is_exit_code_2_and_never_shown(number: int) -> None:
    done = run(_variables(NO_STRINGS[number]), "list")
    assert PASSWORD not in done.stderr
    assert done.code == 2
    assert is_one_line(done.stderr)
    assert "DATABASE_URL" in done.stderr
