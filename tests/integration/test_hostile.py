"""What nobody should send is kept, and holds up neither the log nor the mirror."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineproof.events.shield import unshield
from lineproof.ledger.connection import Connection, Database, Role, connect
from lineproof.ledger.reading import counts
from lineproof.mirror.follow import catch_up
from lineproof_facets.schemas import example, names, schema

BIG = 10**4000
LONG = "ł" * 5000
VALUES: dict[str, Any] = {
    "numbers": [BIG, -BIG, 1e308, 0.1],
    "nul": ["\0", "\x1a", "\ud800", "\ud83d"],
    "deep": json.loads("[" * 480 + "]" * 480),
    "long": LONG * 10,
    "empty": {},
    "true": True,
}
NUMBERS_PYTHON_CANNOT_WRITE = b'{"x": 1e999999, "y": -1e400, "z": ' + b"9" * 6000 + b"}"


def _event(name: str, facets: dict[str, Any], **changes: Any) -> bytes:
    event = {
        "eventTime": "2026-01-01T00:00:00Z",
        "producer": "https://example.org/producer",
        "run": {"runId": "r", "facets": facets},
        "job": {"namespace": "n", "name": "j", "facets": facets},
        "outputs": [{"namespace": "n", "name": name, "facets": facets, "outputFacets": facets}],
        **changes,
    }
    return json.dumps(event).encode()


def _mirrored(database: Database, ingest: Callable[..., dict[str, int]], *events: bytes) -> None:
    assert ingest("-", stdin=b"\n".join(events))["rejected"] == 0
    with connect(database, Role.READER) as connection:
        assert counts(connection).behind == 0
        assert connection.execute("SELECT count(*) FROM unprojected").fetchone() == (0,)


@pytest.mark.parametrize("kind", VALUES)
def test_any_value_in_any_facet_is_mirrored(
    kind: str, database: Database, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    keys = [next(iter(schema(name)["properties"])) for name in names()]
    facets = {
        key: {"_producer": "p", "_schemaURL": "u", "x": VALUES[kind], **dict.fromkeys("ab", VALUES[kind])}
        for key in keys
    }
    facets |= {
        f"bare_{kind}": VALUES[kind],
        LONG: {"x": 1},
        "": {},
        "storage": VALUES[kind],
        "tags": {"tags": VALUES[kind]},
    }
    _mirrored(database, ingest, _event("d", facets))
    stored = reader.execute(
        "SELECT value::text FROM lineproof_mirror.facet WHERE name = %s", [f"bare_{kind}"]
    ).fetchall()
    assert len(stored) == 4
    values = [json.loads(row[0]) for row in stored]
    if kind == "nul":
        values = [[unshield(text) for text in value] for value in values]
    assert all(value == VALUES[kind] for value in values)


def test_numbers_beyond_all_types_are_kept_byte_for_byte(
    database: Database, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    event = _event("d", {"lineproof_transformation": "HERE", "lineproof_quality": "HERE", "outputStatistics": "HERE"})
    event = event.replace(b'"HERE"', NUMBERS_PYTHON_CANNOT_WRITE)
    _mirrored(database, ingest, event)
    values = {row[0] for row in reader.execute("SELECT value::text FROM lineproof_mirror.facet").fetchall()}
    assert values == {NUMBERS_PYTHON_CANNOT_WRITE.decode()}


def test_names_of_any_length_and_kind_are_told_apart(
    database: Database, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    odd = [
        LONG,
        LONG + "x",
        "\0",
        "\x1a",
        "\x1a0",
        "",
        " ",
        "a\nb",
        "e\u0301",
        "\xe9",
        "E",
        "e",
        "#",
        "\ud800",
        "x#y",
        "%23",
    ]
    _mirrored(database, ingest, *(_event(name, {}, job={"namespace": name, "name": name}) for name in odd))
    assert reader.execute("SELECT count(*) FROM lineproof_mirror.dataset").fetchone() == (len(odd),)
    assert reader.execute("SELECT count(DISTINCT dataset_id) FROM lineproof_mirror.dataset_provenance").fetchone() == (
        len(odd),
    )
    names_back = {unshield(row[0]) for row in reader.execute("SELECT name FROM lineproof_mirror.job").fetchall()}
    assert names_back == set(odd)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def _mutilated(draw: st.DrawFn) -> dict[str, Any]:
    """The facets' golden examples with some property replaced by anything."""
    facets = {}
    for name in names():
        key = next(iter(schema(name)["properties"]))
        facet = dict(example(name))
        for part in draw(st.lists(st.sampled_from(sorted(facet)), max_size=3)):
            facet[part] = draw(ANY_JSON)
        facets[key] = facet
    return facets


