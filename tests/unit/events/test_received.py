import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.event import EventKind
from lineproof.events.received import MAX_NESTING, Received, Refused, nesting, receive

MIB = 1024 * 1024
RUN_EVENT: dict[str, Any] = {
    "eventTime": "2026-01-01T00:00:00Z",
    "producer": "https://example.org/producer",
    "run": {"runId": "not-a-uuid"},
    "job": {"namespace": "", "name": " "},
}


def _receive(event: Any, **changes: Any) -> Received | Refused:
    return receive(json.dumps({**event, **changes}).encode(), max_bytes=8 * MIB)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"eventType": "COMPLETE", "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"},
        {"eventType": None, "inputs": None, "outputs": None, "schemaURL": None},
        {"inputs": [{"namespace": "n", "name": "d", "facets": None}], "outputs": []},
        {"inputs": [{"namespace": "n", "name": "d", "facets": {"x": None, "a.b": [1], "y": "text"}}]},
        {"run": {"runId": "", "facets": {}}},
        {"job": {"namespace": "n\0|\n", "name": "x" * 2000}},
        {"unknown": {"of": "a later standard"}},
        {"job": {"namespace": "n", "name": "m", "facets": {"big": {"number": 10**40, "small": 1e300}}}},
        {"job": {"namespace": "n", "name": "m", "facets": {"plan": {"text": "x" * 5 * MIB}}}},
    ],
    ids=str,
)
def test_what_producers_send_is_accepted(changes: dict[str, Any]) -> None:
    received = _receive(RUN_EVENT, **{k: v for k, v in changes.items() if k != "ids"})
    assert isinstance(received, Received)
    assert received.event.kind is EventKind.RUN


def test_job_and_dataset_events_are_told_by_their_schema_or_by_their_keys() -> None:
    job = {k: v for k, v in RUN_EVENT.items() if k != "run"}
    dataset = {**{k: job[k] for k in ("eventTime", "producer")}, "dataset": {"namespace": "n", "name": "d"}}
    for event, kind in ((job, EventKind.JOB), (dataset, EventKind.DATASET)):
        for url in (None, f"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/{kind}"):
            received = _receive(event, schemaURL=url)
            assert isinstance(received, Received)
            assert received.event.kind is kind


@pytest.mark.parametrize(
    ("payload", "pointer", "reason"),
    [
        (b"", "", "truncated"),
        (b"not json", "", "malformed"),
        (b"[]", "", "array"),
        (b'{"a": NaN}', "", "malformed"),
        (b'\xef\xbb\xbf{"a": 1}', "", "byte order mark"),
        (b'{"a": "\xff"}', "", "not UTF-8 at byte 7"),
        (json.dumps(RUN_EVENT).encode() + b" x", "", "malformed"),
        (json.dumps(RUN_EVENT).encode()[:-1], "", "truncated"),
        (json.dumps({**RUN_EVENT, "producer": None}).encode(), "/producer", "`str`"),
        (json.dumps({**RUN_EVENT, "eventTime": "soon"}).encode(), "/eventTime", "date and time"),
        (json.dumps({**RUN_EVENT, "eventType": "DONE"}).encode(), "/eventType", "DONE"),
        (json.dumps({**RUN_EVENT, "run": {"runId": 7}}).encode(), "/run/runId", "`int`"),
        (json.dumps({**RUN_EVENT, "run": {}}).encode(), "/run", "`runId`"),
        (json.dumps({**RUN_EVENT, "inputs": [{"name": "d"}]}).encode(), "/inputs/0", "`namespace`"),
        (json.dumps({**RUN_EVENT, "outputs": [{}, 3]}).encode(), "/outputs/0", "`namespace`"),
        (b'{"eventTime": "2026-01-01T00:00:00Z", "producer": "p"}', "", "neither run, job nor dataset"),
        (
            json.dumps({**RUN_EVENT, "run": None, "schemaURL": "x#/$defs/RunEvent"}).encode(),
            "/run",
            "a RunEvent needs it",
        ),
    ],
)
def test_what_is_no_event_is_refused_with_place_and_reason(payload: bytes, pointer: str, reason: str) -> None:
    refused = receive(payload, max_bytes=MIB)
    assert isinstance(refused, Refused)
    assert refused.pointer == pointer
    assert reason in refused.reason
    assert refused.payload == payload


def test_too_large_and_too_deep_are_refused_and_the_bounds_are_not() -> None:
    event = json.dumps(RUN_EVENT).encode()
    assert isinstance(receive(event, max_bytes=len(event)), Received)
    assert isinstance(receive(event, max_bytes=len(event) - 1), Refused)

    def nested(levels: int) -> bytes:
        inner = "[" * levels + "]" * levels
        return event[:-1] + f', "facets": {inner}, "more": ["[[[", {"[" + "1,[]," * 600 + "2]"}]}}'.encode()

    assert isinstance(receive(nested(MAX_NESTING - 1), max_bytes=MIB), Received)
    refused = receive(nested(MAX_NESTING), max_bytes=MIB)
    assert isinstance(refused, Refused)
    assert "nests deeper" in refused.reason


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_judged_and_kept(sent: bytes) -> None:
    judged = receive(sent, max_bytes=MIB)
    assert judged.payload == sent.strip(b" \t\r\n")
    assert judged.digest == hashlib.sha256(judged.payload).digest()


@given(
    st.recursive(st.none() | st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))
)
def test_nesting_is_never_understated(value: Any) -> None:
    def depth(value: Any) -> int:
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inside is None else 1 + max(map(depth, inside), default=0)

    assert nesting(json.dumps(value).encode()) >= depth(value)
