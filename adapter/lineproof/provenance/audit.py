"""The section `audit_info`: what audits found."""

from lineproof.provenance.evidence import Evidence
from lineproof.provenance.section import Count, DayOrInstant, Name, Section, Text
from lineproof_facets.vocabulary import ComplianceStatus, FindingStatus, FindingType, Severity


class Finding(Section):
    """One thing that an audit found."""

    finding_id: Name
    """Identifier of the finding."""

    finding_type: FindingType | None = None
    """What the finding is about."""

    severity: Severity | None = None
    """How grave it is."""

    category: Text | None = None
    """Finer class, free text."""

    description: Text | None = None
    """What was found."""

    recommendation: Text | None = None
    """What to do about it."""

    status: FindingStatus | None = None
    """How far the work on it has come."""

    evidence: tuple[Evidence, ...] = ()
    """What it rests on."""

    affected_records: Count | None = None
    """Number of records that it touches."""


class AuditInfo(Section):
    """Compliance status with the findings behind it; a claim as long as no audit concluded it."""

    compliance_status: ComplianceStatus = ComplianceStatus.UNKNOWN
    """Outcome of the last audit."""

    last_audit: DayOrInstant | None = None
    """When the last audit was made."""

    findings: tuple[Finding, ...] = ()
    """What was found."""
