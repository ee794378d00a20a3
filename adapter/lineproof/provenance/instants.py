"""Points in time and days, as ISO 8601 text and as Python's values."""

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?([Zz]|[+-]\d{2}(:?\d{2})?)?", re.ASCII)


def instant(value: object) -> datetime:
    """Read a point in time and put it in UTC.

    Text without a zone is UTC; a day alone is its midnight; digits beyond microseconds are cut.

    Raises:
        ValueError: neither a datetime, a date nor ISO 8601 text of one, or outside the years 1 to 9999.
    """
    moment = day_or_instant(value)
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


def day_or_instant(value: object) -> date | datetime:
    """Read a day as a date, and a point in time as a datetime in UTC.

    Raises:
        ValueError: as for `instant`.
    """
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
        if not _INSTANT.fullmatch(value):
            raise ValueError("expected a date or time in ISO 8601")
        value = datetime.fromisoformat(value.upper().replace(" ", "T", 1).replace(" ", ""))
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return value
    raise ValueError("expected a date or time in ISO 8601")


def iso(moment: date) -> str:
    """ISO 8601 text of a day, or of a point in time in UTC, ending in Z."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None).isoformat() + "Z"
    return moment.isoformat()


def iso_instant(moment: datetime | None) -> str | None:
    """ISO 8601 text in UTC of a point in time, if there is one; without a zone it is read as UTC."""
    return None if moment is None else iso(_utc(moment))


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("expected a time between the years 1 and 9999 in UTC") from None
