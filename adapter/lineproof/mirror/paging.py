"""Where a page ends: what the next one begins after."""

import uuid
from datetime import UTC, datetime
from typing import Final, NamedTuple

from lineproof.errors import ConfigurationError
from lineproof.events.instant import parse_instant

__all__ = ["RecordMark", "TrailMark"]

_POSITIONS: Final = 1 << 63


class RecordMark(NamedTuple):
    """The last record of a page: its updated_at and its provenance_id."""

    updated_at: datetime
    provenance_id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.updated_at.astimezone(UTC).isoformat().replace('+00:00', 'Z')},{self.provenance_id}"

    @classmethod
    def parse(cls, token: str) -> "RecordMark":
        """The inverse of `str`.

        Raises:
            ConfigurationError: it is not what the last page named.
        """
        moment, _, identifier = token.partition(",")
        try:
            mark = cls(parse_instant(moment).at, uuid.UUID(identifier))
        except ValueError as exc:
            raise _no_mark(token) from exc
        if str(mark) != token:
            raise _no_mark(token)
        return mark


class TrailMark(NamedTuple):
    """The last entry of a page of the trail: its position and its audit_id."""

    position: int
    audit_id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.position},{self.audit_id}"

    @classmethod
    def parse(cls, token: str) -> "TrailMark":
        """The inverse of `str`.

        Raises:
            ConfigurationError: it is not what the last page named.
        """
        position, _, identifier = token.partition(",")
        try:
            mark = cls(int(position), uuid.UUID(identifier))
        except ValueError as exc:
            raise _no_mark(token) from exc
        if str(mark) != token or not 0 <= mark.position < _POSITIONS:
            raise _no_mark(token)
        return mark


def _no_mark(token: str) -> ConfigurationError:
    return ConfigurationError(f"--after {token!r} is not what a page ended with; take it from the line that says: more")
