"""Finds the dataset that an id stands for: its own, or one of its other names."""

from lineproof.errors import NotFoundError
from lineproof.events.names import dataset_key
from lineproof.events.shield import shield_text
from lineproof.ledger.connection import Connection
from lineproof.ledger.reading import local_namespace
from lineproof.mirror.identifier import parse_dataset_id
from lineproof_sql import query

__all__ = ["find_dataset"]


def find_dataset(connection: Connection, dataset_id: str) -> bytes:
    """The key of the dataset that has this id, or a spelling, a partition or a symlink by that name.

    Raises:
        NotFoundError: no event has mentioned it.
    """
    namespace, name = parse_dataset_id(dataset_id, local=local_namespace(connection))
    key = dataset_key(shield_text(namespace), shield_text(name))
    row = connection.execute(query("find_dataset"), {"key": key}).fetchone()
    if row is None:
        raise NotFoundError(f"no event has mentioned {dataset_id}; run: lineproof list --search WORD")
    return bytes(row[0])
