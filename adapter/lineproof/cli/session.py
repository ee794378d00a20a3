"""What every command does first: settings, the database, a mirror that is up to date."""

from collections.abc import Iterator
from contextlib import contextmanager

from lineproof.cli.output import talk
from lineproof.errors import LineproofError, PermissionDeniedError, RulesChangedError
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.migrate import check_schema
from lineproof.ledger.opening import open_database
from lineproof.ledger.reading import counts
from lineproof.settings import Settings

__all__ = ["follow", "open_ready", "reading"]


def open_ready(settings: Settings, role: Role = Role.READER) -> Database:
    """The database, with this program's schema in it, for a login that may act as `role`.

    Raises:
        SchemaError: there is none, or another.
        DatabaseUnreachableError: no answer.
    """
    database = open_database(settings)
    with connect(database, role) as connection:
        check_schema(connection)
    return database


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """A connection that reads, after what was committed before has been mirrored."""
    with connect(database, Role.READER) as connection:
        behind = counts(connection).behind
        connection.commit()
        if behind:
            try:
                follow(database)
            except LineproofError as exc:
                talk(f"what follows is {behind} entries behind the ledger: {exc}")
        yield connection


def follow(database: Database) -> None:
    """Numbers and mirrors what has been appended; where the login may not, says that a service has to."""
    from lineproof.mirror.follow import catch_up  # noqa: PLC0415 - reading needs none of what projecting loads

    try:
        catch_up(database)
    except RulesChangedError as exc:
        talk(f"the mirror is behind the ledger: {exc}")
    except PermissionDeniedError:
        talk("the mirror is behind the ledger, and this login may not bring it up; whoever may act as sequencer will")
