"""JSON Lines on disk, and what identifies a file that was written."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lineproof.errors import ConfigurationError

__all__ = ["JsonLines", "read_lines", "write_lines"]


class JsonLines(NamedTuple):
    """A file as it was written: where, how many records and bytes, and their SHA-256 in hexadecimal."""

    path: Path
    records: int
    size: int
    sha256: str


def write_lines(path: Path, lines: Iterable[str]) -> JsonLines:
    """Writes one record a line, making the folder.

    Raises:
        ConfigurationError: the file cannot be written.
    """
    encoded = [line.encode() + b"\n" for line in lines]
    data = b"".join(encoded)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as exc:
        raise ConfigurationError(f"{path} cannot be written ({exc.strerror}); name another folder: --dir") from exc
    return JsonLines(path, len(encoded), len(data), hashlib.sha256(data).hexdigest())


def read_lines(path: Path) -> list[str]:
    """The lines of a file, without their ends."""
    return path.read_bytes().decode().split("\n")[:-1]
