# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_transformation`: what a run did to the data."""

from typing import Any

import attr
from openlineage.client.generated.base import RunFacet

from lineproof_facets.vocabulary import LicenseEffect, TransformationType, WriteMode


@attr.define
class LineproofTransformationRunFacet(RunFacet):
    """A processing stage: its place in the pipeline, its kind, counts, parameters and tool."""

    stageName: str
    """Name of the stage."""

    stageOrder: int | None = attr.field(default=None, kw_only=True)
    """Place of the stage in the pipeline, from 0."""

    transformationType: TransformationType | None = attr.field(
        default=None, converter=attr.converters.optional(TransformationType), kw_only=True
    )
    """What the stage did."""

    licenseEffect: LicenseEffect | None = attr.field(
        default=None, converter=attr.converters.optional(LicenseEffect), kw_only=True
    )
    """What the stage makes of its inputs as far as licences care; absent means derivative."""

    writeMode: WriteMode | None = attr.field(default=None, converter=attr.converters.optional(WriteMode), kw_only=True)
    """What the run leaves of the datasets that it writes; absent means that nobody knows."""

    startedAt: str | None = attr.field(default=None, kw_only=True)
    """When the stage began, ISO 8601; absent means at the run's start."""

    completedAt: str | None = attr.field(default=None, kw_only=True)
    """When the stage was done, ISO 8601; absent means at the run's end."""

    inputCount: int | None = attr.field(default=None, kw_only=True)
    """Number of records that went in."""

    outputCount: int | None = attr.field(default=None, kw_only=True)
    """Number of records that came out."""

    parameters: dict[str, Any] | None = attr.field(default=None, kw_only=True)
    """Parameters of the stage, free form."""

    tool: str | None = attr.field(default=None, kw_only=True)
    """Tool that did the work."""

    toolVersion: str | None = attr.field(default=None, kw_only=True)
    """Version of the tool."""

    deduplicationInfo: dict[str, Any] | None = attr.field(default=None, kw_only=True)
    """How duplicates were found and how many went, free form."""

    anonymizationInfo: dict[str, Any] | None = attr.field(default=None, kw_only=True)
    """How persons were made unrecognisable, free form."""

    verbatim: dict[str, str] | None = attr.field(default=None, kw_only=True)
    """JSON text of those free-form properties that hold nulls, by property name; the text wins."""

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofTransformationRunFacet.json#/$defs/LineproofTransformationRunFacet"
        )
