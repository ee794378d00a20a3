from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.errors import IntegrityError
from lineproof.events.authority import Authority
from lineproof.events.envelope import (
    EntryKind,
    Envelope,
    Mark,
    commitment,
    decode_envelope,
    encode_envelope,
)

TIMES = st.datetimes(timezones=st.just(UTC))
ENVELOPES = st.builds(
    Envelope,
    st.sampled_from(EntryKind),
    st.sampled_from(Authority),
    st.sampled_from([Mark.NONE, Mark.ZONELESS]),
    TIMES,
    TIMES,
    TIMES,
    st.binary(min_size=32, max_size=32),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)


@given(ENVELOPES)
def test_an_envelope_comes_back_from_its_bytes(envelope: Envelope) -> None:
    assert decode_envelope(encode_envelope(envelope)) == envelope


@given(ENVELOPES, ENVELOPES)
def test_different_envelopes_have_different_bytes(one: Envelope, other: Envelope) -> None:
    assert (encode_envelope(one) == encode_envelope(other)) == (one == other)


@given(ENVELOPES, st.data())
def test_bytes_that_were_cut_or_lengthened_are_no_envelope(envelope: Envelope, data: st.DataObject) -> None:
    encoded = encode_envelope(envelope)
    changed = data.draw(st.sampled_from([encoded[:-1], encoded + b"x", b"LPE\x02" + encoded[4:], b""]))
    with pytest.raises(IntegrityError):
        decode_envelope(changed)


def test_version_1_is_laid_down_to_the_byte() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 6, UTC)
    envelope = Envelope(
        EntryKind.EVENT, Authority.STEWARD, Mark.ZONELESS, at, at, at, commitment(b"\1" * 32, b"{}"), "anna"
    )
    committed = "5ef179ff4a27db7045b2d744438932f9689ffaf482eeeb4b1a51740c7d909555"
    assert commitment(b"\1" * 32, b"{}").hex() == committed
    times = "0006475ef64cf346" * 3
    assert encode_envelope(envelope).hex() == f"4c50450101030001{times}{committed}0004616e6e61"
