"""Which entries of the log are projected, and why the others are not."""

from collections.abc import Iterable
from typing import NamedTuple

from lineproof.events.envelope import EntryKind, Envelope
from lineproof.events.merge import is_ahead
from lineproof.events.received import Received, Refused, receive
from lineproof.ledger.reading import LogEntry
from lineproof.mirror.statement import Statement

__all__ = ["LeftOut", "sort_out"]


class LeftOut(NamedTuple):
    """An entry that the mirror leaves out, and why."""

    position: int
    reason: str


def sort_out(entries: Iterable[LogEntry]) -> tuple[list[Statement], list[LeftOut]]:
    """The statements among these entries, and the entries that are left out of the mirror."""
    statements, left_out = [], []
    for position, envelope, payload in entries:
        judged = _judge(envelope, payload)
        if isinstance(judged, Received):
            statements.append(Statement(position, envelope, judged.digest, judged.event))
        else:
            left_out.append(LeftOut(position, judged))
    return statements, left_out


def _judge(envelope: Envelope, payload: bytes | None) -> Received | str:
    if payload is None:
        return "its payload was erased"
    if envelope.kind is not EntryKind.EVENT:
        return f"it is an {envelope.kind}"
    judged = receive(payload, max_bytes=len(payload))
    if isinstance(judged, Refused):
        return f"it is no event: {judged.pointer}: {judged.reason}".replace("\0", "")
    if judged.event.event_time != envelope.event_time or judged.payload != payload:
        return "it was not appended as it was received"
    if is_ahead(envelope.event_time, envelope.received_at):
        return "its event time lies more than a day after its receipt"
    return judged
