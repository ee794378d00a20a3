"""Pages that follow one another leave nothing out and show nothing twice, whatever comes in between."""

import json
import re
from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from conftest import Cli
from lineproof.ledger.connection import Connection, Database
from lineproof.mirror.paging import RecordMark, TrailMark
from lineproof.mirror.queries import Filters, list_records, list_trail
from reference.events import described, licensed
from reference.ledger import Ledger

MORE = re.compile(r"^more: --after (\S+)$", re.MULTILINE)
ID = "00000000-0000-4000-8000-000000000001"
OTHERS = (f"{1 << 63},{ID}", f"-1,{ID}", f"1_0,{ID}", f"\u0663,{ID}", f"1,{{{ID}}}", f"2024-01-01T00:00:00,{ID}")
"""What a page could be taken to have named by those who read it generously."""


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Ten datasets, several of one time, each with two entries in its trail."""
    ledger = Ledger(database).told(described(f"d{number}", 1 + number // 4, {}) for number in range(10))
    return ledger.told(described(f"d{number}", 1 + number // 4, licensed("MIT")) for number in range(10))


def _follow(run: Callable[..., CompletedProcess[str]], *command: str) -> list[list[str]]:
    pages: list[list[str]] = []
    after: list[str] = []
    while True:
        done = run(*command, "-o", "json", *after)
        assert done.returncode == 0, done.stderr
        rows = [row.get("audit_id") or row["dataset_id"] for row in json.loads(done.stdout)]
        pages.append(rows)
        named = MORE.search(done.stderr)
        if named is None:
            return pages
        after = ["--after", named[1]]


@pytest.mark.parametrize("command", [("list",), ("audit-log",), ("audit-log", "--dataset-id", "lake#d3")])
def test_pages_of_the_command_line_are_the_whole_list(ledger: Ledger, cli: Cli, command: tuple[str, ...]) -> None:
    (whole,) = _follow(cli, *command, "--limit", "50")
    pages = _follow(cli, *command, "--limit", "4")

    assert ledger
    assert [row for page in pages for row in page] == whole
    assert len(set(whole)) == len(whole) > 1
    assert all(len(page) == 4 for page in pages[:-1])


def test_what_comes_in_between_pages_is_not_shown_twice(ledger: Ledger, reader: Connection) -> None:
    seen: list[str] = []
    after = None
    while page := list_records(reader, Filters(), limit=3, after=after):
        seen += [record["dataset_id"] for record in page]
        after = RecordMark(page[-1]["updated_at"], page[-1]["provenance_id"])
        ledger.told([described(f"new after {len(seen)}", 20, {}), described("d9", 20 + len(seen), {})])

    assert len(seen) == len(set(seen))
    assert {f"lake#d{number}" for number in range(9)} <= set(seen)


def test_a_filter_holds_on_every_page(ledger: Ledger, reader: Connection) -> None:
    ledger.told([described("d4", 9, licensed("CC-BY-NC-4.0"))])
    found: list[str] = []
    after = None
    while page := list_records(reader, Filters(license_type="permissive"), limit=2, after=after):
        found += [record["dataset_id"] for record in page]
        after = RecordMark(page[-1]["updated_at"], page[-1]["provenance_id"])

    assert sorted(found) == sorted(f"lake#d{number}" for number in range(10) if number != 4)


def test_the_trail_goes_on_where_it_ended(ledger: Ledger, reader: Connection) -> None:
    assert ledger
    whole = list_trail(reader, None, limit=100)
    mark = TrailMark(whole[4]["position"], whole[4]["audit_id"])

    assert list_trail(reader, None, limit=100, after=mark) == whole[5:]
    assert TrailMark.parse(str(mark)) == TrailMark(mark.position, TrailMark.parse(str(mark)).audit_id)


@pytest.mark.parametrize("command", ["list", "audit-log"])
@pytest.mark.parametrize("mark", ["", "x", "1,2", "2024-01-01", "2024-01-01T00:00:00Z,", ",", "99,zz", *OTHERS])
def test_a_mark_that_no_page_named_is_a_usage_error(database: Database, cli: Cli, command: str, mark: str) -> None:
    assert database
    done = cli(command, "--after", mark)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "more" in done.stderr


def test_where_a_page_ended_and_how_many_to_pass_over_are_not_asked_together(database: Database, cli: Cli) -> None:
    assert database
    done = cli("list", "--after", f"2024-01-01T00:00:00Z,{ID}", "--offset", "1")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
