"""Column lineage of a dataset, from the facets that stand."""

from typing import Final, NamedTuple

from lineproof.events.authority import Authority
from lineproof.events.columns import ColumnEdge, column_edges, lineage_columns
from lineproof.events.merge import deciding
from lineproof.events.sources import facet_object
from lineproof.ledger.connection import Connection
from lineproof_sql import query

__all__ = ["column_lineage"]

_READ: Final = {"columnLineage": column_edges, "lineage": lineage_columns}


class _Said(NamedTuple):
    name: str
    authority: Authority
    deleted: bool
    value: bytes


def column_lineage(connection: Connection, dataset: bytes) -> list[ColumnEdge]:
    """Which columns a dataset's columns are made of; names and columns as the database holds them, shielded."""
    rows = connection.execute(query("list_column_words"), [dataset])
    words = [_Said(name, Authority(authority), deleted, value.encode()) for name, authority, deleted, value in rows]
    found: list[ColumnEdge] = []
    for name, read in _READ.items():
        last = deciding(word for word in words if word.name == name)[-1:]
        found += [edge for word in last for edge in read(facet_object(word.value))]
    return found
