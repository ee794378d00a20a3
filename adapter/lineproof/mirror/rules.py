"""The rules of naming that are in force in a mirror; another set means another mirror."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from lineproof.errors import RulesChangedError
from lineproof.events.authority import Authority
from lineproof.events.merge import Order
from lineproof.events.naming import NAMING, Naming
from lineproof.events.sources import facet_object
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import read_log
from lineproof.mirror.judging import sort_out
from lineproof.mirror.statement import Statement
from lineproof_sql import query

__all__ = ["Rules", "naming_of", "put_rules", "rules_ahead", "rules_in_force"]

_STRETCH: Final = 5000
_STRETCH_BYTES: Final = 64 * 1024 * 1024


class Rules(NamedTuple):
    """A steward's statement of rules: what orders it, where the log has it, and its JSON text."""

    order: Order
    position: int
    value: bytes


def naming_of(connection: Connection, statements: Iterable[Statement]) -> Naming:
    """The rules by which the mirror maps the names in `statements`.

    Raises:
        RulesChangedError: one of the statements brings others.
    """
    held = rules_in_force(connection)
    said = _newest(statements)
    if said is not None and (held is None or said.order > held.order):
        if held is None or said.value != held.value:
            raise RulesChangedError(
                f"a steward changed the rules of naming at position {said.position}; run: lineproof db rebuild"
            )
        put_rules(connection, said)
    return _naming(held.value if held else b"null")


def rules_in_force(connection: Connection) -> Rules | None:
    """The statement that the mirror was made with; None: the built-in rules alone."""
    row = connection.execute("SELECT event_time, digest, place, position, rules::text FROM naming").fetchone()
    return None if row is None else Rules((row[0], bytes(row[1]), row[2]), row[3], row[4].encode())


def put_rules(connection: Connection, rules: Rules) -> None:
    """Sets the statement that the mirror is made with."""
    connection.execute(query("put_naming"), [*rules.order, rules.position, rules.value.decode()])


def rules_ahead(connection: Connection, position: int) -> Rules | None:
    """The statement of rules that stands among those from `position` on, to the end of the log."""
    found = None
    while entries := list(read_log(connection, position, limit=_STRETCH, max_bytes=_STRETCH_BYTES)):
        position = entries[-1].position + 1
        spoken = [entry for entry in entries if entry.payload is not None and _may_say(entry.payload)]
        said = _newest(sort_out(spoken)[0])
        found = max((rules for rules in (found, said) if rules is not None), default=None)
    return found


def _newest(statements: Iterable[Statement]) -> Rules | None:
    """The statement of rules that stands among these."""
    return max((rules for statement in statements for rules in _said(statement)), default=None)


def _said(statement: Statement) -> Iterable[Rules]:
    job = statement.event.job
    if statement.envelope.authority is not Authority.STEWARD or job is None or job.facets is None:
        return
    for place, (name, raw) in enumerate(job.facets.items(), 1):
        if name == NAMING and bytes(raw) != b"null":
            yield Rules(statement.order(place), statement.position, bytes(raw))


def _may_say(payload: bytes) -> bool:
    # a key may be written with escapes
    return NAMING.encode() in payload or b"\\u" in payload


@lru_cache(maxsize=8)
def _naming(value: bytes) -> Naming:
    return Naming.read(facet_object(value))
