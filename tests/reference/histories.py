"""Made-up histories of small universes."""

import json
import re
from collections.abc import Sequence
from itertools import chain
from typing import Any

from hypothesis import strategies as st

from reference.heard import Said
from reference.tellings import facets_of, naming
from reference.universe import Universe, universes
from reference.values import mostly, weighed

Made = st.SearchStrategy[dict[str, Any]]

SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"
TYPES = ("START", "START", "RUNNING", "COMPLETE", "COMPLETE", "COMPLETE", "FAIL", "FAIL", "ABORT", "OTHER", None)
AUTHORITIES = st.sampled_from(["producer", "producer", "producer", "steward", "auditor"])
WHO_NAMES = st.sampled_from(["steward", "steward", "steward", "producer"])

_LONE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|.)")


@st.composite
def histories(draw: st.DrawFn) -> list[Said]:
    """What is said in one universe, nothing twice with one authority."""
    universe = draw(universes)
    hours = draw(st.lists(st.lists(_events(universe), min_size=1, max_size=5), min_size=1, max_size=6))
    said = [Said(_write(draw, event), draw(AUTHORITIES)) for event in chain.from_iterable(hours)]
    for event in draw(weighed((6, st.just([])), (1, st.lists(_names(universe), min_size=1, max_size=3)))):
        said.insert(draw(st.integers(0, len(said))), Said(_write(draw, event), draw(WHO_NAMES)))
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


def _events(universe: Universe) -> Made:
    thing = st.sampled_from(universe.things)
    facets = mostly(facets_of(universe))
    read, written = (weighed((2, st.just(universe.things[end])), (1, thing)) for end in (-1, 0))
    reads = mostly(st.lists(_with(read, facets, "facets", "inputFacets"), min_size=1, max_size=2))
    writes = mostly(st.lists(_with(written, facets, "facets", "outputFacets"), min_size=1, max_size=2))
    run = _with(st.sampled_from(universe.run_ids).map(lambda run_id: {"runId": run_id}), facets, "facets")
    uses = {"job": _with(st.sampled_from(universe.jobs), facets, "facets"), "inputs": reads, "outputs": writes}
    run_event = _at(universe, eventType=st.sampled_from(TYPES), run=run, **uses)
    job_event = _at(universe, **uses)
    dataset_event = _at(universe, dataset=_with(thing, facets, "facets"))
    return weighed(
        (5, _of_kind("RunEvent", run_event)),
        (1, _of_kind("JobEvent", job_event | run_event)),
        (1, _of_kind("DatasetEvent", dataset_event)),
        (1, run_event | job_event | dataset_event),
    )


def _names(universe: Universe) -> Made:
    """Events of jobs that carry rules for names."""
    facets = naming(universe).map(lambda rules: {"lineproof_naming": rules})
    return _at(universe, job=_with(st.sampled_from(universe.things), facets, "facets"))


def _at(universe: Universe, **parts: st.SearchStrategy[Any]) -> Made:
    moment = st.sampled_from(universe.moments)
    return st.fixed_dictionaries({"eventTime": moment, "producer": st.sampled_from(["p", "\0"]), **parts})


def _of_kind(kind: str, event: Made) -> Made:
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
