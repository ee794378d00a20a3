"""`kill -9` in the middle of numbering and projecting: the mirror ends as if nothing had happened."""

import json
import random
import time
from collections.abc import Callable, Sequence

import pytest

from conftest import environment
from integration.entries import identities, positions
from integration.killing import IN_SMALL_STEPS, Victim
from integration.mirrors import Rows, is_same, mirror_of, timeless_mirror_of
from integration.mixed import mixed, tell
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.reading import Counts, counts
from lineproof.mirror.follow import catch_up
from lineproof.mirror.rebuild import rebuild
from reference.heard import Said

MOST = 5
"""Kills of one mirror: one that is always killed before the end of its first step would never be made."""


@pytest.mark.parametrize(
    ("arguments", "size", "kills", "reach"),
    [(("-m", "lineproof"), 25_000, 10, 1.2), (("-c", IN_SMALL_STEPS), 6_000, 40, 0.5)],
    ids=["steps", "small_steps"],
)
def test_a_mirror_that_was_killed_at_any_moment_is_that_of_an_undisturbed_one(
    make_database: Callable[[], Database],
    arguments: tuple[str, ...],
    size: int,
    kills: int,
    reach: float,
    *,
    full: bool,
) -> None:
    said = mixed(size if full else 1_200, seed=20261125)
    undisturbed = _ledger(make_database(), said)
    began = time.monotonic()
    catch_up(undisturbed)
    longest = reach * (time.monotonic() - began)
    expected = timeless_mirror_of(undisturbed)
    ahead = sum(json.loads(one.payload)["eventTime"] > "3" for one in set(said))
    assert len(expected["unprojected"]) == ahead > 0

    chance = random.Random(20261125)  # noqa: S311 - nothing secret hangs on the moments
    missing = kills if full else 3
    while missing:
        database = _ledger(make_database(), said)
        with connect(database, Role.SEQUENCER, autocommit=True) as watching:
            for _ in range(min(missing, MOST)):
                victim = Victim(watching, environment(database), *arguments, "list")
                if not victim.is_killed_at_work(chance.uniform(0, longest)):
                    break
                missing -= 1
                _cursor_is_true(watching)
        catch_up(database)
        _is_complete(database, said, expected)


def _ledger(database: Database, said: Sequence[Said]) -> Database:
    tell(database, said)
    with connect(database, Role.READER) as reading:
        assert counts(reading) == Counts(0, len(set(said)), 0)
    return database


def _cursor_is_true(reading: Connection) -> None:
    """What the mirror tells of stands before its cursor: what was not finished was taken back."""
    for table in ("facet", "provenance_audit_log", "unprojected"):
        told = f"SELECT coalesce(max(position), -1) < %s FROM lineproof_mirror.{table}"
        assert reading.execute(told.encode(), [counts(reading).mirrored]).fetchone() == (True,), table


def _is_complete(database: Database, said: Sequence[Said], expected: Rows) -> None:
    heard = {(one.digest, one.authority) for one in said}
    with connect(database, Role.READER, autocommit=True) as reading:
        assert sorted(identities(reading)) == sorted(heard)
        assert positions(reading) == list(range(len(heard)))
        assert counts(reading) == Counts(len(heard), 0, len(heard))
    is_same(timeless_mirror_of(database), expected)
    mirror = mirror_of(database)
    assert rebuild(database) == len(heard)
    is_same(mirror_of(database), mirror)
