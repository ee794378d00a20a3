"""Small universes: few names and few moments, so that events meet."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from hypothesis import strategies as st

from reference.values import NAMES, weighed

MOMENTS = (
    "2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00.000+00:00",
    "2024-01-01T05:45:00+05:45",
    "2024-01-01T00:00:00",
    "2024-01-01T00:00:00.000001999Z",
    "2024-01-01T00:00:00.1",
    "2024-01-02T12:00",
    "2024-01-01T23:59:59.999999-00:00",
    "2024-01-02T00:00:00Z",
    "2023-12-31T22:00:00-02:30",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
)
NEAR = (("s3://b", "s3://b", "s3://b/"), ("o", "o", "o/", "o/dt=1", "o/dt=2/", "o/dt=1/h=2", "p"))
"""Namespaces and names that are mostly of one dataset."""

NAMESPACES = ("s3://b", "s3://b", "s3://b/", "S3://b", "s3://b//", "s3://", "file", "File", "file:///", "hdfs/", "lake")
PATHS = (
    *("o", "o", "o/", "O", "o/dt=1", "o/dt=1", "o/dt=2/", "o/dt=1/h=2", "o//dt=1", "o/k=a\nb", "o/k=v=w", "/o//"),
    *("", "/", "//", "dt=1", "dt=1/h=2", "/dt=1", "o/dt=", "o/=1", "o/dt=1/p", "\ud800/k=\x1a0"),
)
FOREIGN_FACETS = ("f", "schema", "a.b", "", "\0", "\ud800")
OWN_FACETS = (
    *("lineproof_conclusion", "lineproof_license", "lineproof_source", "lineproof_quality", "lineproof_storage"),
    *("lineproof_composition", "lineproof_document", "lineproof_transformation", "lineproof_record"),
)
TELLING_FACETS = (
    *("lifecycleStateChange", "lineage", "columnLineage", "symlinks", "version", "parent", "lineproof_transformation"),
)
"""Facets that tell of lineage and names."""


class Universe(NamedTuple):
    """The few things and moments of a history."""

    moments: list[str]
    things: list[dict[str, Any]]
    run_ids: list[str]
    facets: list[str]

    @property
    def jobs(self) -> list[dict[str, Any]]:
        return self.things[:2]

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Things, and one that is only named as where others come from."""
        return [*self.things, {"namespace": "s3://b/", "name": "source/dt=1"}]


def _few(texts: Sequence[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(texts), min_size=1, max_size=most, unique=True)


def _named(namespaces: Sequence[str], names: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"namespace": st.sampled_from(namespaces), "name": st.sampled_from(names)})


_things = st.lists(_named(NAMES, NAMES), min_size=1, max_size=4)
_paths = st.lists(_named(NAMESPACES, PATHS), min_size=1, max_size=4) | st.lists(_named(*NEAR), min_size=2, max_size=4)
_own = st.one_of(_few(OWN_FACETS, 2), st.just(["lineproof_transformation"]), st.just(["lineproof_conclusion"]))
_telling = st.lists(st.sampled_from(TELLING_FACETS), min_size=2, max_size=5, unique=True)
_facets = st.builds(
    lambda *parts: list(dict.fromkeys(chain(*parts))),
    *(_few(FOREIGN_FACETS, 1), _own, st.just([]) | _telling),
)
universes = st.builds(
    Universe,
    _few(MOMENTS, 4),
    st.one_of(_things, _paths, st.builds(list[Any].__add__, _things, _paths)),
    _few(NAMES, 3),
    weighed((2, _facets), (3, _telling)),
)
