"""What it is measured on, as far as numbers depend on it."""

import os
import platform
from typing import Any, Final

import psycopg
from psycopg import pq

from lineproof.ledger.connection import Connection
from servers import named_server

__all__ = ["describe"]

_SETTINGS: Final = (
    "synchronous_commit", "fsync", "full_page_writes", "wal_level", "wal_compression", "shared_buffers", "max_wal_size",
    "checkpoint_timeout", "autovacuum", "jit", "data_checksums",
)  # fmt: skip
_DURABLE: Final = ("synchronous_commit", "fsync", "full_page_writes")


def describe(connection: Connection) -> dict[str, Any]:
    """Machine, programs and the server's settings, as they are for this connection.

    Raises:
        RuntimeError: a commit there is not on the disk, so that nothing measured on it would count.
    """
    settings = {name: _show(connection, name) for name in _SETTINGS}
    careless = [name for name in _DURABLE if settings[name] != "on"]
    if careless:
        raise RuntimeError(f"the server has {' and '.join(careless)} not on: its commits are not durable")
    return {
        "cpus": os.cpu_count(),
        "machine": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "psycopg": f"{psycopg.__version__} ({pq.__impl__})",
        "postgresql": _show(connection, "server_version"),
        "server": "DATABASE_URL's" if named_server() else "embedded",
        "settings": settings,
    }


def _show(connection: Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return str(row[0]) if row else ""
