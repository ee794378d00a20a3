"""`make bench`: what the product costs, beside the least that the same bytes can cost on the same server."""

from pathlib import Path
from typing import Any

import click

from benchmarks.corpus import Corpus
from benchmarks.databases import Databases, databases
from benchmarks.growth import grow
from benchmarks.machine import describe
from benchmarks.plan import FULL, QUICK, Plan
from benchmarks.report import Report
from benchmarks.rounds import compare
from lineproof.errors import LineproofError
from lineproof.ledger.connection import Role, connect


@click.command()
@click.option("--rounds", type=click.IntRange(min=0), help=f"How often to compare [default: {FULL.rounds}; 0: not].")
@click.option("--events", type=click.IntRange(min=1), help=f"Events of a comparison [default: {FULL.events}].")
@click.option(
    "--largest", type=click.IntRange(min=0), help=f"Events the database grows to [default: {FULL.largest}; 0: not]."
)
@click.option("--quick", is_flag=True, help="Tiny sizes: shows that everything works, and nothing else.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=Path("bench"), show_default=True)
def main(rounds: int | None, events: int | None, largest: int | None, quick: bool, output: Path) -> None:
    """Measures, prints the report, and writes it with all samples and a picture into a folder.

    It works on databases of its own, on DATABASE_URL's server, else on an embedded one that goes again.
    """
    chosen = {"rounds": rounds, "events": events, "largest": largest}
    plan = (QUICK if quick else FULL)._replace(**{name: given for name, given in chosen.items() if given is not None})
    try:
        with databases() as supply:
            _measure(supply, plan, output)
    except (LineproofError, RuntimeError) as exc:
        raise click.ClickException(str(exc)) from exc


def _measure(supply: Databases, plan: Plan, output: Path) -> None:
    report = Report(_machine(supply, plan), plan, compare(supply, plan, _tell), [])
    try:
        report.stages.extend(grow(supply, plan, _tell))
    finally:  # what was measured stays, however the long part ends
        click.echo(report.write(output), nl=False)


def _machine(supply: Databases, plan: Plan) -> dict[str, Any]:
    sample = Corpus().take(min(plan.events, 10_000))
    with supply.fresh() as database, connect(database, Role.PRODUCER) as connection:
        return {**describe(connection), "event_bytes": sum(map(len, sample)) / len(sample)}


def _tell(text: str) -> None:
    click.echo(text, err=True)


main(prog_name="python -m benchmarks")
