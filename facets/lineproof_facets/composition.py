# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_composition`: which datasets a dataset is made of, and in what shares."""

import attr
from openlineage.client.generated.base import DatasetFacet
from openlineage.client.utils import RedactMixin


@attr.define
class ParentDataset(RedactMixin):
    """One parent, named by datasetId, or by namespace and name."""

    datasetId: str | None = attr.field(default=None)
    """Identifier of the parent's provenance record."""

    namespace: str | None = attr.field(default=None, kw_only=True)
    """Namespace of the parent dataset."""

    name: str | None = attr.field(default=None, kw_only=True)
    """Name of the parent dataset within its namespace."""

    contributionRatio: float | None = attr.field(default=None, kw_only=True)
    """Share of this dataset that comes from the parent, from 0 to 1."""


@attr.define
class LineproofCompositionDatasetFacet(DatasetFacet):
    """Parents of a dataset with their shares."""

    parents: list[ParentDataset] = attr.field(factory=list)
    """Parent datasets; an empty list says that there are none."""

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofCompositionDatasetFacet.json#/$defs/LineproofCompositionDatasetFacet"
        )
