"""A run's state: which of its events decides it, and what became known when."""

from lineproof.events.instant import micros
from lineproof.events.merge import is_terminal, outranks
from lineproof.events.told import End, add_end, add_first
from lineproof.mirror.rows import RunRow
from lineproof.mirror.statement import Statement

__all__ = ["hear_run", "new_run"]


def new_run(key: bytes, job: bytes, run_id: str, statement: Statement) -> RunRow:
    """A run that nothing but `statement` speaks of."""
    event = statement.event
    at = event.event_time
    return RunRow(
        key, job, run_id, event.event_type or "OTHER", at, statement.digest, None, None, at, at, event.zoneless, None,
        b"", b"",
    )  # fmt: skip


def hear_run(row: RunRow, statement: Statement) -> None:
    """Takes a run's event in."""
    event = statement.event
    at, state = event.event_time, event.event_type or "OTHER"
    row.first_seen, row.last_seen = min(row.first_seen, at), max(row.last_seen, at)
    row.zoneless = row.zoneless or event.zoneless
    if outranks(state, at, statement.digest, (row.state, row.state_time, row.state_digest)):
        row.state, row.state_time, row.state_digest = state, at, statement.digest
    if state == "START":
        row.started_at = at if row.started_at is None else min(row.started_at, at)
        row.starts_told = add_first(row.starts_told, micros(at), statement.position)
    elif is_terminal(state):
        row.ends_told = add_end(row.ends_told, End(micros(at), statement.digest, state), statement.position)
    row.ended_at = row.state_time if is_terminal(row.state) else None
