"""Mirrors, row by row."""

from lineproof.ledger.connection import Database, Role, connect
from reference.tables import dump

Rows = dict[str, list[str]]

BY_CLOCK = {"provenance_audit_log": {"changed_at"}}
"""When an entry was numbered, which two ledgers do not do at the same moment."""


def mirror_of(database: Database) -> Rows:
    """All tables, all columns."""
    with connect(database, Role.READER, autocommit=True) as reading:
        return dump(reading)


def timeless_mirror_of(database: Database) -> Rows:
    """The same for two ledgers whose logs hold the same in the same order."""
    with connect(database, Role.READER, autocommit=True) as reading:
        return dump(reading, but=BY_CLOCK)


def is_same(found: Rows, expected: Rows) -> None:
    """Asserts it table by table, for the sake of what a failure prints."""
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        assert found[table] == rows, table
