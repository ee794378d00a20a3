"""Says facets into the state: which statement stands, and what stood before it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lineproof.events.merge import Order
from lineproof.events.names import facet_key
from lineproof.mirror.rows import FacetRow, HistoryRow, Slot
from lineproof.mirror.state import FacetId, State
from lineproof.mirror.statement import Statement
from lineproof.mirror.words import Word

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
    """Sets facets where they win over what stood."""

    def __init__(self, state: State, hearing: Hearing) -> None:
        self._state = state
        self._hearing = hearing

    def begin(self, statement: Statement) -> None:
        """Begins with a statement: what is said from now on is said by it."""
        self._statement = statement

    def say_all(self, words: Iterable[Word]) -> None:
        """Says the words of the statement."""
        position, envelope, digest, event = self._statement
        facets, touched = self._state.facets, self._state.touched
        for word in words:
            facet = word.key, envelope.authority
            order = event.event_time, digest, word.place
            row = facets.get(facet)
            if row is not None and order > row.order and word.digest == row.value_digest:
                row.order, row.position = order, position
                touched.add(facet)
                self._hearing.after(row, False)
            else:
                saying = _Saying(order, position, word.value, word.digest, word.deleted)
                self._say(row, (word.slot, word.entity, word.via, word.name), facet, saying)

    def say_again(self, word: FacetRow, slot: Slot, entity: bytes, via: bytes) -> None:
        """Says a word that stands also of something else, since it has become known that it holds there."""
        if word.value is None:
            return
        facet = facet_key(slot, entity, via, word.name), word.authority
        saying = _Saying(word.order, self._statement.position, word.value, word.value_digest, word.deleted)
        self._say(self._state.facets.get(facet), (slot, entity, via, word.name), facet, saying)

    def _say(
        self, row: FacetRow | None, of: tuple[Slot, bytes, bytes | None, str], facet: FacetId, saying: _Saying
    ) -> None:
        slot, entity, via, name = of
        order, position = saying.order, saying.position
        if row is None:
            self._hearing.before(slot, entity, name)
            row = FacetRow(
                *facet, slot, entity, via, name, order, position, order, position, saying.digest, saying.deleted,
                saying.value,
            )  # fmt: skip
            self._state.add_facet(row)
            self._state.facets.changed.add(facet)
            self._hearing.after(row, True)
        elif order > row.order:
            changes = saying.digest != row.value_digest
            if changes:
                self._hearing.before(slot, entity, name)
                self._supersede(row, saying)
            else:
                self._state.touched.add(facet)
            row.order, row.position = order, position
            self._hearing.after(row, changes)
        elif order < row.order:
            self._say_late(row, saying)

    def _supersede(self, row: FacetRow, saying: _Saying) -> None:
        self._keep(row, row.since, row.since_position, row.order, row.position)
        row.since, row.since_position = saying.order, saying.position
        row.value_digest, row.deleted, row.value = saying.digest, saying.deleted, saying.value
        self._state.facets.changed.add((row.facet_key, row.authority))

    def _say_late(self, row: FacetRow, saying: _Saying) -> None:
        """Takes in what was said before what stands: nothing current changes, but what stood then."""
        if saying.order == row.since or (saying.order > row.since and saying.digest == row.value_digest):
            return
        if saying.order > row.since:
            self._keep(row, row.since, row.since_position, row.since, row.since_position)
            self._keep_saying(row, saying)
            row.since, row.since_position = row.order, row.position
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
        stretch.last, stretch.last_position = last, position
        self._state.history.changed.add(((stretch.facet_key, stretch.authority), stretch.order))

    def _keep_saying(self, row: FacetRow, saying: _Saying) -> None:
        order, position = saying.order, saying.position
        kept = HistoryRow(
            row.facet_key, row.authority, order, position, order, position, saying.digest, saying.deleted, saying.value
        )
        self._put(kept)

    def _keep(self, row: FacetRow | HistoryRow, first: Order, position: int, last: Order, last_position: int) -> None:
        kept = HistoryRow(
            row.facet_key, row.authority, first, position, last, last_position, row.value_digest, row.deleted, row.value
        )
        self._put(kept)

    def _put(self, row: HistoryRow) -> None:
        self._state.add_history(row)
        self._state.history.changed.add(((row.facet_key, row.authority), row.order))
