"""Free-form JSON on its way through the OpenLineage client.

The client leaves out nulls, and empty objects that stand in a list. An object that holds such travels twice:
as far as the client keeps it, for people to read, and as JSON text, which is the whole of it.
"""

import json
from collections.abc import Mapping
from typing import Any

from openlineage.client.serde import Serde


def free_form(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the client keeps of a free-form object; None for an empty one."""
    return Serde.to_dict(dict(value)) if value else None


def verbatim(objects: Mapping[str, Mapping[str, Any]]) -> dict[str, str] | None:
    """JSON text of those objects that the client would change, by key; None where there are none."""
    texts = {
        key: json.dumps(value, allow_nan=False) for key, value in objects.items() if value and free_form(value) != value
    }
    return texts or None
