import copy
import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attr
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openlineage.client.generated.base import BaseFacet
from openlineage.client.serde import Serde
from referencing import Registry, Resource

from lineproof_facets import FACETS, from_dict, schemas
from lineproof_facets.registry import Entity

OWN_CORE = Path(__file__).parent / "core.json"
STANDARD_CORE = Path(__file__).parents[4] / "shared" / "openlineage-spec" / "OpenLineage.json"
BASE_PROPERTIES = {"_producer", "_schemaURL", "_deleted"}
BY_NAME = {cls.__name__: cls for cls in FACETS.values()}
CORE_FACET = {"dataset": "DatasetFacet", "run": "RunFacet", "job": "JobFacet"}


@pytest.fixture(params=[OWN_CORE, STANDARD_CORE], ids=["own core", "standard core"])
def registry(request: pytest.FixtureRequest) -> Registry[Any]:
    path: Path = request.param
    if not path.exists():
        pytest.skip(f"the standard's schemas are not at {path}")
    core = json.loads(path.read_text(encoding="utf-8"))
    resources = [core, *(schemas.schema(name) for name in schemas.names())]
    return Registry().with_resources((r["$id"], Resource.from_contents(r)) for r in resources)


def validator(name: str, registry: Registry[Any]) -> Draft202012Validator:
    reference = {"$ref": f"{schemas.BASE_URL}{name}.json#/$defs/{name}"}
    return Draft202012Validator(reference, registry=registry, format_checker=FormatChecker())


def definitions(name: str) -> dict[str, dict[str, Any]]:
    """The object that each $defs entry describes, the facet's own without the core's part."""
    defs: dict[str, dict[str, Any]] = dict(schemas.schema(name)["$defs"])
    defs[name] = defs[name]["allOf"][1]
    return defs


def classes(cls: type) -> Iterator[type]:
    """The class and every attrs class and enumeration that its fields hold."""
    yield cls
    if not attr.has(cls):
        return
    for hint in get_type_hints(cls).values():
        for part in (hint, *get_args(hint), *(a for h in get_args(hint) for a in get_args(h))):
            if isinstance(part, type) and (attr.has(part) or issubclass(part, Enum)):
                yield from classes(part)


def test_registry_and_schemas_name_the_same_classes() -> None:
    assert sorted(BY_NAME) == list(schemas.names())


@pytest.mark.parametrize(("key", "entity"), FACETS)
def test_schema_states_its_identity(key: str, entity: Entity) -> None:
    cls = FACETS[key, entity]
    name = cls.__name__
    schema = schemas.schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{schemas.BASE_URL}{name}.json"
    assert cls._get_schema() == f"{schema['$id']}#/$defs/{name}"
    assert schema["properties"] == {key: {"$ref": f"#/$defs/{name}"}}
    core = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"
    assert schema["$defs"][name]["allOf"][0] == {"$ref": core + CORE_FACET[entity]}


@pytest.mark.parametrize("name", BY_NAME)
def test_class_and_schema_have_the_same_properties(name: str) -> None:
    described = definitions(name)
    for cls in classes(BY_NAME[name]):
        if attr.has(cls):
            own = {a.name for a in attr.fields(cls)} - BASE_PROPERTIES
            assert set(described[cls.__name__]["properties"]) == own


@pytest.mark.parametrize("name", BY_NAME)
def test_class_and_schema_have_the_same_values(name: str) -> None:
    described = definitions(name)
    for cls in classes(BY_NAME[name]):
        if not attr.has(cls):
            continue
        for field, hint in get_type_hints(cls).items():
            kinds = [k for k in (hint, *get_args(hint)) if isinstance(k, type) and issubclass(k, Enum)]
            if kinds:
                stated = described[cls.__name__]["properties"][field]["enum"]
                assert stated == [member.value for member in kinds[0]]


@pytest.mark.parametrize("name", BY_NAME)
def test_every_property_is_described_and_every_object_open(name: str) -> None:
    for described in definitions(name).values():
        assert described["additionalProperties"] is True
        assert all(p["description"].endswith((".", "…")) for p in described["properties"].values())


@pytest.mark.parametrize("name", BY_NAME)
def test_example_is_valid(name: str, registry: Registry[Any]) -> None:
    validator(name, registry).validate(schemas.example(name))


@pytest.mark.parametrize("name", BY_NAME)
def test_example_uses_every_property(name: str) -> None:
    used: dict[str, set[str]] = {}

    def walk(value: Any, definition: str) -> None:
        used.setdefault(definition, set()).update(value)
        for key, described in definitions(name)[definition]["properties"].items():
            reference = described.get("$ref") or described.get("items", {}).get("$ref")
            if reference and key in value:
                inner = value[key] if isinstance(value[key], list) else [value[key]]
                for item in inner:
                    walk(item, reference.rsplit("/", 1)[1])

    walk(schemas.example(name), name)
    for definition, described in definitions(name).items():
        assert used[definition] - BASE_PROPERTIES == set(described["properties"])


@pytest.mark.parametrize("name", BY_NAME)
def test_example_comes_back_equal(name: str) -> None:
    example = schemas.example(name)
    facet = from_dict(BY_NAME[name], example)
    assert isinstance(facet, BaseFacet)
    assert json.loads(Serde.to_json(facet)) == example
    assert from_dict(BY_NAME[name], Serde.to_dict(facet)) == facet


def places(name: str) -> Iterator[tuple[str, str]]:
    for definition, described in definitions(name).items():
        for required in described.get("required", ()):
            yield definition, required
    for required in ("_producer", "_schemaURL"):
        yield name, required


@pytest.mark.parametrize("name", BY_NAME)
def test_missing_required_is_refused(name: str, registry: Registry[Any]) -> None:
    check = validator(name, registry)
    for definition, required in places(name):
        broken = copy.deepcopy(schemas.example(name))
        target = next(o for o in objects(broken, name, name) if o[0] == definition)[1]
        del target[required]
        assert not check.is_valid(broken), f"{definition} without {required}"


@pytest.mark.parametrize("name", BY_NAME)
def test_value_outside_an_enumeration_is_refused(name: str, registry: Registry[Any]) -> None:
    check = validator(name, registry)
    for definition, described in definitions(name).items():
        for key, property_ in described["properties"].items():
            if "enum" in property_:
                broken = copy.deepcopy(schemas.example(name))
                target = next(o for o in objects(broken, name, name) if o[0] == definition and key in o[1])[1]
                target[key] = "no such value"
                assert not check.is_valid(broken), f"{definition}.{key}"
                with pytest.raises(ValueError, match="no such value"):
                    from_dict(BY_NAME[name], broken)


def objects(value: dict[str, Any], name: str, definition: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield definition, value
    for key, described in definitions(name)[definition]["properties"].items():
        reference = described.get("$ref") or described.get("items", {}).get("$ref")
        if reference and key in value:
            for item in value[key] if isinstance(value[key], list) else [value[key]]:
                yield from objects(item, name, reference.rsplit("/", 1)[1])


def test_unknown_schema_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        schemas.schema("../pyproject")
    with pytest.raises(KeyError):
        schemas.example("Nothing")
