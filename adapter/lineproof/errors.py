"""The error tree.

    LineproofError
     ├─ ConfigurationError     a setting or an argument is wrong                 exit 2
     ├─ InputError             a file cannot be read                             exit 2
     ├─ UnreachableError       something that is needed does not answer          exit 3
     │   └─ DatabaseUnreachableError
     ├─ DatabaseError          the database refused or failed                    exit 3
     │   ├─ SchemaError        its schema is missing, older or newer             exit 2
     │   │   └─ RulesChangedError  the mirror maps names by rules that do not hold any more
     │   ├─ RebuildUnderWayError   somebody else makes the mirror anew right now  exit 3
     │   └─ PermissionDeniedError  the login may not do this                     exit 2
     ├─ NotFoundError          the answer is no: there is no such thing          exit 1
     └─ IntegrityError         what is stored is not what was promised           exit 4

Each message is one line that says what to do next; a driver's error stands behind it as its cause.
"""

__all__ = [
    "ConfigurationError",
    "DatabaseError",
    "DatabaseUnreachableError",
    "InputError",
    "IntegrityError",
    "LineproofError",
    "NotFoundError",
    "PermissionDeniedError",
    "RebuildUnderWayError",
    "RulesChangedError",
    "SchemaError",
    "UnreachableError",
]


class LineproofError(Exception):
    """Anything that Lineproof reports to its user."""

    exit_code = 3


class ConfigurationError(LineproofError):
    """A setting or an argument is wrong."""

    exit_code = 2


class InputError(LineproofError):
    """A file cannot be read."""

    exit_code = 2


class UnreachableError(LineproofError):
    """Something that is needed does not answer."""


class DatabaseError(LineproofError):
    """The database refused or failed."""


class DatabaseUnreachableError(UnreachableError):
    """The database does not answer, or went away."""


class SchemaError(DatabaseError):
    """The schema is missing, older or newer than this program, or was changed by hand."""

    exit_code = 2


class RebuildUnderWayError(DatabaseError):
    """Somebody else makes the mirror anew right now."""


class RulesChangedError(SchemaError):
    """The mirror maps names by rules that do not hold any more: it has to be made anew."""


class PermissionDeniedError(DatabaseError):
    """The login may not do what was asked."""

    exit_code = 2


class NotFoundError(LineproofError):
    """There is no such thing."""

    exit_code = 1


class IntegrityError(LineproofError):
    """What is stored is not what was promised."""

    exit_code = 4
