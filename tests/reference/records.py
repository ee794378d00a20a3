"""The records of a database and their trail, by the name of the dataset."""

from typing import Any

from psycopg.rows import dict_row

from lineproof.ledger.connection import Role, connect
from reference.ledger import Ledger
from reference.rows import Row

SECTIONS = (
    *("source_info", "license_info", "processing_lineage", "storage_info", "audit_info", "metadata"),
    *("acquired_at", "processed_at", "validated_at", "published_at"),
)
"""The columns of a record that tell what facets and runs said, and nothing of names and times of saying."""


class Records:
    """What people see of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._database = ledger.database

    def of(self, name: str) -> Row:
        """The record of the only dataset of that name."""
        (found,) = self._ask(
            "SELECT r.* FROM dataset_provenance AS r JOIN dataset USING (dataset_key) WHERE name = %s", name
        )
        return found

    def sections(self, name: str) -> Row:
        """What a record says."""
        found = self.of(name)
        return {column: found[column] for column in SECTIONS}

    def trail(self, name: str) -> list[Row]:
        """The entries of a dataset's trail, oldest first."""
        told_of = self.of(name)["provenance_id"]
        return self._ask("SELECT * FROM provenance_audit_log WHERE provenance_id = %s ORDER BY position", told_of)

    def actions(self, name: str) -> list[str]:
        """What the trail says was done."""
        return [entry["action"] for entry in self.trail(name)]

    def summary(self, name: str) -> Row:
        """The line of the reporting view."""
        told_of = self.of(name)["provenance_id"]
        (found,) = self._ask("SELECT * FROM provenance_summary WHERE provenance_id = %s", told_of)
        return found

    def _ask(self, question: str, value: Any) -> list[Row]:
        with connect(self._database, Role.READER) as connection:
            return connection.cursor(row_factory=dict_row).execute(question.encode(), [value]).fetchall()
