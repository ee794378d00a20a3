# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_quality`: how good a dataset was found to be."""

import attr
from openlineage.client.generated.base import DatasetFacet

from lineproof_facets.vocabulary import QualityTier


@attr.define
class LineproofQualityDatasetFacet(DatasetFacet):
    """Tier, scores and size of a dataset, and how they were assessed."""

    tier: QualityTier | None = attr.field(default=None, converter=attr.converters.optional(QualityTier))
    """Tier that the dataset was assigned to."""

    scores: dict[str, float] | None = attr.field(default=None, kw_only=True)
    """Scores by name, each from 0 to 1."""

    recordCount: int | None = attr.field(default=None, kw_only=True)
    """Number of records in the dataset."""

    method: str | None = attr.field(default=None, kw_only=True)
    """Method by which the scores were found."""

    assessedAt: str | None = attr.field(default=None, kw_only=True)
    """When the quality was assessed, ISO 8601."""

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofQualityDatasetFacet.json#/$defs/LineproofQualityDatasetFacet"
        )
