"""The facet `lineproof_delivery`: the ledger entry behind a delivered event, and what was added."""

from typing import ClassVar

import attr
from openlineage.client.generated.base import DatasetFacet, JobFacet, RunFacet


@attr.define
class LineproofDeliveryRunFacet(RunFacet):
    """Mark that Lineproof leaves on a run it delivers."""

    digest: str
    """SHA-256 of the ledger entry's received bytes, in lower-case hexadecimal."""

    injected: list[str] | None = attr.field(default=None, kw_only=True)
    """Keys of the facets that Lineproof added beside what the producer sent."""

    _additional_skip_redact: ClassVar[list[str]] = ["digest", "injected"]

    @staticmethod
    def _get_schema() -> str:
        return "https://w3id.org/lineproof/facets/1-0-0/LineproofDeliveryRunFacet.json#/$defs/LineproofDeliveryRunFacet"


@attr.define
class LineproofDeliveryJobFacet(JobFacet):
    """Mark that Lineproof leaves on a job it delivers."""

    digest: str
    """SHA-256 of the ledger entry's received bytes, in lower-case hexadecimal."""

    injected: list[str] | None = attr.field(default=None, kw_only=True)
    """Keys of the facets that Lineproof added beside what the producer sent."""

    _additional_skip_redact: ClassVar[list[str]] = ["digest", "injected"]

    @staticmethod
    def _get_schema() -> str:
        return "https://w3id.org/lineproof/facets/1-0-0/LineproofDeliveryJobFacet.json#/$defs/LineproofDeliveryJobFacet"


@attr.define
class LineproofDeliveryDatasetFacet(DatasetFacet):
    """Mark that Lineproof leaves on a dataset it delivers."""

    digest: str
    """SHA-256 of the ledger entry's received bytes, in lower-case hexadecimal."""

    injected: list[str] | None = attr.field(default=None, kw_only=True)
    """Keys of the facets that Lineproof added beside what the producer sent."""

    _additional_skip_redact: ClassVar[list[str]] = ["digest", "injected"]

    @staticmethod
    def _get_schema() -> str:
        return (
            "https://w3id.org/lineproof/facets/1-0-0/"
            "LineproofDeliveryDatasetFacet.json#/$defs/LineproofDeliveryDatasetFacet"
        )