def test_mutilated_facets_never_stop_the_projector(
    database: Database, tmp_path: Path, ingest: Callable[..., dict[str, int]], *, full: bool
) -> None:
    file = tmp_path / "events.ndjson"

    @settings(max_examples=500 if full else 60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(_mutilated(), st.integers(0, 5))
    def add(facets: dict[str, Any], dataset: int) -> None:
        with file.open("ab") as events:
            events.write(_event(f"d{dataset}", facets) + b"\n")

    add()
    ingest(file)
    catch_up(database)
    with connect(database, Role.READER) as connection:
        assert counts(connection).behind == 0


def test_an_event_that_the_database_cannot_take_holds_up_no_other(
    database: Database, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    with psycopg.connect(database.conninfo()) as admin:
        admin.execute("ALTER TABLE lineproof_mirror.dataset ADD CHECK (name <> 'unfit')")
    sent = [_event(name, {}, eventTime=f"2026-01-0{day}T00:00:00Z") for day, name in enumerate(("a", "unfit", "b"), 1)]
    assert ingest("-", stdin=b"\n".join(sent))["accepted"] == 3
    assert counts(reader).behind == 0
    mirrored = reader.execute("SELECT name FROM lineproof_mirror.dataset ORDER BY name").fetchall()
    assert mirrored == [("a",), ("b",)]
    left_out = reader.execute("SELECT position, reason FROM lineproof_mirror.unprojected").fetchall()
    assert left_out == [(1, "the database cannot take it: CheckViolation")]


def _named(kind: str, count: int) -> list[dict[str, str]]:
    return [{"namespace": "n", "name": f"{kind} {number}"} for number in range(count)]


def test_a_small_event_that_makes_edges_without_end_is_left_out_and_holds_up_no_other(
    ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    wide = _event("w", {}, inputs=_named("in", 400), outputs=_named("out", 400))
    narrow = _event("d", {}, run={"runId": "s"}, inputs=_named("in", 300))

    assert ingest("-", stdin=wide + b"\n" + narrow)["accepted"] == 2

    assert counts(reader).behind == 0
    assert reader.execute("SELECT reason FROM unprojected").fetchall() == [
        ("it makes more than 100000 pairs of a dataset read and one written",)
    ]
    assert reader.execute("SELECT count(*), sum(writes) FROM edge").fetchone() == (300, 300)


@pytest.mark.parametrize("said", ['{"rules": [], "x": 1e999}', '{"rules": [], "x": ' + "9" * 6000 + "}", "7", '"x"'])
def test_rules_that_nobody_can_read_are_no_rules(
    said: str, ingest: Callable[..., dict[str, int]], reader: Connection
) -> None:
    event = _event("A", {}, job={"namespace": "n", "name": "j", "facets": {"lineproof_naming": None}})
    odd = event.replace(b'"lineproof_naming": null', b'"lineproof\\u005fnaming": ' + said.encode())

    assert ingest("--as", "steward", "-", stdin=odd)["accepted"] == 1
    assert ingest("-", stdin=_event("A", {}, run={"runId": "s"}))["accepted"] == 1

    assert counts(reader).behind == 0
    assert reader.execute("SELECT name FROM dataset").fetchall() == [("A",)]
