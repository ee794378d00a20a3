"""Made-up histories of small universes: few names and few moments, so that events meet."""

import json
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from hypothesis import strategies as st

from reference.heard import Said

Made = st.SearchStrategy[dict[str, Any]]

SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"
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
NAMES = (
    *("a", "A", "b", "", " ", "a.b", "a|b", "é", "e\u0301", "😀", "n" * 2000, "a\nb", "a\\u0000", '"\\'),
    *("\0", "a\0", "\x1a", "\x1a0", "\x1a1", "\x1ad800", "\ud800", "\udfff\ud83d", "\x7f\x80"),
)
TYPES = ("START", "START", "RUNNING", "COMPLETE", "COMPLETE", "FAIL", "FAIL", "ABORT", "OTHER", None)
FOREIGN_FACETS = ("f", "schema", "a.b", "", "\0", "\ud800")
OWN_FACETS = (
    *("lineproof_conclusion", "lineproof_license", "lineproof_source", "lineproof_quality", "lineproof_storage"),
    *("lineproof_composition", "lineproof_document", "lineproof_transformation", "lineproof_record"),
)
PROPERTIES = (
    *("v", "sourceId", "sourceType", "tier", "recordCount", "assertions", "parents", "stageName", "stageOrder"),
    *("complianceStatus", "claims", "scores", "location", "createdAt", "datasetId", "verbatim"),
)
AUTHORITIES = st.sampled_from(["producer", "producer", "producer", "steward", "auditor"])

_LONE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|.)")

values = st.recursive(
    st.sampled_from([None, True, False, 0, 1, 1.0, -0.5, 10**30, "", "x", "***", *NAMES[-9:]]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["k", "\0", "\x1a0"]), inner, max_size=2)
    ),
    max_leaves=4,
)
objects = st.dictionaries(st.sampled_from(PROPERTIES), values, max_size=3)
licenses = st.sampled_from(["MIT", "CC-BY-4.0", "\0"]).map(lambda spdx: {"assertions": [{"expression": spdx}]})
deletions = st.sampled_from([True, True, True, False, None, 1, "true"]).map(lambda said: {"_deleted": said, "v": 1})
plain = st.sampled_from([{"v": 1}, {"v": 2}, {"v": 3}, {}, None])
facet_values = st.one_of(plain, deletions, licenses, objects, values)


class Universe(NamedTuple):
    """The few things and moments of a history."""

    moments: list[str]
    things: list[dict[str, Any]]
    run_ids: list[str]
    facets: list[str]


@st.composite
def histories(draw: st.DrawFn) -> list[Said]:
    """What is said in one universe, nothing twice with one authority."""
    universe = draw(_universes)
    hours = draw(st.lists(st.lists(_events(universe), min_size=1, max_size=5), min_size=1, max_size=6))
    said = [Said(_write(draw, event), draw(AUTHORITIES)) for event in chain.from_iterable(hours)]
    again = st.builds(Said, st.sampled_from([one.payload for one in said]), AUTHORITIES)
    return list(dict.fromkeys([*said, *draw(st.lists(again, max_size=2))]))


@st.composite
def deliveries(draw: st.DrawFn, history: Sequence[Said]) -> list[list[Said]]:
    """The same events in another order, partly doubled, in several batches."""
    doubled = [*history, *draw(st.lists(st.sampled_from(history), max_size=3))]
    shuffled = draw(st.permutations(doubled))
    everywhere = range(1, len(shuffled))
    cuts = (
        draw(st.just(list(everywhere)) | st.lists(st.sampled_from(everywhere), unique=True).map(sorted))
        if everywhere
        else []
    )
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]


def _few(texts: Sequence[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(texts), min_size=1, max_size=most, unique=True)


_thing = st.fixed_dictionaries({"namespace": st.sampled_from(NAMES), "name": st.sampled_from(NAMES)})
_own = st.one_of(_few(OWN_FACETS, 2), st.just(["lineproof_transformation"]), st.just(["lineproof_conclusion"]))
_universes = st.builds(
    Universe,
    _few(MOMENTS, 4),
    st.lists(_thing, min_size=1, max_size=2),
    _few(NAMES, 2),
    st.builds(lambda foreign, own: foreign + own, _few(FOREIGN_FACETS, 1), _own),
)


def _events(universe: Universe) -> Made:
    thing = st.sampled_from(universe.things)
    facets = _mostly(st.dictionaries(st.sampled_from(universe.facets), facet_values, min_size=1, max_size=3))
    reads = _mostly(st.lists(_with(thing, facets, "facets", "inputFacets"), min_size=1, max_size=2))
    writes = _mostly(st.lists(_with(thing, facets, "facets", "outputFacets"), min_size=1, max_size=2))
    run = _with(st.sampled_from(universe.run_ids).map(lambda run_id: {"runId": run_id}), facets, "facets")
    uses = {"job": _with(thing, facets, "facets"), "inputs": reads, "outputs": writes}
    start = {"eventTime": st.sampled_from(universe.moments), "producer": st.sampled_from(["p", "\0"])}
    run_event = st.fixed_dictionaries({**start, "eventType": st.sampled_from(TYPES), "run": run, **uses})
    job_event = st.fixed_dictionaries({**start, **uses})
    dataset_event = st.fixed_dictionaries({**start, "dataset": _with(thing, facets, "facets")})
    return _weighed(
        (5, _named("RunEvent", run_event)),
        (1, _named("JobEvent", job_event | run_event)),
        (1, _named("DatasetEvent", dataset_event)),
        (1, run_event | job_event | dataset_event),
    )


def _mostly(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _weighed((3, strategy), (1, st.none()))


def _weighed(*choices: tuple[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    drawn = [index for index, (weight, _) in enumerate(choices) for _ in range(weight)]
    return st.sampled_from(drawn).flatmap(lambda index: choices[index][1])


def _named(kind: str, event: Made) -> Made:
    return event.map(lambda unnamed: {**unnamed, "schemaURL": SPEC + kind})


def _with(thing: Made, facets: st.SearchStrategy[Any], *slots: str) -> Made:
    return st.builds(lambda bare, more: {**bare, **more}, thing, st.fixed_dictionaries(dict.fromkeys(slots, facets)))


def _write(draw: st.DrawFn, event: dict[str, Any]) -> bytes:
    text = json.dumps(event, ensure_ascii=draw(st.booleans()))
    if _LONE.search(text):
        text = json.dumps(event)
    if draw(st.booleans()):
        text = _ESCAPE.sub(lambda escape: escape[0] if escape[1] is None else rf"\u{escape[1].upper()}", text)
    return draw(st.sampled_from(["", " ", "\n\t"])).encode() + text.encode()
