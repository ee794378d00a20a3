"""Real producers' events through the command line into ledger and mirror."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from lineproof.ledger.connection import Connection


def test_shared_events_are_accepted_once_and_kept_byte_for_byte(
    shared: Path, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    events = shared / "openlineage-events"
    sent = [path.read_bytes() for path in events.rglob("*.json")]
    sent += [line for path in events.rglob("*.ndjson") for line in path.read_bytes().splitlines()]

    assert ingest(events) == {"received": 665, "accepted": 665, "duplicates": 0, "rejected": 0}
    assert ingest(events) == {"received": 665, "accepted": 0, "duplicates": 665, "rejected": 0}

    stored = {bytes(row[0]) for row in reader.execute("SELECT sha256(payload) FROM lineproof.entry")}
    assert stored == {hashlib.sha256(event.strip()).digest() for event in sent}
    assert len(json.loads(sent[0])) > 3
