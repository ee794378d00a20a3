"""`kill -9` in the middle of a rebuild: the old mirror stands, and the next rebuild makes the new one."""

import random
import time
from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from conftest import environment
from integration.commands import run
from integration.killing import IN_SMALL_STEPS, Victim
from integration.mirrors import is_same, mirror_of, timeless_mirror_of
from integration.mixed import mixed, named_anew, tell
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.reading import counts
from lineproof.mirror.follow import catch_up
from lineproof.mirror.rebuild import rebuild


@pytest.fixture
def watching(database: Database) -> Iterator[Connection]:
    with connect(database, Role.SEQUENCER, autocommit=True) as connection:
        yield connection


def test_rebuilds_that_are_killed_leave_the_mirror_as_it_was(
    database: Database, watching: Connection, *, full: bool
) -> None:
    tell(database, mixed(5_000 if full else 500, seed=20261127))
    catch_up(database)
    mirror = mirror_of(database)
    began = time.monotonic()
    assert run(environment(database), "db", "rebuild").code == 0
    length = time.monotonic() - began

    chance = random.Random(20261127)  # noqa: S311 - nothing secret hangs on the moments
    missing = 20 if full else 4
    while missing:
        victim = Victim(watching, environment(database), "-c", IN_SMALL_STEPS, "db", "rebuild")
        kill = victim.is_killed if missing % 2 else victim.is_killed_at_work
        missing -= kill(chance.uniform(0, length))
        is_same(mirror_of(database), mirror)
        assert counts(watching).behind == 0
    assert run(environment(database), "db", "rebuild").code == 0
    is_same(mirror_of(database), mirror)
    _is_tidy(watching)


def test_a_mirror_whose_names_change_is_the_old_one_or_the_new_one_whoever_is_killed(
    database: Database, watching: Connection, make_database: Callable[[], Database], *, full: bool
) -> None:
    said = mixed(5_000 if full else 500, seed=20261128)
    tell(database, said)
    catch_up(database)
    mirror = mirror_of(database)
    began = time.monotonic()
    rebuild(database)
    length = time.monotonic() - began

    chance = random.Random(20261128)  # noqa: S311 - nothing secret hangs on the moments
    cases = cycle(("upper", "lower", "keep"))
    missing = 20 if full else 4
    while missing:
        if counts(watching).behind == 0:
            said.append(named_anew(next(cases), len(said)))
            tell(database, said[-1:])
        victim = Victim(watching, environment(database), "-c", IN_SMALL_STEPS, "list")
        missing -= victim.is_killed_at_work(chance.uniform(0, length * 1.5))
        if counts(watching).behind == 0:
            mirror = mirror_of(database)
        is_same(mirror_of(database), mirror)
    catch_up(database)
    _is_tidy(watching)

    undisturbed = make_database()
    tell(undisturbed, said)
    catch_up(undisturbed)
    is_same(timeless_mirror_of(database), timeless_mirror_of(undisturbed))


def _is_tidy(watching: Connection) -> None:
    """Nothing is left of those that were killed."""
    schemas = watching.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, 'lineproof_mirror')")
    assert schemas.fetchall() == [("lineproof_mirror",)]
    readers = watching.execute("SELECT reader FROM lineproof.cursor ORDER BY reader")
    assert readers.fetchall() == [("mirror",), ("number",)]
