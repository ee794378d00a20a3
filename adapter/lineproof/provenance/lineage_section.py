"""From runs and facets to the section `processing_lineage`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lineproof.provenance import plain
from lineproof.provenance.instants import iso_instant
from lineproof.provenance.reader import Field, Reader
from lineproof.provenance.reading import Problem, StageFacts
from lineproof_facets.vocabulary import TransformationType

Identify = Callable[[str, str], str]
"""From namespace and name of a dataset to its dataset_id."""

_KEY = "lineproof_transformation"
_STAGE: tuple[Field, ...] = (
    ("stage_name", "stageName", plain.name),
    ("stage_order", "stageOrder", plain.count),
    ("transformation_type", "transformationType", plain.member(TransformationType)),
    ("started_at", "startedAt", plain.instant_text),
    ("completed_at", "completedAt", plain.instant_text),
    ("input_count", "inputCount", plain.count),
    ("output_count", "outputCount", plain.count),
    ("tool", "tool", plain.text),
    ("tool_version", "toolVersion", plain.text),
)
_FREE_FORM = (("deduplication_info", "deduplicationInfo"), ("anonymization_info", "anonymizationInfo"))
_PARENT: tuple[Field, ...] = (
    ("dataset_id", "datasetId", plain.name),
    ("contribution_ratio", "contributionRatio", plain.ratio),
)


def lineage_section(
    stages: Sequence[StageFacts],
    composition: Reader | None,
    document: Reader | None,
    problems: list[Problem],
    identify: Identify | None = None,
) -> dict[str, Any]:
    """The section `processing_lineage`: stages by their order, parents, deduplication, anonymisation."""
    section: dict[str, Any] = {}
    read = [pair for facts in stages if (pair := _stage(facts, problems)) is not None]
    read.sort(key=lambda pair: pair[0].get("stage_order", plain.MAX_COUNT + 1))
    if read:
        section["stages"] = [stage for stage, _ in read]
    if composition is not None and (parents := _parents(composition, identify or _joined)):
        section["parent_datasets"] = parents
    for name, key in _FREE_FORM:
        # what the document says of the whole stands before what its last stage says of itself
        told = [] if document is None else [document]
        told += [facet for _, facet in reversed(read) if facet is not None]
        for facet in told:
            if key in facet.value and (found := facet.free_form(key)):
                section[name] = found
                break
    return section


def _stage(facts: StageFacts, problems: list[Problem]) -> tuple[dict[str, Any], Reader | None] | None:
    stage: dict[str, Any] = {}
    known = (
        ("stage_name", facts.job_name or None),
        ("started_at", iso_instant(facts.started_at)),
        ("completed_at", iso_instant(facts.completed_at)),
        ("input_count", facts.input_count),
        ("output_count", facts.output_count),
    )
    stage.update((name, value) for name, value in known if value is not None)
    facet = None
    raw: Any = facts.facet
    if isinstance(raw, Mapping):
        facet = Reader(_KEY, raw, problems, job=facts.job_name)
        stage.update(facet.fields(_STAGE))
        if parameters := facet.free_form("parameters"):
            stage["parameters"] = parameters
    elif raw is not None:
        problems.append(Problem(_KEY, "", "expected an object", facts.job_name))
    if "stage_name" not in stage:
        problems.append(Problem(_KEY, "/stageName", "expected a name", facts.job_name))
        return None
    return stage, facet


def _parents(composition: Reader, identify: Identify) -> list[dict[str, Any]]:
    parents = []
    for entry in composition.objects("parents"):
        if entry is None:
            continue
        parent = entry.fields(_PARENT)
        if "dataset_id" not in parent:
            namespace, name = entry.field("namespace", plain.text), entry.field("name", plain.name)
            if namespace is None or name is None:
                entry.note("", "expected a datasetId, or a namespace and a name")
                continue
            parent["dataset_id"] = identify(namespace, name)
        parents.append(parent)
    return parents


def _joined(namespace: str, name: str) -> str:
    return f"{namespace}/{name}"
