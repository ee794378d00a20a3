"""`lineproof ingest`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import click

from lineproof.cli.options import authority_option, format_option
from lineproof.cli.output import print_record, printable, talk
from lineproof.cli.session import follow, open_ready
from lineproof.intake.ingest import Batch, Limits, Tally
from lineproof.intake.ingest import ingest as take_in
from lineproof.intake.pieces import Piece, find_files, read_pieces
from lineproof.ledger.connection import Role, connect
from lineproof.settings import Settings

__all__ = ["ingest"]

_TOLD_REFUSALS = 10


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…|-")
@authority_option
@click.option(
    "--batch-size",
    type=click.IntRange(1, 10_000),
    help="Events a transaction [env: LINEPROOF_BATCH_SIZE; default: 500].",
)
@click.option("--no-wait", is_flag=True, help="Return when the events are in the ledger, before they are mirrored.")
@format_option("table", "json")
def ingest(files: tuple[str, ...], authority: str, batch_size: int | None, no_wait: bool, form: str) -> None:
    """Take OpenLineage events into the ledger.

    A file holds one event, an array of events, or one event a line; a folder is searched for .json, .jsonl and
    .ndjson files; - is standard input. Events that are there already are counted as duplicates. What is no event is
    kept with the reason (see: lineproof rejected list) and costs the others nothing.

    Each line "committed …" on stderr is a promise: everything up to there survives whatever happens next.

    Exit code 1 when something was rejected.

    Example: lineproof ingest events/ more.ndjson
    """
    settings = Settings.load()
    paths = find_files(files)
    limits = Limits(batch_size or settings.batch_size, settings.max_event_bytes, settings.rejected_quota)
    database = open_ready(settings, Role(authority))
    with _Progress(paths) as progress, connect(database, Role(authority)) as connection:
        total = take_in(connection, _pieces(paths), limits, progress.committed)
    print_record({name: getattr(total, name) for name in ("received", "accepted", "duplicates", "rejected")}, form)
    if total.rejected:
        talk("see what was rejected and why: lineproof rejected list")
    if total.unkept:
        talk(f"{total.unkept} of the rejected were not kept anew: kept before, or LINEPROOF_REJECTED_QUOTA is used up")
    if not no_wait:
        follow(database)
    sys.exit(1 if total.rejected else 0)


def _pieces(paths: list[str]) -> Iterator[Piece]:
    for path in paths:
        yield from read_pieces(path)


class _Progress:
    """A line for each committed batch; on a terminal, a bar below them."""

    def __init__(self, paths: list[str]) -> None:
        self._total = Tally()
        self._told = 0
        self._bar = None
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
            from rich.progress import Progress  # noqa: PLC0415

            sizes = None if "-" in paths else sum(Path(path).stat().st_size for path in paths)
            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("ingesting", total=sizes)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def committed(self, batch: Batch) -> None:
        self._total = total = self._total.plus(batch.tally)
        for source, refused in batch.refused[: max(0, _TOLD_REFUSALS - self._told)]:
            self._say(f"rejected {source} at {refused.pointer or '(whole)'}: {refused.reason}")
        self._told += len(batch.refused)
        self._say(
            f"committed {total.received} (accepted {total.accepted}, duplicates {total.duplicates},"
            f" rejected {total.rejected}) up to {batch.source}"
        )
        if self._bar is not None:
            self._bar.update(self._task, advance=batch.read)

    def _say(self, line: str) -> None:
        if self._bar is None:
            talk(printable(line))
            sys.stderr.flush()
        else:
            self._bar.console.print(printable(line), markup=False, highlight=False)
