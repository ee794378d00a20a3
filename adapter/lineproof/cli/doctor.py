"""`lineproof doctor`."""

import click

from lineproof.cli.options import format_option
from lineproof.cli.output import print_records, talk
from lineproof.errors import LineproofError, UnreachableError
from lineproof.ledger.checks import Check, check_database
from lineproof.ledger.opening import open_database
from lineproof.settings import Settings

__all__ = ["doctor"]


@click.command()
@format_option()
def doctor(form: str) -> None:
    """Check settings, database, schema, roles, partitions, clock and mirror, and say how to mend what is wrong.

    Exit code 1 when something is wrong, 3 when the database does not answer.

    Example: lineproof doctor -o json
    """
    code = 0
    try:
        settings = Settings.load()
        checks = [Check("settings", True, _where(settings), "")]
        checks += check_database(open_database(settings))
    except LineproofError as exc:
        checks = [Check("database" if isinstance(exc, UnreachableError) else "settings", False, str(exc), "as it says")]
        code = exc.exit_code
    print_records([check._asdict() for check in checks], form)
    if not all(check.ok for check in checks):
        talk("something is wrong: see the column mend")
        raise click.exceptions.Exit(code or 1)


def _where(settings: Settings) -> str:
    if settings.database_url is None:
        return f"embedded database under {settings.home}"
    return "a database is named"
