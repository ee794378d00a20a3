"""What has to be right about a database for Lineproof to work on it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from lineproof.errors import LineproofError, PermissionDeniedError, SchemaError
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.migrate import status
from lineproof.ledger.reading import counts
from lineproof_sql import query

__all__ = ["Check", "check_database"]

_VERSIONS: Final = range(15, 19)
_SKEW: Final = 60.0


class Check(NamedTuple):
    """One thing that was looked at: what was found, and how to mend it where it is not right."""

    check: str
    ok: bool
    found: str
    mend: str


def check_database(database: Database) -> list[Check]:
    """Looks at everything, as far as one thing does not hang on another.

    Raises:
        DatabaseUnreachableError: it does not answer.
    """
    with connect(database, None) as connection:
        checks = [_server(connection, database)]
    roles = [role for role in Role if _may_act_as(database, role)]
    checks.append(_roles(database, roles))
    if Role.READER in roles:
        with connect(database, Role.READER) as connection:
            checks += [_guarded(name, look, connection) for name, look in _LOOKS.items()]
    return checks


def _guarded(name: str, look: Callable[[Connection], Check], connection: Connection) -> Check:
    try:
        return look(connection)
    except LineproofError as exc:
        return Check(name, False, str(exc), "as it says")


def _server(connection: Connection, database: Database) -> Check:
    major = connection.info.server_version // 10_000
    found = f"PostgreSQL {major}, {database!r}, as {connection.info.user}"
    return Check("database", major in _VERSIONS, found, "" if major in _VERSIONS else "use PostgreSQL 15 to 18")


def _may_act_as(database: Database, role: Role) -> bool:
    try:
        with connect(database, role):
            return True
    except (PermissionDeniedError, SchemaError):
        return False


def _roles(database: Database, roles: list[Role]) -> Check:
    if not roles:
        return Check(
            "roles", False, "this login may act as none", "lineproof init-schema, or have a role granted to it"
        )
    missing = [database.role(role) for role in Role if role not in roles]
    mend = f"where this login is to do more, grant it {', '.join(missing)}" if missing else ""
    return Check("roles", True, f"this login may act as {', '.join(roles)}", mend)


def _schema(connection: Connection) -> Check:
    missing = [row.name for row in status(connection) if row.applied_at is None]
    if missing:
        return Check("schema", False, f"lacks {', '.join(missing)}", "lineproof db upgrade")
    return Check("schema", True, "up to date", "")


def _partitions(connection: Connection) -> Check:
    row = connection.execute(query("check_partitions")).fetchone()
    months, strays = (row[0], row[1]) if row else (0, True)
    if strays:
        return Check(
            "partitions",
            False,
            "entries lie in entry_unplanned",
            "lineproof db upgrade, by who may act as owner",
        )
    mend = "" if months > 1 else "lineproof ingest by a login that may act as sequencer makes more"
    return Check("partitions", months > 1, f"made for {months} months ahead", mend)


def _clock(connection: Connection) -> Check:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    skew = abs((datetime.now(UTC) - row[0]).total_seconds()) if row else 0.0
    mend = "" if skew <= _SKEW else "set the clocks of this machine and of the database server"
    return Check("clock", skew <= _SKEW, f"differs from the server's by {skew:.1f} s", mend)


def _mirror(connection: Connection) -> Check:
    numbered, waiting, mirrored = counts(connection)
    found = f"{numbered} entries numbered, {waiting} waiting, {mirrored} mirrored"
    mend = "" if mirrored == numbered and not waiting else "lineproof list, by a login that may act as sequencer"
    return Check("mirror", mend == "", found, mend)


_LOOKS: Final = {"schema": _schema, "partitions": _partitions, "clock": _clock, "mirror": _mirror}
