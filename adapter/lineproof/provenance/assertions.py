"""From licence assertions, several of which may stand at once, to the section `license_info`."""

from collections.abc import Iterable
from typing import Any

from lineproof.provenance import plain
from lineproof.provenance.instants import instant
from lineproof.provenance.reader import Field, Reader
from lineproof.terms import contradicts, license_type
from lineproof_facets.vocabulary import LicenseStatus, LicenseType, VerificationStatus

UNDESCRIBED = {"license_type": "unclear", "verification_status": "unverified"}
"""What stands where nobody described a licence."""

_FIELDS: tuple[Field, ...] = (
    ("license_name", "name", plain.text),
    ("license_url", "url", plain.text),
    ("attribution_required", "attributionRequired", plain.flag),
    ("commercial_use_allowed", "commercialUseAllowed", plain.flag),
    ("modifications_allowed", "modificationsAllowed", plain.flag),
    ("contract_reference", "contractReference", plain.text),
    ("expiry", "validUntil", plain.day_or_instant_text),
    ("verification_status", "verificationStatus", plain.member(VerificationStatus)),
    ("verified_by", "verifiedBy", plain.text),
    ("verified_at", "verifiedAt", plain.instant_text),
)
_TYPE = plain.member(LicenseType)
_STATUS = plain.member(LicenseStatus)

# least assurance first
_ASSURANCE = ("unverified", "unclear", "pending", "verified")


def license_section(facet: Reader) -> dict[str, Any]:
    """The section `license_info` of a facet `lineproof_license`.

    Fails closed: without a readable assertion the type is `unclear`, and so it is where assertions disagree
    or one of them cannot be read.
    """
    sections = [_section(assertion) for assertion in facet.objects("assertions")]
    if not sections:
        return dict(UNDESCRIBED)
    return sections[0] if len(sections) == 1 else _together(sections)


def _section(assertion: Reader | None) -> dict[str, Any]:
    if assertion is None:
        return dict(UNDESCRIBED)
    section: dict[str, Any] = {"license_type": _type(assertion).value}
    section.update(assertion.fields(_FIELDS))
    section.setdefault("verification_status", "unverified")
    if "license_name" not in section and (expression := _quiet_text(assertion.value.get("expression"))):
        section["license_name"] = expression
    if restrictions := assertion.items("restrictions", plain.text):
        section["restrictions"] = restrictions
    return section


def _type(assertion: Reader) -> LicenseType:
    """Class of licence of one assertion; `unclear` where its parts are malformed or contradict each other."""
    before = len(assertion.problems)
    expression = assertion.field("expression", plain.text)
    stated = assertion.field("licenseType", _TYPE)
    status = assertion.field("status", _STATUS)
    if len(assertion.problems) > before:
        return LicenseType.UNCLEAR
    kind = license_type(expression) if stated is None else LicenseType(stated)
    if status == LicenseStatus.NONE:
        if stated is None and expression is None:
            return LicenseType.NONE
        if kind is not LicenseType.NONE:
            assertion.note("status", f"status none contradicts a licence of type {kind}")
            return LicenseType.UNCLEAR
    if status in {LicenseStatus.UNKNOWN, LicenseStatus.CONFLICTING}:
        if kind is not LicenseType.UNCLEAR:
            assertion.note("status", f"status {status} leaves the type {kind} open")
        return LicenseType.UNCLEAR
    if stated is not None and kind is not LicenseType.UNCLEAR and contradicts(expression, kind):
        reason = f"{kind} contradicts the expression, which is {license_type(expression)}"
        assertion.note("licenseType", reason)
        return LicenseType.UNCLEAR
    return kind


def _together(sections: list[dict[str, Any]]) -> dict[str, Any]:
    types = {s["license_type"] for s in sections}
    merged: dict[str, Any] = {"license_type": types.pop() if len(types) == 1 else "unclear"}
    if names := list(dict.fromkeys(s["license_name"] for s in sections if "license_name" in s)):
        merged["license_name"] = "; ".join(names)
    for field in ("license_url", "contract_reference", "verified_by", "verified_at"):
        values = {s.get(field) for s in sections}
        if len(values) == 1 and None not in values:
            merged[field] = values.pop()
    merged.update(_permitted(sections))
    if ends := [s["expiry"] for s in sections if "expiry" in s]:
        merged["expiry"] = min(ends, key=instant)
    if restrictions := dict.fromkeys(r for s in sections for r in s.get("restrictions", ())):
        merged["restrictions"] = list(restrictions)
    merged["verification_status"] = min((s["verification_status"] for s in sections), key=_ASSURANCE.index)
    return merged


def _permitted(sections: Iterable[dict[str, Any]]) -> dict[str, bool]:
    """One demand for attribution binds; one refusal forbids; silence of one leaves a permission open."""
    flags = ("attribution_required", "commercial_use_allowed", "modifications_allowed")
    found = {}
    for flag in flags:
        binding = flag == "attribution_required"
        said = [s.get(flag) for s in sections]
        if binding in said:
            found[flag] = binding
        elif None not in said:
            found[flag] = not binding
    return found


def _quiet_text(value: object) -> str | None:
    try:
        return plain.text(value)
    except ValueError:
        return None
