"""Made-up facets that tell of lineage, versions, parents and names, mostly of things of one universe."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from reference.lineage import CHANGES
from reference.universe import Universe
from reference.values import deletions, facet_values, objects, weighed

Made = st.SearchStrategy[Any]

MALFORMED: tuple[Any, ...] = (
    {},
    {"namespace": "a"},
    {"namespace": 1, "name": "a"},
    {"namespace": "a", "name": None},
    None,
    "a",
    ["a"],
)
PATTERNS = ("*", "*", "*", "*", "s3*", "s3*", "s3://b", "*b*", "*/", "a", "", "?", "[a-z]*", ".", 1)


def facets_of(universe: Universe) -> Made:
    """The facets of one thing in one event."""
    named = {name: st.tuples(st.just(name), _value(name, universe)) for name in universe.facets}
    return st.lists(st.sampled_from(universe.facets).flatmap(named.__getitem__), min_size=1, max_size=4).map(dict)


def naming(universe: Universe) -> Made:
    """Rules for names, and jobs that were renamed."""
    pattern = st.sampled_from([*PATTERNS, *[thing["namespace"] for thing in universe.things]])
    properties = {
        "trailingSlash": st.sampled_from(["strip", "strip", "keep", 1]),
        "partitions": st.sampled_from(["hive", "hive", "keep", None]),
        "case": st.sampled_from(["lower", "lower", "upper", "upper", "keep", ["lower"]]),
    }
    rule = st.fixed_dictionaries({"namespace": pattern}, optional=properties)
    job = st.builds(
        lambda thing, formerly: {**thing, "formerly": formerly} if isinstance(thing, dict) else thing,
        _identifier(universe.things),
        weighed((5, st.lists(_identifier(universe.jobs), min_size=1, max_size=2)), (1, facet_values)),
    )
    rules = weighed((9, st.lists(rule, min_size=1, max_size=3)), (1, facet_values))
    jobs = weighed((9, st.lists(job, min_size=1, max_size=2)), (1, facet_values))
    return weighed((12, st.fixed_dictionaries({"rules": rules, "jobs": jobs})), (1, deletions), (1, facet_values))


def _value(name: str, universe: Universe) -> Made:
    told = _TELLING.get(name)
    return facet_values if told is None else weighed((8, told(universe)), (2, deletions), (1, facet_values))


def _optional(**properties: Made) -> Made:
    return st.fixed_dictionaries({}, optional=properties)


def _identifier(things: list[dict[str, Any]]) -> Made:
    return weighed((15, st.sampled_from(things)), (1, st.sampled_from(MALFORMED)))


def _sources(universe: Universe, *types: str) -> Made:
    """Identifiers of a type; an empty one is left out."""

    def typed(thing: Any, kind: str) -> Any:
        return {**thing, "type": kind} if kind and isinstance(thing, dict) else thing

    some = st.lists(st.builds(typed, _identifier(universe.sources), st.sampled_from(types)), max_size=2)
    return weighed((9, some), (1, facet_values))


def _by_field(name: str, sources: Made) -> Made:
    field = weighed((7, st.fixed_dictionaries({name: sources})), (1, facet_values))
    return weighed((7, st.dictionaries(st.sampled_from(["c", "\0"]), field, max_size=2)), (1, facet_values))


def _lineage(universe: Universe) -> Made:
    """As a dataset's and as a job's at once, for it may stand on either."""
    sources = _sources(universe, "DATASET", "DATASET", "JOB", "")
    listed = {"inputs": sources, "fields": _by_field("inputs", sources)}
    entry = st.builds(
        lambda target, more: {**target, **more} if isinstance(target, dict) else target,
        _identifier(universe.things),
        st.fixed_dictionaries({"type": st.sampled_from(["DATASET"] * 5 + ["JOB"])}, optional=listed),
    )
    return _optional(**listed, entries=weighed((7, st.lists(entry, min_size=1, max_size=2)), (1, facet_values)))


def _lifecycle(universe: Universe) -> Made:
    change = st.sampled_from([*CHANGES, "DROP", "OVERWRITE", "OVERWRITE", "RENAME", "drop", ["DROP"], None])
    return st.fixed_dictionaries(
        {"lifecycleStateChange": change}, optional={"previousIdentifier": _identifier(universe.sources)}
    )


def _columns(universe: Universe) -> Made:
    sources = _sources(universe, "")
    return _optional(fields=_by_field("inputFields", sources), dataset=sources)


def _parent(universe: Universe) -> Made:
    run = st.sampled_from(universe.run_ids).map(lambda run_id: {"runId": run_id})
    return _optional(run=weighed((7, run), (1, facet_values)), job=_identifier(universe.jobs))


def _definition(_: Universe) -> Made:
    mode = st.sampled_from(["overwrite", "overwrite", "append", "append", "unknown", ["append"], None])
    return weighed((4, st.builds(lambda more, mode: {**more, "writeMode": mode}, objects, mode)), (1, objects))


_TELLING: dict[str, Callable[[Universe], Made]] = {
    "columnLineage": _columns,
    "lifecycleStateChange": _lifecycle,
    "lineage": _lineage,
    "lineproof_transformation": _definition,
    "parent": _parent,
    "symlinks": lambda universe: _optional(identifiers=_sources(universe, "TABLE", "")),
    "version": lambda _: _optional(datasetVersion=st.sampled_from(["1", "2", "\0", 1])),
}
