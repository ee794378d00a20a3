"""`lineproof list`, `get`, `audit-log`."""

from datetime import datetime

import click

from lineproof.cli.options import (
    LICENSE_TYPES,
    QUALITY_TIERS,
    SOURCE_TYPES,
    after_option,
    format_option,
    limit_option,
    offset_option,
    time_option,
)
from lineproof.cli.output import print_record, print_records, talk
from lineproof.cli.session import open_ready, reading
from lineproof.errors import ConfigurationError
from lineproof.mirror.paging import RecordMark, TrailMark
from lineproof.mirror.queries import Filters, get_record, list_records, list_trail
from lineproof.settings import Settings

__all__ = ["audit_log", "get", "list_"]


@click.command("list")
@click.option("--license-type", type=click.Choice(LICENSE_TYPES), help="Only records of this licence type.")
@click.option("--quality-tier", type=click.Choice(QUALITY_TIERS), help="Only records of this quality tier.")
@click.option("--source-type", type=click.Choice(SOURCE_TYPES), help="Only records of this kind of source.")
@click.option("--search", metavar="WORDS", help="Only names that have words beginning with each of these.")
@click.option("--namespace", help="Only datasets of this namespace.")
@limit_option
@offset_option
@after_option
@format_option()
def list_(limit: int, offset: int, after: str | None, form: str, **filters: str | None) -> None:
    """List provenance records, the newest change first.

    A full page names, on stderr, what the next one begins after.

    Example: lineproof list --license-type cc_by --search orders
    """
    mark = None if after is None else RecordMark.parse(after)
    if mark is not None and offset:
        raise ConfigurationError("--after begins where a page ended; leave out --offset")
    database = open_ready(Settings.load())
    with reading(database) as connection:
        records = list_records(connection, Filters(**filters), limit=limit, offset=offset, after=mark)
    print_records(
        records,
        form,
        columns=(
            "dataset_id",
            "license_type",
            "license_status",
            "source_name",
            "quality_tier",
            "record_count",
            "updated_at",
        ),
    )
    if len(records) == limit:
        last = records[-1]
        talk(f"more: --after {RecordMark(last['updated_at'], last['provenance_id'])}")


@click.command()
@click.argument("dataset_id", metavar="ID")
@time_option("--at", help="By what was valid then: events up to this event time.")
@time_option("--known-at", help="By what the ledger knew then: entries numbered up to this time.")
@format_option()
def get(dataset_id: str, at: datetime | None, known_at: datetime | None, form: str) -> None:
    """Show one provenance record, as it is or as it was.

    ID is the name of a dataset of one's own namespace, or NAMESPACE#NAME as `list` shows it; another of its names, such
    as a partition or a symlink, finds it too.

    Example: lineproof get 'warehouse#public.orders' --at 2026-01-01 -o json
    """
    database = open_ready(Settings.load())
    with reading(database) as connection:
        record = get_record(connection, dataset_id, at=at, known_at=known_at)
    print_record(record, form)


@click.command("audit-log")
@click.option("--dataset-id", metavar="ID", help="Only the trail of this dataset.")
@limit_option
@after_option
@format_option()
def audit_log(dataset_id: str | None, limit: int, after: str | None, form: str) -> None:
    """Show the trail: material changes of records, the newest first.

    A full page names, on stderr, what the next one begins after.

    Example: lineproof audit-log --dataset-id 'warehouse#public.orders' --limit 10
    """
    mark = None if after is None else TrailMark.parse(after)
    database = open_ready(Settings.load())
    with reading(database) as connection:
        entries = list_trail(connection, dataset_id, limit=limit, after=mark)
    last = entries[-1] if len(entries) == limit else None
    if form == "table":
        entries = [{**entry, "changed": ", ".join(entry["new_value"] or entry["old_value"] or ())} for entry in entries]
    print_records(
        entries, form, columns=("changed_at", "action", "dataset_id", "changed", "changed_by", "change_reason")
    )
    if last is not None:
        talk(f"more: --after {TrailMark(last['position'], last['audit_id'])}")
