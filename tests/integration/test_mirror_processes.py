"""Several processes ingest at once, each its share in an order of its own: the mirror is that of one process."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from conftest import environment
from integration.commands import run_at_once
from integration.entries import identities
from integration.mirrors import Rows, is_same
from integration.mixed import mixed, named_anew
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.reading import Counts, counts
from reference.arrival import ARRIVAL, WHOLE, current
from reference.heard import Said
from reference.histories import deliveries, histories
from reference.ledger import Ledger

SHARES = 2
SEEDS = st.integers(0, 1_000_000)
UNSHRUNK = (Phase.reuse, Phase.generate)
"""A smaller seed makes no smaller history."""

AtOnce = Callable[[Sequence[Sequence[Said]]], None]


def sized(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        report_multiple_bugs=False,
    )


def test_made_up_events(at_once: AtOnce, *, full: bool) -> None:
    @sized(50 if full else 3)
    @given(histories(), st.data())
    def agree(history: list[Said], data: st.DataObject) -> None:
        batches = data.draw(deliveries(history))
        at_once([[one for batch in batches[number::SHARES] for one in batch] for number in range(SHARES)])

    agree()


def test_mixed_events(at_once: AtOnce, *, full: bool) -> None:
    @settings(sized(10 if full else 1), phases=UNSHRUNK)
    @given(SEEDS)
    def agree(seed: int) -> None:
        names = [named_anew(case, seconds) for seconds, case in enumerate(("upper", "lower"))]
        at_once(_shared_out([*mixed(1_000 if full else 200, seed), *names], seed))

    agree()


def test_real_events(at_once: AtOnce, shared: Path, *, full: bool) -> None:
    events = shared / "openlineage-events"
    sent = [path.read_bytes() for path in sorted(events.rglob("*.json"))]
    sent += [line for path in sorted(events.rglob("*.ndjson")) for line in path.read_bytes().splitlines()]

    @settings(sized(5 if full else 1), phases=UNSHRUNK)
    @given(SEEDS)
    def agree(seed: int) -> None:
        at_once(_shared_out([Said(event) for event in sent], seed))

    agree()


def test_what_depends_on_the_order_is_there(reader: Connection) -> None:
    for table, columns in ARRIVAL.items():
        found = reader.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'lineproof_mirror' AND table_name = %s",
            [table],
        ).fetchall()
        assert found, table
        assert {*columns} - {WHOLE} <= {name for (name,) in found}, table


@pytest.fixture
def at_once(make_database: Callable[[], Database], tmp_path: Path) -> AtOnce:
    """Has processes ingest their shares at once, and asserts that the mirror becomes that of one alone."""

    def tell(shares: Sequence[Sequence[Said]]) -> None:
        together = make_database()
        done = run_at_once(
            (environment(together), ("ingest", str(file), "--as", authority, "--batch-size", "20"))
            for file, authority in _files(tmp_path, shares)
        )
        assert [(one.code, one.stderr) for one in done if one.code] == []
        history = list(dict.fromkeys(one for share in shares for one in share))
        with connect(together, Role.READER, autocommit=True) as reading:
            heard = {(one.digest, one.authority) for one in history}
            assert sorted(identities(reading)) == sorted(heard)
            assert counts(reading) == Counts(len(heard), 0, len(heard))
        is_same(_current(together), _current(Ledger(make_database()).told(history).database))

    return tell


def _shared_out(said: Sequence[Said], seed: int) -> list[list[Said]]:
    """All of it in some order, a half of it to more than one."""
    chance = random.Random(seed)  # noqa: S311 - the same shares for the same seed
    shares: list[list[Said]] = [[] for _ in range(SHARES)]
    for one in said:
        for share in chance.sample(shares, chance.choice([1, 2])):
            share.append(one)
    for share in shares:
        chance.shuffle(share)
    return shares


def _files(folder: Path, shares: Sequence[Sequence[Said]]) -> Iterator[tuple[Path, str]]:
    """A file a share and authority, for a process has one."""
    for number, share in enumerate(shares):
        for authority in sorted({one.authority for one in share}):
            file = folder / f"{number}-{authority}.json"
            file.write_bytes(b"[%s]" % b",".join(one.payload for one in share if one.authority == authority))
            yield file, authority


def _current(database: Database) -> Rows:
    with connect(database, Role.READER, autocommit=True) as reading:
        return current(reading)
