"""Printing: records as a table, JSON, NDJSON or CSV on stdout; talk on stderr."""

import csv
import io
import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import click

__all__ = ["Record", "print_record", "print_records", "print_text", "printable", "talk", "to_json"]

Record = Mapping[str, Any]

_CONTROL: Final = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def talk(message: str) -> None:
    """One line on stderr."""
    click.echo(message, err=True)


def printable(text: str) -> str:
    """Foreign text for a terminal: nothing in it moves a cursor or turns the reading direction."""
    return _CONTROL.sub(lambda m: json.dumps(m[0])[1:-1], text)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text; times in ISO 8601 with `Z`."""
    text = json.dumps(value, ensure_ascii=False, default=_encode, indent=indent)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def _encode(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def print_text(text: str) -> None:
    """Text on stdout as it is: in UTF-8, whatever the locale."""
    click.echo(text.encode(), nl=False)


def print_records(records: Sequence[Record], form: str, *, columns: Sequence[str] | None = None) -> None:
    """All records in one form; `columns` are those of the table, by default all."""
    match form:
        case "json":
            print_text(to_json(records, indent=2) + "\n")
        case "ndjson":
            print_text("".join(to_json(record) + "\n" for record in records))
        case "csv":
            print_text(_to_csv(records))
        case _:
            _print_table(records, columns)


def print_record(record: Record, form: str) -> None:
    """One record: JSON as an object, the table with a line a field."""
    if form == "json":
        print_text(to_json(record, indent=2) + "\n")
    elif form == "table":
        _print_table([{"field": name, "value": value} for name, value in _flat(record)], None)
    else:
        print_records([record], form)


def _flat(record: Record, prefix: str = "") -> list[tuple[str, Any]]:
    fields: list[tuple[str, Any]] = []
    for name, value in record.items():
        if isinstance(value, Mapping) and value:
            fields.extend(_flat(value, f"{prefix}{name}."))
        elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
            for index, item in enumerate(value):
                fields.extend(_flat(item, f"{prefix}{name}[{index}]."))
        elif value not in (None, {}, []):
            fields.append((prefix + name, value))
    return fields


def _to_csv(records: Sequence[Record]) -> str:
    text = io.StringIO()
    if records:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(records[0])
        writer.writerows([_cell(value) for value in record.values()] for record in records)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text.getvalue())


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case datetime():
            return str(_encode(value))
        case Mapping() | list():
            return to_json(value)
    return str(value)


def _print_table(records: Sequence[Record], columns: Sequence[str] | None) -> None:
    if not records:
        talk("nothing found")
        return
    from rich.console import Console  # noqa: PLC0415 - only a table needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    names = list(columns or records[0])
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold")
    for record in records:
        table.add_row(*(Text(printable(_cell(record.get(name)))) for name in names))
    terminal = sys.stdout.isatty()
    console = Console(soft_wrap=not terminal, width=None if terminal else 4000, highlight=False)
    console.print(table)
