# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_purpose`: what a job's outputs are for."""

import attr
from openlineage.client.generated.base import JobFacet

from lineproof_facets.vocabulary import UseContext


@attr.define
class LineproofPurposeJobFacet(JobFacet):
    """Context in which a job's outputs are used; obligations of licences fire by it."""

    context: UseContext = attr.field(converter=UseContext)
    """Setting in which the outputs are used."""

    intendedUse: str | None = attr.field(default=None, kw_only=True)
    """What the outputs are meant for, in words."""

    @staticmethod
    def _get_schema() -> str:
        return "https://w3id.org/lineproof/facets/1-0-0/LineproofPurposeJobFacet.json#/$defs/LineproofPurposeJobFacet"
