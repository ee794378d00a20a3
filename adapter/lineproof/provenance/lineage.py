"""The section `processing_lineage`: how a dataset was made, and from what."""

from pydantic import Field, field_validator

from lineproof.provenance.section import Count, Instant, JsonObject, Name, Ratio, Section, Text
from lineproof_facets.vocabulary import TransformationType


class ProcessingStage(Section):
    """One step of processing."""

    stage_name: Name
    """Name of the stage."""

    stage_order: Count | None = None
    """Place of the stage, from 0."""

    transformation_type: TransformationType | None = None
    """What the stage did."""

    started_at: Instant | None = None
    """When the stage began."""

    completed_at: Instant | None = None
    """When the stage was done."""

    input_count: Count | None = None
    """Number of records that went in."""

    output_count: Count | None = None
    """Number of records that came out."""

    parameters: JsonObject = Field(default_factory=dict)
    """Parameters, free form."""

    tool: Text | None = None
    """Tool that did the work."""

    tool_version: Text | None = None
    """Version of the tool."""


class ParentDataset(Section):
    """A dataset that this one is made of."""

    dataset_id: Name
    """Identifier of the parent."""

    contribution_ratio: Ratio | None = None
    """Share that comes from the parent, from 0 to 1."""


class ProcessingLineage(Section):
    """Stages in their order, parents, and what was deduplicated and anonymised."""

    stages: tuple[ProcessingStage, ...] = ()
    """Stages by stage_order; those without one come last, in the order given."""

    parent_datasets: tuple[ParentDataset, ...] = ()
    """Datasets that this one is made of."""

    deduplication_info: JsonObject = Field(default_factory=dict)
    """How duplicates were found and how many went, free form."""

    anonymization_info: JsonObject = Field(default_factory=dict)
    """How persons were made unrecognisable, free form."""

    @field_validator("stages", mode="after")
    @classmethod
    def _in_order(cls, stages: tuple[ProcessingStage, ...]) -> tuple[ProcessingStage, ...]:
        return tuple(sorted(stages, key=lambda s: (s.stage_order is None, s.stage_order or 0)))
