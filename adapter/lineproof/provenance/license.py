"""The section `license_info`: under which licence a dataset stands."""

from lineproof.provenance.section import DayOrInstant, Flag, Instant, Section, Text
from lineproof_facets.vocabulary import LicenseType, VerificationStatus


class LicenseInfo(Section):
    """Licence of a dataset and who verified it."""

    license_type: LicenseType
    """Class of the licence."""

    license_name: Text | None = None
    """Name of the licence."""

    license_url: Text | None = None
    """Where the licence can be read."""

    attribution_required: Flag | None = None
    """Whether credit has to be given."""

    commercial_use_allowed: Flag | None = None
    """Whether commercial use is allowed."""

    modifications_allowed: Flag | None = None
    """Whether modified versions may be made and passed on."""

    contract_reference: Text | None = None
    """Identifier of the contract that grants the licence."""

    expiry: DayOrInstant | None = None
    """When the licence ends."""

    restrictions: tuple[Text, ...] = ()
    """What is forbidden."""

    verification_status: VerificationStatus = VerificationStatus.UNVERIFIED
    """Whether somebody checked the licence."""

    verified_by: Text | None = None
    """Who checked it."""

    verified_at: Instant | None = None
    """When it was checked."""
