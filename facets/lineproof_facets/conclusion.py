# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_conclusion`: what the last audit concluded of a dataset."""

import attr
from openlineage.client.generated.base import DatasetFacet
from openlineage.client.utils import RedactMixin

from lineproof_facets.vocabulary import ComplianceStatus, LicenseType, TermKind


@attr.define
class TermOrigin(RedactMixin):
    """A dataset that a term comes from."""

    namespace: str
    """Namespace of the dataset."""

    name: str
    """Name of the dataset within its namespace."""

    expression: str | None = attr.field(default=None, kw_only=True)
    """Licence of that dataset that lays the term down."""


@attr.define
class EffectiveTerm(RedactMixin):
    """One term that holds for the dataset after its lineage was followed."""

    kind: TermKind = attr.field(converter=TermKind)
    """Side of a licence that the term belongs to."""

    term: str
    """The term, such as commercial_use, attribute, share_alike."""

    origins: list[TermOrigin] | None = attr.field(default=None, kw_only=True)
    """Where the term comes from."""


@attr.define
class LineproofConclusionDatasetFacet(DatasetFacet):
    """Compliance of a dataset with the terms that reach it."""

    complianceStatus: ComplianceStatus = attr.field(converter=ComplianceStatus)
    """Compliance status that the audit concluded."""

    auditId: str | None = attr.field(default=None, kw_only=True)
    """Identifier of the audit."""

    auditedAt: str | None = attr.field(default=None, kw_only=True)
    """When the audit was made, ISO 8601."""

    policy: str | None = attr.field(default=None, kw_only=True)
    """Name and version of the policy that was applied."""

    effectiveLicenseType: LicenseType | None = attr.field(
        default=None, converter=attr.converters.optional(LicenseType), kw_only=True
    )
    """Class of licence that the effective terms amount to."""

    effectiveTerms: list[EffectiveTerm] | None = attr.field(default=None, kw_only=True)
    """Terms that hold for the dataset, with their origins."""

    findingIds: list[str] | None = attr.field(default=None, kw_only=True)
    """Identifiers of the findings that touch the dataset."""

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofConclusionDatasetFacet.json#/$defs/LineproofConclusionDatasetFacet"
        )
