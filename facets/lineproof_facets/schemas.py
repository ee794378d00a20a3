"""JSON Schemas of the facets and an example of each, as the package carries them.

The files lie beside this module in the folders `schemas` and `examples`, named by class.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any, cast

BASE_URL = "https://w3id.org/lineproof/facets/1-0-0/"
"""Where the schemas are published; a schema's `$id` is this and its file name."""


@cache
def names() -> tuple[str, ...]:
    """Class names of all facets that have a schema, sorted."""
    folder = files("lineproof_facets") / "schemas"
    return tuple(sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json")))


def schema(class_name: str) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a facet.

    Raises:
        KeyError: no facet class has that name.
    """
    return _read("schemas", class_name)


def example(class_name: str) -> dict[str, Any]:
    """Example of a facet in which every property is used.

    Raises:
        KeyError: no facet class has that name.
    """
    return _read("examples", class_name)


def _read(folder: str, class_name: str) -> dict[str, Any]:
    if class_name not in names():
        raise KeyError(class_name)
    text = (files("lineproof_facets") / folder / f"{class_name}.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))
