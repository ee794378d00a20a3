"""Scores of a text by the words in it: crude, but really computed."""

from typing import Final

from lineproof_facets import QualityTier

__all__ = ["SCORES", "score_text", "tier_of"]

SCORES: Final = ("empathy", "fidelity", "harmfulness", "domain_relevance", "overall")
"""The scores, each from 0 to 1; in harmfulness 0 is best."""

_KIND: Final = frozenset(("alone", "deserves", "hear", "helps", "support", "supports", "thank", "understand", "your"))
_HARSH: Final = frozenset(("hate", "joke", "stupid"))
_TOPIC: Final = frozenset(
    ("anxiety", "asleep", "awake", "bedtime", "breathing", "fatigue", "night", "sleep", "stress", "therapy", "worry")
)
_PRIORITY, _PROFESSIONAL = 0.75, 0.5


def score_text(text: str) -> dict[str, float]:
    """The scores of one text."""
    words = [word.strip(".,;:!?()").casefold() for word in text.split()]
    empathy = min(1.0, 0.25 + 0.5 * sum(word in _KIND for word in words))
    harmfulness = min(1.0, 0.5 * sum(word in _HARSH for word in words))
    relevance = min(1.0, 0.25 + 0.5 * sum(word in _TOPIC for word in words))
    fidelity = sum((text.endswith((".", "!")), len(words) > 4, text.isprintable(), "?" not in text)) / 4  # noqa: PLR2004
    overall = (empathy + fidelity + relevance + 1 - harmfulness) / 4
    return dict(zip(SCORES, (empathy, fidelity, harmfulness, relevance, round(overall, 4)), strict=True))


def tier_of(overall: float) -> QualityTier:
    """The tier of a dataset whose records have this score on average."""
    if overall >= _PRIORITY:
        return QualityTier.PRIORITY
    return QualityTier.PROFESSIONAL if overall >= _PROFESSIONAL else QualityTier.ARCHIVE
