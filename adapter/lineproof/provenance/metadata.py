"""The section `metadata`: quality, size and description of a dataset."""

from lineproof.provenance.section import Count, Name, Ratio, Section, Text
from lineproof_facets.vocabulary import QualityTier


class QualityScores(Section):
    """Scores, each from 0 to 1."""

    empathy: Ratio | None = None
    """How well the data shows empathy."""

    fidelity: Ratio | None = None
    """How true the data is to its source or method."""

    harmfulness: Ratio | None = None
    """How much harm the data may do; 0 is best."""

    domain_relevance: Ratio | None = None
    """How much the data belongs to its domain."""

    overall: Ratio | None = None
    """All in all."""


class Metadata(Section):
    """Quality tier and scores, number of records, tags, language and notes."""

    quality_tier: QualityTier | None = None
    """Tier that the dataset was assigned to."""

    record_count: Count | None = None
    """Number of records."""

    quality_scores: QualityScores = QualityScores()
    """Scores by name."""

    tags: tuple[Name, ...] = ()
    """Tags."""

    language: Text | None = None
    """Language of the data."""

    notes: Text | None = None
    """Free text."""
