"""Says the facets of one statement into the state."""

import hashlib
from typing import Protocol

from lineproof.events.authority import may_say
from lineproof.events.event import Facets
from lineproof.events.names import facet_key, job_key
from lineproof.mirror.rows import FacetRow, Slot
from lineproof.mirror.state import State
from lineproof.mirror.statement import Statement, is_deletion

__all__ = ["FacetSayer", "Heard"]


class Heard(Protocol):
    """Is told of each facet that now stands, with the statement's job, and whether its value is another."""

    def __call__(self, row: FacetRow, job: bytes | None, *, new_value: bool) -> None:
        """Takes the facet in."""


class FacetSayer:
    """Sets facets where they win over what stood, counting their places in the statement."""

    def __init__(self, state: State, statement: Statement, heard: Heard) -> None:
        self.statement = statement
        self._state = state
        self._heard = heard
        self._place = 0
        job = statement.event.job
        self._job = None if job is None else job_key(job.namespace, job.name)

    def say_all(self, slot: Slot, entity: bytes, via: bytes | None, facets: Facets | None) -> None:
        """Says facets of one entity; a null says nothing, nor does what is not this authority's to say."""
        for name, raw in (facets or {}).items():
            value = bytes(raw)
            self._place += 1
            if value != b"null" and may_say(self.statement.envelope.authority, name):
                self._say(slot, entity, via, name, value)

    def _say(self, slot: Slot, entity: bytes, via: bytes | None, name: str, value: bytes) -> None:
        position, envelope, digest, event = self.statement
        key = (facet_key(slot, entity, via or b"", name), envelope.authority)
        row = self._state.facets.get(key)
        value_digest = hashlib.sha256(value).digest()
        if row is None:
            row = FacetRow(
                key[0], envelope.authority, slot, entity, via, name, event.event_time, digest, self._place, position,
                value_digest, is_deletion(value), value,
            )  # fmt: skip
            self._state.facets.put(key, row)
            new_value = True
        elif (event.event_time, digest, self._place) <= (row.event_time, row.digest, row.place):
            return
        else:
            new_value = value_digest != row.value_digest
            row.event_time, row.digest, row.place, row.position = event.event_time, digest, self._place, position
            if new_value:
                row.value_digest, row.deleted, row.value = value_digest, is_deletion(value), value
                self._state.facets.changed.add(key)
            else:
                self._state.touched.add(key)
        self._heard(row, self._job, new_value=new_value)
