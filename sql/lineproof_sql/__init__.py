"""The project's SQL, read by name: migrations that build the database, queries that use it."""

from importlib import resources
from typing import NamedTuple

__all__ = ["MIRROR_LAYOUT", "Migration", "migrations", "query"]

MIRROR_LAYOUT = 3
"""What the mirror's function `layout` gives: raised with each change of its files."""


class Migration(NamedTuple):
    """One file of `migrations/`: its number, its name (`0001_roles`) and its bytes."""

    version: int
    name: str
    sql: bytes

    @property
    def of_mirror(self) -> bool:
        """Whether it is one of those that lay the mirror, together, and anew where one of them is another."""
        return self.name.partition("_")[2].startswith("mirror")


_QUERIES: dict[str, bytes] = {}


def query(name: str) -> bytes:
    """The text of `queries/<name>.sql`.

    Raises:
        FileNotFoundError: there is no such query.
    """
    if name not in _QUERIES:
        _QUERIES[name] = resources.files(__name__).joinpath("queries", f"{name}.sql").read_bytes()
    return _QUERIES[name]


def migrations() -> list[Migration]:
    """All migrations in the order in which they are applied, numbered 1, 2, 3, … without a gap.

    Raises:
        ValueError: a number is missing or stands twice.
    """
    folder = resources.files(__name__).joinpath("migrations")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    found = [Migration(int(f.name[:4]), f.name.removesuffix(".sql"), f.read_bytes()) for f in files]
    if [m.version for m in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations are not numbered in sequence: {[m.name for m in found]}")
    return found
