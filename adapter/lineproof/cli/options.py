"""Options that several commands have."""

from collections.abc import Callable
from typing import Any, Final

import click

__all__ = [
    "LICENSE_TYPES",
    "QUALITY_TIERS",
    "SOURCE_TYPES",
    "authority_option",
    "format_option",
    "limit_option",
    "offset_option",
]

# as in lineproof_facets.vocabulary, whose import costs more than listing does; a test holds them equal
LICENSE_TYPES: Final = (
    "permissive", "contracted", "proprietary", "unclear", "cc_by", "cc_by_nc", "cc_by_nc_nd", "custom", "none",
)  # fmt: skip
SOURCE_TYPES: Final = (
    "journal", "repository", "clinical_trial", "training_material", "social_media", "synthetic", "internal",
)  # fmt: skip
QUALITY_TIERS: Final = ("priority", "professional", "cot", "reddit", "synthetic", "archive")

_MOST: Final = 1_000_000_000

limit_option = click.option(
    "--limit", type=click.IntRange(1, _MOST), default=50, show_default=True, help="How many at the most."
)
offset_option = click.option(
    "--offset", type=click.IntRange(0, _MOST), default=0, show_default=True, help="How many to pass over."
)
authority_option = click.option(
    "--as",
    "authority",
    type=click.Choice(["producer", "steward", "auditor"]),
    default="producer",
    show_default=True,
    help="Authority to speak with; the login must be a member of that role.",
)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The option `-o`."""
    return click.option(
        "-o",
        "--output",
        "form",
        type=click.Choice(formats or ("table", "json", "ndjson", "csv")),
        default="table",
        show_default=True,
        help="How to print on stdout.",
    )
