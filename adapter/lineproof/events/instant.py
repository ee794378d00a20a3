"""Event times, parsed once, to microseconds."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

__all__ = ["Instant", "from_micros", "micros", "parse_instant"]

_SHAPE: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?(?:([Zz])|([+-]\d\d)(?::?(\d\d))?)?", re.ASCII
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(NamedTuple):
    """A moment in UTC, and whether its zone was assumed."""

    at: datetime
    zoneless: bool


def parse_instant(text: str) -> Instant:
    """An ISO 8601 date and time; digits past microseconds are cut, a missing zone is read as UTC.

    Raises:
        ValueError: it is no date and time, or lies outside the years 1 to 9999.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError("is not an ISO 8601 date and time")
    date, minutes, seconds, fraction, zulu, hours, quarter = match.groups()
    zone = "+00:00" if hours is None else f"{hours}:{quarter or '00'}"
    try:
        at = datetime.fromisoformat(f"{date}T{minutes}{seconds or ':00'}.{(fraction or '0')[:6]:0<6}{zone}")
        return Instant(at.astimezone(UTC), zulu is None and hours is None)
    except (ValueError, OverflowError) as exc:
        raise ValueError(f"is not a date and time of the years 1 to 9999: {exc}") from exc


def micros(at: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z."""
    delta = at - _EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def from_micros(value: int) -> datetime:
    """The inverse of `micros`."""
    return _EPOCH + timedelta(microseconds=value)
