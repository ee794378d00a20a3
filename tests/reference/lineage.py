"""What facets say of lineage, versions, parents and other names. What makes no sense in them is passed over."""

from collections.abc import Iterator
from typing import Any

from reference.rows import Key

CHANGES = ("ALTER", "CREATE", "DROP", "OVERWRITE", "RENAME", "TRUNCATE")
REPLACING = ("CREATE", "OVERWRITE", "RENAME", "TRUNCATE")

Said = dict[str, Any]


def is_deletion(value: Any) -> bool:
    return isinstance(value, dict) and value.get("_deleted") is True


def saying(value: Any) -> Said | None:
    """A facet that says something: an object that takes nothing back."""
    return value if isinstance(value, dict) and not is_deletion(value) else None


def items(value: Any) -> list[Said]:
    """The objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def identifier(value: Any) -> Key | None:
    """Namespace and name, if both are said."""
    if not isinstance(value, dict):
        return None
    namespace, name = value.get("namespace"), value.get("name")
    return (namespace, name) if isinstance(namespace, str) and isinstance(name, str) else None


def identifiers(value: Any) -> list[Key]:
    return [key for key in map(identifier, items(value)) if key is not None]


def change(facets: Any) -> str | None:
    """The change of its state that a dataset's facets tell."""
    said = _facet(facets, "lifecycleStateChange").get("lifecycleStateChange")
    return said if isinstance(said, str) and said in CHANGES else None


def previous(facets: Any) -> list[Key]:
    """What a dataset was called before, if it was renamed."""
    if change(facets) != "RENAME":
        return []
    return identifiers([_facet(facets, "lifecycleStateChange").get("previousIdentifier")])


def writes(facets: Any) -> bool:
    """Whether facets of a DatasetEvent make it one that writes: what says nothing does not."""
    return change(facets) in REPLACING or upstreams(facets) is not None or columns(facets) != []


def version(facets: Any) -> list[str]:
    said = _facet(facets, "version").get("datasetVersion")
    return [said] if isinstance(said, str) else []


def upstreams(facets: Any) -> list[Key] | None:
    """The sources that the facet `lineage` of a dataset lists; none if it lists nothing."""
    return _listed(_facet(facets, "lineage"))


def entries(facets: Any) -> Iterator[tuple[Key, list[Key] | None]]:
    """The targets in the facet `lineage` of a job, each with the sources it lists, if it lists any."""
    for entry in items(_facet(facets, "lineage").get("entries")):
        target = identifier(entry)
        if entry.get("type") == "DATASET" and target is not None:
            yield target, _listed(entry)


def columns(facets: Any) -> list[Key]:
    """The datasets whose columns are sources."""
    said = _facet(facets, "columnLineage")
    by_field = [key for field in _fields(said) for key in identifiers(field.get("inputFields"))]
    return by_field + identifiers(said.get("dataset"))


def parent(value: Any) -> Key | None:
    """Job and run id of the parent that a run names."""
    said = saying(value) or {}
    job, run = identifier(said.get("job")), said.get("run")
    run_id = run.get("runId") if isinstance(run, dict) else None
    return (*job, run_id) if job is not None and isinstance(run_id, str) else None


def write_mode(value: Any) -> str:
    """How a run writes, as its definition says."""
    said = (saying(value) or {}).get("writeMode")
    return said if isinstance(said, str) and said in ("append", "overwrite") else "unknown"


def symlinks(value: Any) -> list[Key]:
    return identifiers((saying(value) or {}).get("identifiers"))


def _facet(facets: Any, name: str) -> Said:
    return saying((facets or {}).get(name)) or {}


def _fields(said: Said) -> list[Said]:
    fields = said.get("fields")
    return items(list(fields.values())) if isinstance(fields, dict) else []


def _listed(said: Said) -> list[Key] | None:
    if not isinstance(said.get("inputs"), list) and not isinstance(said.get("fields"), dict):
        return None
    sources = items(said.get("inputs")) + [source for field in _fields(said) for source in items(field.get("inputs"))]
    return identifiers([source for source in sources if source.get("type") in (None, "DATASET")])
