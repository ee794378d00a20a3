"""From facets to the section `audit_info`."""

from typing import Any

from lineproof.provenance import plain
from lineproof.provenance.reader import Field, Reader
from lineproof_facets.vocabulary import ComplianceStatus, FindingStatus, FindingType, Severity

UNAUDITED = {"compliance_status": "unknown"}
"""What is known of a dataset that no audit concluded upon."""

_STATUS = plain.member(ComplianceStatus)
_CONCLUSION: tuple[Field, ...] = (
    ("compliance_status", "complianceStatus", _STATUS),
    ("last_audit", "auditedAt", plain.day_or_instant_text),
)
_CLAIMS: tuple[Field, ...] = (
    ("compliance_status", "complianceStatus", _STATUS),
    ("last_audit", "lastAudit", plain.day_or_instant_text),
)
_FINDING: tuple[Field, ...] = (
    ("finding_id", "findingId", plain.name),
    ("finding_type", "findingType", plain.member(FindingType)),
    ("severity", "severity", plain.member(Severity)),
    ("category", "category", plain.text),
    ("description", "description", plain.text),
    ("recommendation", "recommendation", plain.text),
    ("status", "status", plain.member(FindingStatus)),
    ("affected_records", "affectedRecords", plain.count),
)
_EVIDENCE: tuple[Field, ...] = tuple((name, name, plain.text) for name in ("type", "url", "digest", "note"))


def conclusion_section(conclusion: Reader | None) -> dict[str, Any]:
    """The section `audit_info` as the last audit concluded it."""
    section: dict[str, Any] = dict(UNAUDITED)
    if conclusion is not None:
        section.update(conclusion.fields(_CONCLUSION))
        if ids := conclusion.items("findingIds", plain.name):
            section["findings"] = [{"finding_id": finding_id} for finding_id in ids]
    return section


def claims_section(document: Reader | None) -> dict[str, Any]:
    """The section `audit_info` as a document claims it."""
    section: dict[str, Any] = dict(UNAUDITED)
    claims = None if document is None else document.object("claims")
    if claims is None:
        return section
    section.update(claims.fields(_CLAIMS))
    findings = []
    for entry in claims.objects("findings"):
        if entry is None:
            continue
        finding = entry.fields(_FINDING)
        pieces = [e.fields(_EVIDENCE) for e in entry.objects("evidence") if e is not None]
        if evidence := [piece for piece in pieces if piece]:
            finding["evidence"] = evidence
        if "finding_id" in finding:
            findings.append(finding)
        elif "findingId" not in entry.value:
            entry.note("findingId", "expected a finding id")
    if findings:
        section["findings"] = findings
    return section
