# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_source`: where a dataset came from."""

import attr
from openlineage.client.generated.base import DatasetFacet

from lineproof_facets.vocabulary import AcquisitionMethod, SourceType


@attr.define
class LineproofSourceDatasetFacet(DatasetFacet):
    """Origin of a dataset and how it was acquired."""

    sourceId: str
    """Identifier of the source, stable over time."""

    sourceName: str | None = attr.field(default=None, kw_only=True)
    """Name of the source as people know it."""

    sourceType: SourceType | None = attr.field(
        default=None, converter=attr.converters.optional(SourceType), kw_only=True
    )
    """Kind of source."""

    sourceUrl: str | None = attr.field(default=None, kw_only=True)
    """Where the source can be found."""

    doi: str | None = attr.field(default=None, kw_only=True)
    """Digital object identifier of the source, without a resolver's address."""

    publicationDate: str | None = attr.field(default=None, kw_only=True)
    """Date or time at which the source was published, ISO 8601."""

    authors: list[str] | None = attr.field(default=None, kw_only=True)
    """Authors of the source, in the source's order."""

    publisher: str | None = attr.field(default=None, kw_only=True)
    """Who published the source."""

    acquisitionMethod: AcquisitionMethod | None = attr.field(
        default=None, converter=attr.converters.optional(AcquisitionMethod), kw_only=True
    )
    """Way by which the data was obtained."""

    acquisitionDate: str | None = attr.field(default=None, kw_only=True)
    """Date or time at which the data was obtained, ISO 8601."""

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofSourceDatasetFacet.json#/$defs/LineproofSourceDatasetFacet"
        )
