"""What an event says: its facets as words, each made ready once, for loading and for folding."""

import hashlib
from functools import lru_cache
from typing import Final, NamedTuple

from lineproof.events.authority import Authority, may_say
from lineproof.events.event import Facets
from lineproof.events.merge import is_deletion
from lineproof.events.names import facet_key
from lineproof.mirror.rows import Slot

__all__ = ["Speaker", "Word"]


_SMALL: Final = 4096


class Word(NamedTuple):
    """A facet that counts: what it is said of, its place in the event, its JSON text."""

    slot: Slot
    entity: bytes
    via: bytes | None
    name: str
    key: bytes
    place: int
    value: bytes
    digest: bytes
    deleted: bool


class Speaker:
    """Makes words of one event's facets, counting their places."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._place = 0
        self.words: list[Word] = []

    def say(self, slot: Slot, entity: bytes, via: bytes | None, facets: Facets | None) -> None:
        """Adds the facets of one entity; a null says nothing, nor does what is not this authority's to say."""
        if not facets:
            return
        for name, raw in facets.items():
            self._place += 1
            value = bytes(raw)
            if value != b"null" and may_say(self._authority, name):
                key = facet_key(slot, entity, via or b"", name)
                known = _remembered(value) if len(value) < _SMALL else _known(value)
                self.words.append(Word(slot, entity, via, name, key, self._place, value, *known))


def _known(value: bytes) -> tuple[bytes, bool]:
    return hashlib.sha256(value).digest(), is_deletion(value)


_remembered = lru_cache(maxsize=20_000)(_known)
