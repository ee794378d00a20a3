# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_license`: under which licences a dataset stands, and who says so."""

from typing import ClassVar

import attr
from openlineage.client.generated.base import DatasetFacet
from openlineage.client.utils import RedactMixin

from lineproof_facets.evidence import Evidence
from lineproof_facets.vocabulary import LicenseStatus, LicenseType, VerificationStatus


@attr.define
class LicenseAssertion(RedactMixin):
    """One licence said to cover the dataset, with its parties, validity, terms and evidence."""

    expression: str | None = attr.field(default=None)
    """SPDX licence expression, or a LicenseRef for a licence without an SPDX id."""

    licenseType: LicenseType | None = attr.field(
        default=None, converter=attr.converters.optional(LicenseType), kw_only=True
    )
    """Class of the licence; where absent it follows from the expression."""

    name: str | None = attr.field(default=None, kw_only=True)
    """Name of the licence as people know it."""

    url: str | None = attr.field(default=None, kw_only=True)
    """Where the licence text can be read."""

    status: LicenseStatus = attr.field(default=LicenseStatus.DECLARED, converter=LicenseStatus, kw_only=True)
    """How the assertion came about; none, unknown and conflicting are different answers."""

    licensor: str | None = attr.field(default=None, kw_only=True)
    """Party that grants the licence."""

    licensee: str | None = attr.field(default=None, kw_only=True)
    """Party that the licence is granted to."""

    validFrom: str | None = attr.field(default=None, kw_only=True)
    """Date or time from which the licence holds, ISO 8601."""

    validUntil: str | None = attr.field(default=None, kw_only=True)
    """Date or time at which the licence ends, ISO 8601."""

    attributionText: str | None = attr.field(default=None, kw_only=True)
    """Text with which the licensor is to be credited."""

    attributionRequired: bool | None = attr.field(default=None, kw_only=True)
    """Whether credit has to be given."""

    commercialUseAllowed: bool | None = attr.field(default=None, kw_only=True)
    """Whether commercial use is allowed."""

    modificationsAllowed: bool | None = attr.field(default=None, kw_only=True)
    """Whether modified versions may be made and passed on."""

    contractReference: str | None = attr.field(default=None, kw_only=True)
    """Identifier of the contract that grants the licence."""

    permissions: list[str] | None = attr.field(default=None, kw_only=True)
    """Acts that a contract allows beyond what the licence id says."""

    obligations: list[str] | None = attr.field(default=None, kw_only=True)
    """Duties that a contract lays down beyond what the licence id says."""

    restrictions: list[str] | None = attr.field(default=None, kw_only=True)
    """Acts that a contract forbids beyond what the licence id says."""

    verificationStatus: VerificationStatus | None = attr.field(
        default=None, converter=attr.converters.optional(VerificationStatus), kw_only=True
    )
    """Whether somebody checked the assertion; absent means unverified."""

    verifiedBy: str | None = attr.field(default=None, kw_only=True)
    """Who checked the assertion."""

    verifiedAt: str | None = attr.field(default=None, kw_only=True)
    """When the assertion was checked, ISO 8601."""

    evidence: list[Evidence] | None = attr.field(default=None, kw_only=True)
    """What the assertion rests on."""


@attr.define
class LineproofLicenseDatasetFacet(DatasetFacet):
    """All licences asserted for a dataset, standing at the same time."""

    assertions: list[LicenseAssertion] = attr.field(factory=list)
    """Licence assertions; each of them applies."""

    _additional_skip_redact: ClassVar[list[str]] = ["assertions"]

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofLicenseDatasetFacet.json#/$defs/LineproofLicenseDatasetFacet"
        )
