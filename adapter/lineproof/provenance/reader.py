"""Reading JSON objects field by field, leaving out and noting what is malformed."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lineproof.provenance import plain
from lineproof.provenance.reading import Problem

Read = Callable[[object], Any]
Field = tuple[str, str, Read]
"""Name in the document, name in the facet, reader of the value."""


class Reader:
    """An object within a facet, with its place in it and the problems met so far."""

    __slots__ = ("at", "facet", "job", "problems", "value")

    def __init__(
        self,
        facet: str,
        value: Mapping[str, Any],
        problems: list[Problem],
        at: str = "",
        job: str | None = None,
    ) -> None:
        self.facet = facet
        self.value = value
        self.problems = problems
        self.at = at
        self.job = job

    def fields(self, fields: tuple[Field, ...]) -> dict[str, Any]:
        """Read those of the fields that are there; null counts as absent."""
        found = {}
        get = self.value.get
        for name, key, read in fields:
            value = get(key)
            if value is not None:
                try:
                    found[name] = read(value)
                except ValueError as reason:
                    self.note(key, str(reason))
        return found

    def field(self, key: str, read: Read) -> Any:
        """Read one field; None where it is absent or malformed."""
        return self.fields(((key, key, read),)).get(key)

    def items(self, key: str, read: Read) -> list[Any]:
        """Read a list item by item; empty where it is absent or no list."""
        found = []
        for index, item in enumerate(self._list(key)):
            try:
                found.append(read(item))
            except ValueError as reason:
                self.note(f"{key}/{index}", str(reason))
        return found

    def object(self, key: str) -> "Reader | None":
        """The object in a field; None where it is absent or no object."""
        value = self.value.get(key)
        return None if value is None else self._inner(key, value)

    def objects(self, key: str) -> Iterator["Reader | None"]:
        """The objects of a list in a field; None in the place of what is no object."""
        for index, item in enumerate(self._list(key)):
            yield self._inner(f"{key}/{index}", item)

    def free_form(self, key: str) -> dict[str, Any]:
        """A free-form object, from its verbatim text where there is one; empty where it is absent."""
        verbatim = self.object("verbatim") if "verbatim" in self.value else None
        if verbatim is not None and verbatim.value.get(key) is not None:
            read: dict[str, Any] | None = verbatim.field(key, _json_text)
            if read is not None:
                return read
        return self.field(key, plain.json_object) or {}

    def note(self, path: str, reason: str) -> None:
        """Note a problem with the part at `path`, which is a key, or keys and indexes joined by slashes."""
        pointer = f"{self.at}/{path}" if path else self.at
        self.problems.append(Problem(self.facet, pointer, reason, self.job))

    def _list(self, key: str) -> list[Any]:
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.note(key, "expected a list")
            return []
        return list(value)

    def _inner(self, path: str, value: Any) -> "Reader | None":
        if not isinstance(value, Mapping):
            self.note(path, "expected an object")
            return None
        return Reader(self.facet, value, self.problems, f"{self.at}/{path}", self.job)


def _json_text(value: object) -> dict[str, Any]:
    try:
        parsed = json.loads(plain.text(value))
    except RecursionError:
        raise ValueError(f"expected nesting no deeper than {plain.MAX_DEPTH}") from None
    return plain.json_object(parsed)
