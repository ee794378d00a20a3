"""Many processes ingest the same events at once."""

import json
import random
from collections.abc import Callable
from pathlib import Path

from conftest import environment
from integration.commands import run, run_at_once
from integration.entries import payloads, positions, refusals
from integration.events import history, line
from lineproof.ledger.connection import Database, Role, connect
from reference.arrival import current


def _current(database: Database) -> dict[str, list[str]]:
    with connect(database, Role.READER, autocommit=True) as connection:
        return current(connection)


def test_writers_at_once_end_in_the_mirror_of_one(
    tmp_path: Path, make_database: Callable[[], Database], *, full: bool
) -> None:
    writers, together, alone = 8 if full else 4, make_database(), make_database()
    chance = random.Random(1)  # noqa: S311 - nothing secret hangs on the order
    ahead = line(0, eventTime="2999-01-01T00:00:00Z")
    events = [*history(8_000 if full else 800, seed=2), ahead]
    bad = [b"bad %d" % number for number in range(len(events) // 10)]
    lines = [*events, *bad]
    shares: list[list[bytes]] = [[] for _ in range(writers)]
    for one in lines:
        for share in chance.sample(shares, 3):
            share.append(one)
    for number, share in enumerate(shares):
        chance.shuffle(share)
        (tmp_path / f"{number}.ndjson").write_bytes(b"\n".join([events[0], *share]))

    done = run_at_once(
        (environment(together), ("ingest", str(tmp_path / f"{number}.ndjson"), "--batch-size", "100", "-o", "json"))
        for number in range(writers)
    )
    assert [(one.code, "deadlock" in one.stderr) for one in done] == [(1, False)] * writers
    told = [json.loads(one.stdout) for one in done]
    assert sum(one["accepted"] for one in told) == len(events)
    assert sum(one["received"] for one in told) == 3 * len(lines) + writers
    with connect(together, Role.READER) as connection:
        assert sorted(payloads(connection)) == sorted(events)
        assert positions(connection) == list(range(len(events)))
        assert len(refusals(connection)) == len(bad)

    (tmp_path / "all.ndjson").write_bytes(b"\n".join(events))
    assert run(environment(alone), "ingest", str(tmp_path / "all.ndjson")).code == 0
    expected = _current(alone)
    assert all(len(expected[table]) > 1 for table in ("run", "facet", "stage", "dataset_provenance"))
    assert len(expected["unprojected"]) == 1
    assert _current(together) == expected
