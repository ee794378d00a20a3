# ruff: noqa: N815 - the standard's facets name their properties in camelCase
"""The facet `lineproof_naming`: by which rules names are mapped. It counts from stewards only."""

import attr
from openlineage.client.generated.base import JobFacet
from openlineage.client.utils import RedactMixin

from lineproof_facets.vocabulary import NameCase, PartitionStyle, TrailingSlash


@attr.define
class NamingRule(RedactMixin):
    """What is done to the names of datasets in some namespaces; what is absent keeps names as they are."""

    namespace: str
    """Namespaces that the rule is for; `*` stands for anything."""

    trailingSlash: TrailingSlash | None = attr.field(
        default=None, converter=attr.converters.optional(TrailingSlash), kw_only=True
    )
    """What becomes of slashes at the end."""

    partitions: PartitionStyle | None = attr.field(
        default=None, converter=attr.converters.optional(PartitionStyle), kw_only=True
    )
    """How partitions are written that belong to one dataset."""

    case: NameCase | None = attr.field(default=None, converter=attr.converters.optional(NameCase), kw_only=True)
    """What becomes of the case of letters."""


@attr.define
class JobName(RedactMixin):
    """A name that a job had."""

    namespace: str
    """Namespace of the job."""

    name: str
    """Name of the job within its namespace."""


@attr.define
class RenamedJob(RedactMixin):
    """A job, and the names that it had before."""

    namespace: str
    """Namespace of the job."""

    name: str
    """Name of the job within its namespace."""

    formerly: list[JobName]
    """Names that stand for it too."""


@attr.define
class LineproofNamingJobFacet(JobFacet):
    """Rules of naming: the first that fits a namespace decides, before the built-in ones."""

    rules: list[NamingRule] | None = attr.field(default=None, kw_only=True)
    """Rules for names of datasets, in the order in which they are asked."""

    jobs: list[RenamedJob] | None = attr.field(default=None, kw_only=True)
    """Jobs that were renamed."""

    @staticmethod
    def _get_schema() -> str:
        return "https://w3id.org/lineproof/facets/1-0-0/LineproofNamingJobFacet.json#/$defs/LineproofNamingJobFacet"
