"""Rows and tables of the reference."""

import json
from typing import Any

Key = tuple[Any, ...]
"""What a thing is known by: its names."""

Row = dict[str, Any]
Tables = dict[str, dict[Key, Row]]
"""Table to what a row is known by to the row's other columns."""


def canonical(value: Any) -> str:
    """JSON text that is equal where JSON is: 1, 1.0 and true differ, the order of properties does not."""
    return json.dumps(value, sort_keys=True)
