"""Says facets into the state: which statement stands, and what stood before it."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from lineproof.events.authority import Authority, may_say
from lineproof.events.event import Facets
from lineproof.events.merge import Order, is_deletion
from lineproof.events.names import facet_key
from lineproof.mirror.rows import FacetRow, HistoryRow, Slot
from lineproof.mirror.state import State
from lineproof.mirror.statement import Statement

__all__ = ["FacetSayer", "Hearing"]


class Hearing(NamedTuple):
    """Who listens: `before` a word of this kind changes its value, and `after` one stands, with whether it did."""

    before: Callable[[Slot, bytes, str], None]
    after: Callable[[FacetRow, bool], None]


class _Saying(NamedTuple):
    order: Order
    position: int
    value: bytes
    digest: bytes
    deleted: bool


class FacetSayer:
    """Sets facets where they win over what stood, counting their places in the statement."""

    def __init__(self, state: State, statement: Statement, hearing: Hearing) -> None:
        self._state = state
        self._statement = statement
        self._hearing = hearing
        self._place = 0

    def say_all(self, slot: Slot, entity: bytes, via: bytes | None, facets: Facets | None) -> None:
        """Says facets of one entity; a null says nothing, nor does what is not this authority's to say."""
        authority = self._statement.envelope.authority
        for name, raw in (facets or {}).items():
            value = bytes(raw)
            self._place += 1
            if value != b"null" and may_say(authority, name):
                known = self._state.digests.get(value)
                if known is None:
                    known = self._state.digests[value] = hashlib.sha256(value).digest(), is_deletion(value)
                saying = _Saying(self._statement.order(self._place), self._statement.position, value, *known)
                self._say((slot, entity, via, name), authority, saying)

    def say_again(self, word: FacetRow, slot: Slot, entity: bytes, via: bytes) -> None:
        """Says a word that stands also of something else, since it has become known that it holds there."""
        if word.value is not None:
            saying = _Saying(word.order, self._statement.position, word.value, word.value_digest, word.deleted)
            self._say((slot, entity, via, word.name), word.authority, saying)

    def _say(self, of: tuple[Slot, bytes, bytes | None, str], authority: Authority, saying: _Saying) -> None:
        slot, entity, via, name = of
        key = facet_key(slot, entity, via or b"", name)
        row = self._state.facets.get((key, authority))
        if row is None:
            self._hearing.before(slot, entity, name)
            row = FacetRow(
                key, authority, slot, entity, via, name, *saying.order, saying.position, *saying.order,
                saying.position, saying.digest, saying.deleted, saying.value,
            )  # fmt: skip
            self._state.add_facet(row)
            self._state.facets.changed.add((key, authority))
            self._hearing.after(row, True)
        elif saying.order > row.order:
            changes = saying.digest != row.value_digest
            if changes:
                self._hearing.before(slot, entity, name)
                self._supersede(row, saying)
            else:
                self._state.touched.add((key, authority))
            row.event_time, row.digest, row.place = saying.order
            row.position = saying.position
            self._hearing.after(row, changes)
        elif saying.order < row.order:
            self._say_late(row, saying)

    def _supersede(self, row: FacetRow, saying: _Saying) -> None:
        self._keep(row, row.since, row.since_position, row.order, row.position)
        row.since_time, row.since_digest, row.since_place = saying.order
        row.since_position = saying.position
        row.value_digest, row.deleted, row.value = saying.digest, saying.deleted, saying.value
        self._state.facets.changed.add((row.facet_key, row.authority))

    def _say_late(self, row: FacetRow, saying: _Saying) -> None:
        """Takes in what was said before what stands: nothing current changes, but what stood then."""
        if saying.order == row.since or (saying.order > row.since and saying.digest == row.value_digest):
            return
        if saying.order > row.since:
            self._keep(row, row.since, row.since_position, row.since, row.since_position)
            self._keep_saying(row, saying)
            row.since_time, row.since_digest, row.since_place = row.order
            row.since_position = row.position
            self._state.touched.add((row.facet_key, row.authority))
            return
        facet = row.facet_key, row.authority
        orders = self._state.history_orders(facet)
        index = bisect_right(orders, saying.order)
        stretch = self._state.history[facet, orders[index - 1]] if index else None
        if stretch is None:
            self._keep_saying(row, saying)
        elif stretch.order == saying.order:
            return
        elif stretch.value_digest == saying.digest:
            if saying.order > stretch.last:
                self._end(stretch, saying.order, saying.position)
        else:
            last, position = stretch.last, stretch.last_position
            self._keep_saying(row, saying)
            if last > saying.order:
                self._keep(stretch, last, position, last, position)
                self._end(stretch, stretch.order, stretch.position)

    def _end(self, stretch: HistoryRow, last: Order, position: int) -> None:
        stretch.last_time, stretch.last_digest, stretch.last_place = last
        stretch.last_position = position
        self._state.history.changed.add(((stretch.facet_key, stretch.authority), stretch.order))

    def _keep_saying(self, row: FacetRow, saying: _Saying) -> None:
        kept = HistoryRow(
            row.facet_key,
            row.authority,
            *saying.order,
            saying.position,
            *saying.order,
            saying.position,
            saying.digest,
            saying.deleted,
            saying.value,
        )  # fmt: skip
        self._put(kept)

    def _keep(self, row: FacetRow | HistoryRow, first: Order, position: int, last: Order, last_position: int) -> None:
        kept = HistoryRow(
            row.facet_key,
            row.authority,
            *first,
            position,
            *last,
            last_position,
            row.value_digest,
            row.deleted,
            row.value,
        )  # fmt: skip
        self._put(kept)

    def _put(self, row: HistoryRow) -> None:
        self._state.add_history(row)
        self._state.history.changed.add(((row.facet_key, row.authority), row.order))
