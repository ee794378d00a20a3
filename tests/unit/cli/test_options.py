from lineproof.cli.options import LICENSE_TYPES, QUALITY_TIERS, SOURCE_TYPES
from lineproof_facets.vocabulary import LicenseType, QualityTier, SourceType


def test_what_can_be_asked_for_is_what_can_be_said() -> None:
    assert set(LICENSE_TYPES) == set(LicenseType)
    assert set(SOURCE_TYPES) == set(SourceType)
    assert set(QUALITY_TIERS) == set(QualityTier)
