"""Options that several commands have."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import click

from lineproof.events.instant import parse_instant

__all__ = [
    "LICENSE_TYPES",
    "QUALITY_TIERS",
    "SOURCE_TYPES",
    "after_option",
    "authority_option",
    "format_option",
    "limit_option",
    "offset_option",
    "time_option",
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
after_option = click.option("--after", metavar="MARK", help="Begin after the page that named this.")
authority_option = click.option(
    "--as",
    "authority",
    type=click.Choice(["producer", "steward", "auditor"]),
    default="producer",
    show_default=True,
    help="Authority to speak with; the login must be a member of that role.",
)


class _Moment(click.ParamType[datetime]):
    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return parse_instant(value if ":" in value else f"{value}T00:00:00Z").at
        except ValueError as exc:
            self.fail(f"{value!r} {exc}; write 2026-01-31 or 2026-01-31T12:00:00Z", param, ctx)


def time_option(name: str, *, help: str) -> Callable[[Any], Any]:  # noqa: A002 - as click calls it
    """An option that takes a day or a time, in UTC where no zone is said."""
    return click.option(name, type=_Moment(), metavar="TIME", help=help)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """The option `-o`: one of these formats, the first unless told; by default those of records."""
    choices = formats or ("table", "json", "ndjson", "csv")
    return click.option(
        "-o",
        "--output",
        "form",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="How to print on stdout.",
    )
