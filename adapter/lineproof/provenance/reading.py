"""What becomes of facets when they are read as a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lineproof.provenance.documents import ProvenanceDocument


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a facet that could not be read and was left out."""

    facet: str
    """Key of the facet."""

    pointer: str
    """JSON pointer into the facet (RFC 6901); empty for the facet itself."""

    reason: str
    """What was expected."""

    job: str | None = None
    """Name of the job whose run sent the facet, for facets of runs."""


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What is known of a stage: the facet of its run, and behind it what the run's events tell."""

    facet: Mapping[str, Any] | None = None
    """The facet `lineproof_transformation` as stored, if the run sent one."""

    job_name: str | None = None
    """Name of the job; stands for the stage's name where the facet is silent."""

    started_at: datetime | None = None
    """When the run began."""

    completed_at: datetime | None = None
    """When the run ended."""

    input_count: int | None = None
    """Number of records that the run read."""

    output_count: int | None = None
    """Number of records that the run wrote."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document read from facets, and what was left out of it."""

    document: "ProvenanceDocument"
    problems: tuple[Problem, ...]
