"""The command line: stdout is data, stderr is talk."""

import importlib
import os
import sys
from typing import Final

import click

from lineproof.errors import LineproofError

__all__ = ["main", "root"]

_COMMANDS: Final = {
    "audit-log": ("records", "audit_log"),
    "db": ("db", "db"),
    "demo": ("demo", "demo"),
    "doctor": ("doctor", "doctor"),
    "get": ("records", "get"),
    "ingest": ("ingest", "ingest"),
    "init-schema": ("db", "init_schema"),
    "list": ("records", "list_"),
    "rejected": ("rejected", "rejected"),
    "trace": ("trace", "trace_"),
}


class _LazyGroup(click.Group):
    """Imports a command's module when the command is asked for: `lineproof list` loads nothing of `demo`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        assert isinstance(command, click.Command)  # noqa: S101
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="lineproof")
def root() -> None:
    """Licence and quality provenance for OpenLineage pipelines.

    Work is done on the database that DATABASE_URL (else SUPABASE_DB_URL) names; where neither is set, on an embedded
    PostgreSQL whose files lie under LINEPROOF_HOME.

    Exit codes: 0 fine; 1 the answer is no; 2 usage or configuration; 3 something needed cannot be reached;
    4 integrity.
    """


def main() -> None:
    """Runs the command line and exits with its code."""
    try:
        code = root.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as exc:
        exc.show()
        sys.exit(exc.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("lineproof: interrupted", err=True)
        sys.exit(130)
    except LineproofError as exc:
        click.echo(f"lineproof: {' '.join(str(exc).split())}", err=True)
        sys.exit(exc.exit_code)
    except BrokenPipeError:
        # whoever read our output has had enough; nothing more may be written, not even at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
