"""Which columns come of which, as the facets `columnLineage` and `lineage` of a dataset say."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

__all__ = ["ColumnEdge", "column_edges", "lineage_columns"]


class ColumnEdge(NamedTuple):
    """That a column is made of another; `field` is None for the whole dataset.

    `upstream_field` is None where a whole dataset is named; `transformations` are as they were said.
    """

    field: str | None
    namespace: str
    name: str
    upstream_field: str | None
    transformations: tuple[Mapping[str, Any], ...]


def column_edges(said: Mapping[str, Any]) -> Iterator[ColumnEdge]:
    """The edges of a facet `columnLineage`; parts that cannot be read are passed over."""
    for field, entry in _items(said.get("fields")):
        yield from _edges(field, entry.get("inputFields"))
    yield from _edges(None, said.get("dataset"))


def lineage_columns(said: Mapping[str, Any]) -> Iterator[ColumnEdge]:
    """The edges of a facet `lineage` of a dataset, those that name neither column left out."""
    for field, entry in _items(said.get("fields")):
        yield from _edges(field, entry.get("inputs"))
    yield from (edge for edge in _edges(None, said.get("inputs")) if edge.upstream_field is not None)


def _items(fields: Any) -> list[tuple[str, Mapping[str, Any]]]:
    entries = fields.items() if isinstance(fields, dict) else ()
    return [(field, entry) for field, entry in entries if isinstance(entry, dict)]


def _edges(field: str | None, inputs: Any) -> Iterator[ColumnEdge]:
    for source in inputs if isinstance(inputs, list) else ():
        if not isinstance(source, dict) or source.get("type") not in (None, "DATASET"):
            continue
        namespace, name, column = source.get("namespace"), source.get("name"), source.get("field")
        if isinstance(namespace, str) and isinstance(name, str):
            said = source.get("transformations")
            transformations = tuple(one for one in said if isinstance(one, dict)) if isinstance(said, list) else ()
            yield ColumnEdge(field, namespace, name, column if isinstance(column, str) else None, transformations)
