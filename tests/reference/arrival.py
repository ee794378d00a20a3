"""What in a mirror depends on the order in which events arrived, and why; all else is theirs alone."""

from lineproof.ledger.connection import Connection
from reference.tables import dump

WHOLE = "*"
"""In place of a column: the whole table."""

_STRETCH = "a stretch of equal statements begins at the oldest that was known when the next one came"

ARRIVAL: dict[str, dict[str, str]] = {
    "run": {
        "starts_told": "pairs each start with the position of the log at which it became known",
        "ends_told": "pairs each end with the position of the log at which it became known",
    },
    "dataset": {"told": "pairs the first mention with the position of the log at which it became known"},
    "write": {"told": "pairs the first mention with the position of the log at which it became known"},
    "facet": {
        "position": "where in the log the statement that stands is",
        "since_time": _STRETCH,
        "since_digest": _STRETCH,
        "since_place": _STRETCH,
        "since_position": _STRETCH,
    },
    "facet_history": {WHOLE: "what stood before is remembered by stretches, and these depend on what was known when"},
    "provenance_audit_log": {WHOLE: "the trail tells in the order of the log what each event changed"},
    "naming": {"position": "where in the log the statement of the rules is"},
    "unprojected": {"position": "where in the log the entry is"},
}
"""Table and column, or the whole table, to the reason why it may differ between two orders of the same events."""


def current(connection: Connection) -> dict[str, list[str]]:
    """The mirror row by row, less what depends on the order of arrival."""
    tables = dump(connection, but={table: set(columns) for table, columns in ARRIVAL.items()})
    return {table: rows for table, rows in tables.items() if WHOLE not in ARRIVAL.get(table, {})}
