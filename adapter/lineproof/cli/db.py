"""`lineproof db` and `lineproof init-schema`."""

import hashlib

import click

from lineproof.cli.options import format_option
from lineproof.cli.output import print_records, talk
from lineproof.cli.session import open_ready
from lineproof.errors import SchemaError
from lineproof.ledger.connection import Database, Role, connect
from lineproof.ledger.migrate import Applied, status, upgrade
from lineproof.ledger.opening import open_database
from lineproof.mirror.rebuild import rebuild
from lineproof.settings import Settings
from lineproof_sql import migrations

__all__ = ["db", "init_schema"]


@click.group()
def db() -> None:
    """The database's schema, and the mirror in it."""


def _upgrade() -> None:
    settings = Settings.load()
    database = open_database(settings, tell=_told)
    if settings.database_url is not None:
        upgrade(database, namespace=settings.namespace, tell=_told)
    talk(f"{database!r} is up to date")


def _told(name: str) -> None:
    talk(f"applied {name}")


@db.command("upgrade")
def upgrade_command() -> None:
    """Bring the schema up to this program's; safe to run from many processes at once.

    The first time the login needs the right to create roles, and to create a schema in the database.

    Example: DATABASE_URL=postgresql://admin@localhost/lineage lineproof db upgrade
    """
    _upgrade()


@click.command("init-schema")
def init_schema() -> None:
    """Make the schema in the database, or bring it up to date (the same as: lineproof db upgrade).

    Example: DATABASE_URL=postgresql://admin@localhost/lineage lineproof init-schema
    """
    _upgrade()


@db.command("status")
@format_option()
def status_command(form: str) -> None:
    """Show each migration, and when and by whom it was applied. Exit code 1 when one is missing.

    Example: lineproof db status -o json
    """
    rows = _status(open_database(Settings.load()))
    print_records(
        [{"version": r.version, "name": r.name, "applied_at": r.applied_at, "applied_by": r.applied_by} for r in rows],
        form,
    )
    if any(row.applied_at is None for row in rows):
        talk("the schema is not complete; run: lineproof db upgrade")
        raise click.exceptions.Exit(1)


def _status(database: Database) -> list[Applied]:
    try:
        with connect(database, Role.READER) as connection:
            return status(connection)
    except SchemaError:  # no such role: look without it whether there is anything
        with connect(database, None) as connection:
            return status(connection)


@db.command("sql")
def sql_command() -> None:
    """Print the whole schema as SQL for psql.

    Example: lineproof db sql > lineproof.sql && psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f lineproof.sql
    """
    settings = Settings.load()
    click.echo(f"SET lineproof.role_prefix = '{settings.role_prefix}';")
    click.echo("SET lineproof.namespace = '{}';".format(settings.namespace.replace("'", "''")))
    for migration in migrations():
        click.echo(f"SET lineproof.migration_sha256 = '{hashlib.sha256(migration.sql).hexdigest()}';")
        click.echo(migration.sql, nl=False)


@db.command("rebuild")
def rebuild_command() -> None:
    """Make mirror and trail anew from the ledger, while work goes on. The login must be able to act as owner.

    Example: lineproof db rebuild
    """
    total = rebuild(open_ready(Settings.load(), Role.OWNER))
    talk(f"mirror and trail were made anew from {total} entries")
