from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.instant import from_micros, micros, parse_instant


@pytest.mark.parametrize(
    ("text", "at", "zoneless"),
    [
        ("2024-11-26T13:05:23.809955+00:00", datetime(2024, 11, 26, 13, 5, 23, 809955, UTC), False),
        ("2024-11-26T13:05:23Z", datetime(2024, 11, 26, 13, 5, 23, 0, UTC), False),
        ("2024-11-26t13:05:23z", datetime(2024, 11, 26, 13, 5, 23, 0, UTC), False),
        ("2024-11-26T13:05:23.98Z", datetime(2024, 11, 26, 13, 5, 23, 980000, UTC), False),
        ("2024-11-26T13:05:23.123456789Z", datetime(2024, 11, 26, 13, 5, 23, 123456, UTC), False),
        ("2024-11-26T13:05:23,5Z", datetime(2024, 11, 26, 13, 5, 23, 500000, UTC), False),
        ("2024-11-26T18:50:23+05:45", datetime(2024, 11, 26, 13, 5, 23, 0, UTC), False),
        ("2024-11-26T18:50:23+0545", datetime(2024, 11, 26, 13, 5, 23, 0, UTC), False),
        ("2024-11-26T08:05-05", datetime(2024, 11, 26, 13, 5, tzinfo=UTC), False),
        ("2024-11-26 13:05:23", datetime(2024, 11, 26, 13, 5, 23, 0, UTC), True),
        ("2024-11-26T13:05:23.5", datetime(2024, 11, 26, 13, 5, 23, 500000, UTC), True),
    ],
)
def test_times_as_producers_write_them(text: str, at: datetime, zoneless: bool) -> None:
    assert parse_instant(text) == (at, zoneless)


@pytest.mark.parametrize(
    "text",
    [
        "", "yesterday", "2024-11-26", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-11-26T25:00:00Z",
        "2024-11-26T13:05:23+25:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "20241126T130523Z",
        "2024-W48-2T00:00:00Z", "1732626323", "2024-11-26T13:05:23Z ", "٢٠٢٤-11-26T13:05:23Z",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        parse_instant(text)


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),  # noqa: DTZ001 - the offset is drawn beside
    st.integers(-23 * 60, 23 * 60),
)
def test_any_zone_reads_as_the_same_moment(naive: datetime, offset: int) -> None:
    there = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_instant(there.isoformat()).at == there


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_come_back_as_the_same_moment(at: datetime) -> None:
    assert from_micros(micros(at)) == at
