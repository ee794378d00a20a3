from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.told import End, add_end, add_first, end_as_of, first_as_of

moments = st.lists(st.integers(-5, 5), max_size=8)
asked = st.none() | st.integers(-6, 6)
positions = st.none() | st.integers(0, 9)


def is_then(at: int, position: int, until: int | None, before: int | None) -> bool:
    return (until is None or at <= until) and (before is None or position < before)


@given(moments, asked, positions)
def test_the_first_mention_is_the_earliest_that_was_known(times: list[int], at: int | None, before: int | None) -> None:
    told = b""
    for position, time in enumerate(times):
        told = add_first(told, time, position)
    known = [time for position, time in enumerate(times) if is_then(time, position, at, before)]
    assert first_as_of(told, at, before) == min(known, default=None)


@given(st.lists(st.tuples(st.integers(-5, 5), st.sampled_from(["COMPLETE", "FAIL", "ABORT"]))), asked, positions)
def test_the_end_is_the_newest_that_was_known(ends: list[tuple[int, str]], at: int | None, before: int | None) -> None:
    told, known = b"", []
    for position, (time, state) in enumerate(ends):
        end = End(time, bytes([position]) * 32, state)
        told = add_end(told, end, position)
        if is_then(time, position, at, before):
            known.append(end)
    assert end_as_of(told, at, before) == max(known, default=None)


def test_what_is_told_without_end_stays_small_and_keeps_the_newest() -> None:
    told = firsts = b""
    for position in range(1000):
        told = add_end(told, End(position, bytes(32), "FAIL"), position)
        firsts = add_first(firsts, -position, position)
    assert len(told) < 20_000
    assert len(firsts) < 20_000
    assert end_as_of(told, None, None) == End(999, bytes(32), "FAIL")
    assert first_as_of(firsts, None, None) == -999
    assert first_as_of(firsts, None, 1) == 0
