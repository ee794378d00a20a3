"""What standard facets say of a dataset's content: whence it comes, what happened to it, what else it is called."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from lineproof.events.merge import is_deletion

__all__ = [
    "OVERWRITING",
    "Lifecycle",
    "Named",
    "column_sources",
    "facet_object",
    "lifecycle",
    "lineage_entries",
    "lineage_sources",
    "parent",
    "symlinks",
    "version",
    "write_mode",
]

OVERWRITING: Final = frozenset(("CREATE", "OVERWRITE", "TRUNCATE", "RENAME"))
"""Changes of a dataset's life after which it holds other content; a DROP leaves none, and what was made remains."""


class Named(NamedTuple):
    """A dataset by the name that somebody gives it."""

    namespace: str
    name: str


class Lifecycle(NamedTuple):
    """What `lifecycleStateChange` says; `previous` of a RENAME alone."""

    change: str
    previous: Named | None


def facet_object(raw: bytes | None) -> Mapping[str, Any]:
    """The JSON object in a facet's text; empty where it is none, or takes back what was said."""
    if raw is None or is_deletion(raw):
        return {}
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def lineage_sources(said: Mapping[str, Any]) -> list[Named] | None:
    """The sources that a facet `lineage` of a dataset, or an entry of a job's, lists; None where it has no list."""
    inputs, fields = said.get("inputs"), said.get("fields")
    if not isinstance(inputs, list) and not isinstance(fields, dict):
        return None
    listed = [inputs]
    listed += [field.get("inputs") for field in _objects(list(fields.values()) if isinstance(fields, dict) else None)]
    # jobs are sources too, but no datasets
    return [named for inputs in listed for named in _named(inputs, kind="DATASET")]


def lineage_entries(said: Mapping[str, Any]) -> list[tuple[Named, list[Named] | None]]:
    """Datasets that a job's facet `lineage` lists, each with its sources; None where it has no list."""
    entries = [entry for entry in _objects(said.get("entries")) if entry.get("type") == "DATASET"]
    return [(target, lineage_sources(entry)) for entry in entries for target in _named([entry])]


def column_sources(said: Mapping[str, Any]) -> list[Named]:
    """The datasets whose columns a facet `columnLineage` names."""
    found = list(_named(said.get("dataset")))
    fields = said.get("fields")
    for field in _objects(list(fields.values()) if isinstance(fields, dict) else None):
        found += _named(field.get("inputFields"))
    return found


def lifecycle(said: Mapping[str, Any]) -> Lifecycle | None:
    """What happened to a dataset."""
    change = said.get("lifecycleStateChange")
    if not isinstance(change, str):
        return None
    previous = next(_named([said.get("previousIdentifier")]), None) if change == "RENAME" else None
    return Lifecycle(change, previous)


def symlinks(said: Mapping[str, Any]) -> list[Named]:
    """What else a dataset is called."""
    return list(_named(said.get("identifiers")))


def version(said: Mapping[str, Any]) -> str | None:
    """Which version of a dataset was written."""
    found = said.get("datasetVersion")
    return found if isinstance(found, str) else None


def parent(said: Mapping[str, Any]) -> tuple[Named, str] | None:
    """Job and run id of a run's parent."""
    run, job = said.get("run"), next(_named([said.get("job")]), None)
    run_id = run.get("runId") if isinstance(run, dict) else None
    return (job, run_id) if job is not None and isinstance(run_id, str) else None


def write_mode(said: Mapping[str, Any]) -> str | None:
    """How a run writes, as its facet `lineproof_transformation` says: `overwrite`, `append`, or nothing."""
    found = said.get("writeMode")
    return found if found in ("overwrite", "append") else None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _named(entries: Any, *, kind: str | None = None) -> Iterator[Named]:
    for entry in _objects(entries):
        namespace, name = entry.get("namespace"), entry.get("name")
        of_kind = kind is None or entry.get("type") in (None, kind)
        if of_kind and isinstance(namespace, str) and isinstance(name, str):
            yield Named(namespace, name)
