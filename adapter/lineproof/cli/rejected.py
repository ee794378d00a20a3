"""`lineproof rejected`."""

import click

from lineproof.cli.options import authority_option, format_option, limit_option, offset_option
from lineproof.cli.output import print_record, print_records, printable, talk
from lineproof.cli.session import follow, open_ready
from lineproof.intake.replay import replay
from lineproof.ledger.connection import Role, connect
from lineproof.ledger.rejected import list_rejected
from lineproof.settings import Settings

__all__ = ["rejected"]


@click.group()
def rejected() -> None:
    """Events that were refused: what, where and why; and a second chance."""


@rejected.command("list")
@limit_option
@offset_option
@click.option("--all", "replayed", is_flag=True, help="Those that were replayed since, too.")
@format_option()
def list_command(limit: int, offset: int, replayed: bool, form: str) -> None:
    """List refused events, the newest first, with a JSON pointer and the reason.

    Example: lineproof rejected list --limit 10
    """
    database = open_ready(Settings.load())
    with connect(database, Role.READER) as connection:
        found = list_rejected(connection, limit=limit, offset=offset, replayed=replayed)
    print_records(
        [row._asdict() for row in found],
        form,
        columns=("rejected_id", "received_at", "source", "pointer", "reason", "size", "excerpt"),
    )


@rejected.command("replay")
@click.argument("ids", nargs=-1, type=int, metavar="[ID…]")
@authority_option
@format_option("table", "json")
def replay_command(ids: tuple[int, ...], authority: str, form: str) -> None:
    """Try refused events again, after an upgrade of Lineproof say: the ones named, or all that wait.

    An event keeps the authority that it came with: only one who may speak with it replays it.

    Exit code 1 when one is still refused, or an id is not there.

    Example: lineproof rejected replay 17 18
    """
    settings = Settings.load()
    database = open_ready(settings, Role(authority))
    with connect(database, Role(authority)) as connection:
        outcome = replay(connection, list(ids), max_event_bytes=settings.max_event_bytes)
    for rejected_id, reason in outcome.refused:
        talk(printable(f"{rejected_id} stays rejected: {reason}"))
    if outcome.accepted:
        follow(database)
    print_record(
        {"accepted": outcome.accepted, "duplicates": outcome.duplicates, "rejected": len(outcome.refused)}, form
    )
    raise click.exceptions.Exit(1 if outcome.refused else 0)
