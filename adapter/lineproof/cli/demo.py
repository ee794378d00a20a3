"""`lineproof demo`."""

import os
import shlex
from datetime import UTC, datetime
from pathlib import Path

import click

from lineproof.cli.invocation import program, short_path
from lineproof.cli.landed import print_landed
from lineproof.cli.output import talk
from lineproof.cli.session import follow, open_ready, reading
from lineproof.errors import ConfigurationError, SchemaError
from lineproof.intake.ingest import Limits, Tally, ingest
from lineproof.intake.pieces import read_pieces
from lineproof.ledger.connection import Database, Role, connect
from lineproof.ledger.migrate import upgrade
from lineproof.ledger.opening import open_database
from lineproof.pipeline.demo.corpus import SOURCES
from lineproof.pipeline.demo.emitting import Emitter
from lineproof.pipeline.demo.pipeline import Done, run_pipeline
from lineproof.pipeline.demo.stages import STAGES
from lineproof.settings import Settings

__all__ = ["demo"]


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="New or empty folder for the pipeline's files [default: one under LINEPROOF_HOME/demo/files].",
)
def demo(folder: Path | None) -> None:
    """Run a small pipeline and see what Lineproof makes of its events.

    Its five stages work on a few hundred made-up records of four sources and emit OpenLineage events, which go into
    the ledger: in the database that DATABASE_URL names, or else in an embedded one of the demo's own, apart from yours.

    Example: lineproof demo --dir /tmp/demo
    """
    settings = _settings(Settings.load())
    folder = _empty(folder) if folder else _fresh(settings.home / "files")
    emitter = Emitter(folder / "events.ndjson")
    records = sum(SOURCES.values())
    talk(f"A pipeline of {len(STAGES)} stages will work on {records} made-up records and emit OpenLineage events;")
    talk("Lineproof takes them into its ledger and shows what it knows of each dataset then.")
    database = _database(settings)
    talk(f"database  {_place(settings, database)}")
    talk(f"files     {short_path(folder)}")
    _heading("The pipeline", err=True)
    run_pipeline(folder, emitter, _tell)
    total = _ingest(database, emitter.events, settings)
    _heading("What the ledger took in")
    click.echo(f"{total.accepted} of {total.received} events accepted: START and COMPLETE of each stage and the whole")
    with reading(database) as connection:
        print_landed(connection, heading=_heading)
    _print_next(settings, emitter.events)
    if total.rejected:
        talk("see what was rejected and why: lineproof rejected list")
        raise click.exceptions.Exit(1)


def _settings(settings: Settings) -> Settings:
    # Whoever has pasted the `export` that the demo prints is in the demo's home already.
    home = settings.home.absolute()
    inside = home.name == "demo" and os.access(home / "files", os.F_OK)
    return settings.model_copy(update={"home": home if inside else home / "demo"})


def _fresh(parent: Path) -> Path:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    names = (now, *(f"{now}-{number}" for number in range(2, 1000)))
    return next(parent / name for name in names if not os.access(parent / name, os.F_OK))


def _empty(folder: Path) -> Path:
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(f"--dir: {folder} is not empty; name a new folder")
    return folder.absolute()


def _database(settings: Settings) -> Database:
    if settings.database_url is None:
        talk("starting the embedded database (the first time it has to be made) ...")
        return open_ready(settings, Role.PRODUCER)
    try:
        return open_ready(settings, Role.PRODUCER)
    except SchemaError:
        upgrade(
            open_database(settings), namespace=settings.namespace, tell=lambda name: talk(f"applied migration {name}")
        )
        return open_ready(settings, Role.PRODUCER)


def _place(settings: Settings, database: Database) -> str:
    if settings.database_url is None:
        return f"embedded, under {short_path(settings.home)}; your own ledger is left alone"
    return f"{database!r}, as the environment names it"


def _ingest(database: Database, events: Path, settings: Settings) -> Tally:
    limits = Limits(settings.batch_size, settings.max_event_bytes, settings.rejected_quota)
    with connect(database, Role.PRODUCER) as connection:
        total = ingest(connection, read_pieces(str(events)), limits, lambda _: None)
    follow(database)
    return total


def _heading(text: str, *, err: bool = False) -> None:
    click.echo(err=err)
    click.secho(text, bold=True, err=err)


def _tell(done: Done) -> None:
    said = f"{done.stage.name:<12}{done.records_in:>4} -> {done.file.records:>3}  {done.stage.writes:<13}"
    talk(f"{said}{_remark(done)}".rstrip())


def _remark(done: Done) -> str:
    result = done.result
    if dropped := result.parameters.get("dropped"):
        return f"{dropped['unparsable']} lines that do not parse and {dropped['empty']} empty texts dropped"
    if result.deduplication:
        return f"{result.deduplication['removed']} duplicates removed"
    if result.shares:
        return f"{done.records_in - done.file.records} that score below 0.5 left out"
    if result.scores:
        return f"mean score {result.scores['overall']:.2f}"
    return "the lines of four sources"


def _print_next(settings: Settings, events: Path) -> None:
    _heading("What to try next")
    called = program()
    commands = (
        ("list --license-type unclear", "whose licence nobody knows"),
        ("get 'lineproof-demo#compiled/v1'", "all that is known of one dataset"),
        ("trace 'lineproof-demo#raw/forum' --down", "what is touched when the forum's licence is revoked"),
        ("audit-log --dataset-id 'lineproof-demo#raw/forum' -o json", "what became known of it, and when"),
        (f"ingest {shlex.quote(short_path(events))}", "the same events again, which are duplicates now"),
        ("db rebuild", "records and trail anew, from the ledger alone"),
    )
    if settings.database_url is None:
        click.echo("# from here on, this shell works on the ledger of the demo")
        click.echo(f"export LINEPROOF_HOME={shlex.quote(str(settings.home))}")
    else:
        click.echo("# with DATABASE_URL (or SUPABASE_DB_URL) set as it was for the demo")
    for command, meaning in commands:
        click.echo(f"# {meaning}")
        click.echo(f"{called} {command}")
    if settings.database_url is None:
        talk(f"\nWhen you have seen enough, delete {settings.home} and: unset LINEPROOF_HOME")
