"""A record is made of the facets that stand, and of nothing that was said beside or before them."""

import json
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.ledger.connection import Database
from reference.events import described
from reference.heard import Said
from reference.ledger import Ledger, now
from reference.mirror import AUTHORITIES, mirror
from reference.records import Records
from reference.statements import Statement, statements


def standing(said: list[Said]) -> list[Statement]:
    """What stands of each facet: the word of the highest authority that has one."""
    stands: dict[str, Statement] = {}
    facets = mirror(said, now())["facet"]
    for authority in AUTHORITIES:
        for (*_, name, speaker), row in facets.items():
            if speaker == authority and not row["deleted"]:
                stands[name] = (name, json.loads(row["value"]), row["event_time"].day, authority)
    return list(stands.values())


def test_a_record_is_made_of_what_stands(database: Database, full: bool) -> None:
    ledger = Ledger(database)
    records = Records(ledger)
    numbers = count()

    @settings(max_examples=300 if full else 25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(statements, min_size=1, max_size=8))
    def made_of_what_stands(made: list[Statement]) -> None:
        told, twin = (f"{what} {next(numbers)}" for what in ("told", "twin"))
        said = [described(told, at, {name: value}, authority) for name, value, at, authority in made]
        ledger.told([described(told, 1, {}), *said])
        stands = [described(twin, at, {name: value}, authority) for name, value, at, authority in standing(said)]
        ledger.told([described(twin, 1, {}), *stands])

        assert records.sections(told) == records.sections(twin)

    made_of_what_stands()
