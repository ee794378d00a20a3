# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_record`: the way back from a dataset to its provenance record."""

from typing import ClassVar

import attr
from openlineage.client.generated.base import DatasetFacet


@attr.define
class LineproofRecordDatasetFacet(DatasetFacet):
    """Identifiers of a dataset's provenance record."""

    datasetId: str
    """Identifier of the dataset in the provenance tables."""

    provenanceId: str | None = attr.field(default=None, kw_only=True)
    """Identifier of the provenance record."""

    _additional_skip_redact: ClassVar[list[str]] = ["datasetId", "provenanceId"]

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofRecordDatasetFacet.json#/$defs/LineproofRecordDatasetFacet"
        )
