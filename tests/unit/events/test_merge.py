from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.authority import Authority, may_say
from lineproof.events.merge import AHEAD, deciding, is_ahead, is_deletion, outranks

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TYPES = ("START", "RUNNING", "COMPLETE", "FAIL", "ABORT", "OTHER")

heard = st.tuples(
    st.sampled_from(TYPES), st.integers(0, 3).map(lambda day: NOW + timedelta(days=day)), st.sampled_from([b"a", b"b"])
)


class Said(NamedTuple):
    authority: Authority
    deleted: bool


def decided(events: list[tuple[str, datetime, bytes]]) -> tuple[str, datetime, bytes]:
    held = events[0]
    for event in events[1:]:
        if outranks(*event, held):
            held = event
    return held


@given(st.lists(heard, min_size=1, max_size=5, unique_by=lambda event: event[1:]))
def test_a_runs_state_is_the_same_in_any_order_and_an_end_beats_all_else(
    events: list[tuple[str, datetime, bytes]],
) -> None:
    states = {decided(list(order)) for order in permutations(events)}
    ends = [event for event in events if event[0] in ("COMPLETE", "FAIL", "ABORT")]
    assert states == {max(ends or events, key=lambda event: event[1:])}


@given(st.sets(st.sampled_from(Authority)), st.data())
def test_what_stands_is_the_highest_authoritys_word_that_is_not_taken_back(
    speakers: set[Authority], data: st.DataObject
) -> None:
    words = [Said(speaker, data.draw(st.booleans())) for speaker in speakers]
    found = deciding(words)
    standing = [word for word in found if not word.deleted]
    by_rank = [Authority.STEWARD, Authority.AUDITOR, Authority.PRODUCER]
    expected = next((one for one in by_rank if Said(one, deleted=False) in words), None)
    assert [word.authority for word in standing] == ([] if expected is None else [expected])
    assert found[len(found) - len(standing) :] == standing


@pytest.mark.parametrize(
    ("facet", "says"),
    [
        (b'{"_deleted": true}', True),
        (b'{"_deleted": false}', False),
        (b'{"_deleted": "true"}', False),
        (b'{"_deleted": 1}', False),
        (b'{"x": {"_deleted": true}}', False),
        (b'["_deleted"]', False),
        (b"null", False),
    ],
)
def test_only_true_deletes(facet: bytes, says: bool) -> None:
    assert is_deletion(facet) is says


def test_a_clock_is_absurd_when_it_is_more_than_a_day_ahead_of_receipt() -> None:
    assert not is_ahead(NOW + AHEAD, NOW)
    assert is_ahead(NOW + AHEAD + timedelta(microseconds=1), NOW)
    assert not is_ahead(NOW - timedelta(days=10_000), NOW)


@pytest.mark.parametrize(
    ("facet", "speakers"),
    [
        ("lineproof_conclusion", {Authority.AUDITOR}),
        ("lineproof_naming", {Authority.STEWARD}),
        ("lineproof_license", set(Authority)),
    ],
)
def test_reserved_facets_are_one_authoritys_to_say(facet: str, speakers: set[Authority]) -> None:
    assert {authority for authority in Authority if may_say(authority, facet)} == speakers
