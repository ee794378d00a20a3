"""The embedded server: what a first command starts, and the last one stops."""

import json
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import environment
from integration.commands import committed, finish, is_one_line, run, start
from integration.conftest import embedded_programs, make_home, remove_home, server_of
from integration.events import line

ROOT = os.name == "posix" and os.geteuid() == 0
SESSION = """
import psycopg
from lineproof.ledger.opening import open_database
from lineproof.settings import Settings
with psycopg.connect(open_database(Settings.load()).conninfo()) as connection:
    print(*connection.execute(
        "SELECT session_user, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication"
        " FROM pg_roles WHERE rolname = session_user").fetchone())
"""


@pytest.fixture
def fresh() -> Iterator[Path]:
    made = make_home()
    yield made
    remove_home(made)


def _variables(home: Path, **more: str) -> dict[str, str]:
    return environment(None, LINEPROOF_HOME=str(home), **more)


def _modes(*paths: Path) -> dict[Path, int]:
    return {folder: folder.stat().st_mode for path in paths for folder in (path, *path.parents)}


def test_two_first_commands_at_once_under_a_strict_umask_and_then_what_one_needs(fresh: Path, tmp_path: Path) -> None:
    library = embedded_programs()
    before = _modes(fresh, *library)
    inside = fresh / "home"
    commands = (("init-schema",), ("list", "-o", "json"))
    first = [finish(one) for one in [start(_variables(inside), *command, umask=0o077) for command in commands]]
    assert [done.code for done in first] == [0, 0], first
    assert json.loads(first[1].stdout) == []
    assert _modes(fresh, *library) == before
    (tmp_path / "one.json").write_bytes(line(0))
    assert run(_variables(inside), "ingest", str(tmp_path)).code == 0
    listed = json.loads(run(_variables(inside), "list", "-o", "json").stdout)
    assert [record["dataset_name"] for record in listed] == ["dataset-0"]
    assert server_of(inside) is None


def test_a_command_that_ends_leaves_the_server_to_those_that_run(home: Path) -> None:
    with start(_variables(home), "ingest", "-", "--batch-size", "1", "-o", "json") as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stdin.write(line(1).decode() + "\n")
        running.stdin.flush()
        assert committed(running.stderr.readline())[0].received == 1
        assert run(_variables(home), "list").code == 0
        assert server_of(home) is not None
        running.stdin.write(line(2).decode() + "\n")
        done = finish(running)
    assert done.code == 0, done.stderr
    assert json.loads(done.stdout)["received"] == 2
    assert server_of(home) is None


def test_a_killed_command_loses_nothing_and_does_not_keep_the_server_alive(home: Path) -> None:
    with start(_variables(home), "ingest", "-", "--batch-size", "1") as killed:
        assert killed.stdin is not None
        assert killed.stderr is not None
        killed.stdin.write(line(3).decode() + "\n")
        killed.stdin.flush()
        assert committed(killed.stderr.readline())
        killed.send_signal(signal.SIGKILL)
        assert finish(killed).code == -signal.SIGKILL
    assert server_of(home) is not None
    listed = run(_variables(home), "list", "-o", "json")
    assert "dataset-3" in listed.stdout
    assert server_of(home) is None


def test_the_principal_is_the_user_of_the_machine_whatever_the_environment_says(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"no event")
    lying = _variables(home, LOGNAME="somebody-else", USER="somebody-else")
    assert run(lying, "ingest", str(tmp_path / "bad")).code == 1
    newest = json.loads(run(_variables(home), "rejected", "list", "--limit", "1", "-o", "json").stdout)
    assert newest[0]["principal"] == pwd.getpwuid(os.geteuid()).pw_name


def test_work_is_done_by_no_superuser(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SESSION], env=_variables(home), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [pwd.getpwuid(os.geteuid()).pw_name, "False"]


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process that has nothing to do with any database; it ends when its input does."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_a_server_that_was_killed_is_started_again_though_its_process_id_is_another_s_now(
    home: Path, bystander: subprocess.Popen[bytes]
) -> None:
    with start(_variables(home), "ingest", "-", "--batch-size", "1") as other:
        assert other.stdin is not None
        assert other.stderr is not None
        other.stdin.write(line(4).decode() + "\n")
        other.stdin.flush()
        assert committed(other.stderr.readline())
        server = server_of(home)
        assert server is not None
        os.kill(server, signal.SIGKILL)
        finish(other)
    noted = home / "postgres" / "postmaster.pid"
    noted.write_text(noted.read_text().replace(str(server), str(bystander.pid), 1))
    listed = run(_variables(home), "list", "-o", "json")
    assert bystander.poll() is None
    assert listed.code == 0, listed.stderr
    assert "dataset-4" in listed.stdout
    assert server_of(home) is None


def test_a_list_of_users_that_was_cut_off_is_no_reason_to_fail(home: Path) -> None:
    users = home / "postgres" / ".handle_pids.json"
    users.write_text("[12")
    done = run(_variables(home), "list")
    users.unlink()
    assert "Traceback" not in done.stderr
    assert done.code == 0
    assert server_of(home) is None


@pytest.mark.skipif(not ROOT, reason="only root's server runs as another user")
def test_root_is_refused_a_home_under_a_closed_folder_and_no_folder_is_opened(fresh: Path) -> None:
    closed = fresh / "closed"
    closed.mkdir(mode=0o700)
    inside = closed / "home"
    inside.mkdir()
    before = _modes(inside)
    done = run(_variables(inside), "list")
    assert done.code == 2
    assert is_one_line(done.stderr)
    assert str(closed) in done.stderr
    assert _modes(inside) == before
    assert list(inside.iterdir()) == []


def test_a_home_with_blanks_works_or_is_refused_by_name(fresh: Path) -> None:
    done = run(_variables(fresh / "anna's home"), "list")
    remove_home(fresh / "anna's home")
    if done.code != 0:
        assert done.code == 2
        assert is_one_line(done.stderr)
        assert "LINEPROOF_HOME" in done.stderr
