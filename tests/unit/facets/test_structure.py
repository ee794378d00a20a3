import pickle
from typing import Any

import attr
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openlineage.client.generated.base import BaseFacet
from openlineage.client.serde import Serde

from lineproof_facets import (
    FACETS,
    Evidence,
    LicenseAssertion,
    LicenseStatus,
    LicenseType,
    LineproofLicenseDatasetFacet,
    LineproofQualityDatasetFacet,
    LineproofTransformationRunFacet,
    from_dict,
    schemas,
)
from lineproof_facets.registry import Entity

TEXT = st.text(max_size=8)
JSON = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    # Serde leaves nulls out, and empty objects that stand in a list
    lambda inner: st.lists(inner.filter(lambda v: v != {}), max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)


def facets(cls: type[BaseFacet]) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects that the schema of `cls` allows."""
    defs = schemas.schema(cls.__name__)["$defs"]

    def value(described: dict[str, Any]) -> st.SearchStrategy[Any]:
        if "$ref" in described:
            return thing(defs[described["$ref"].rsplit("/", 1)[1]])
        if "enum" in described:
            return st.sampled_from(described["enum"])
        kinds: dict[str, st.SearchStrategy[Any]] = {
            "string": TEXT,
            "boolean": st.booleans(),
            "integer": st.integers(0, 2**63 - 1),
            "number": st.floats(0, 1),
        }
        if described["type"] == "array":
            return st.lists(value(described["items"]), max_size=3)
        if described["type"] == "object":
            inner = described.get("additionalProperties")
            return st.dictionaries(TEXT, value(inner) if inner else JSON, max_size=3)
        return kinds[described["type"]]

    def thing(described: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        required = set(described.get("required", ()))
        if "anyOf" in described:
            required |= set(described["anyOf"][0]["required"])
        if "minProperties" in described:
            required.add(next(iter(described["properties"])))
        every = {k: value(p) for k, p in described["properties"].items()}
        return st.fixed_dictionaries(
            {k: s for k, s in every.items() if k in required},
            optional={k: s for k, s in every.items() if k not in required},
        )

    return thing(defs[cls.__name__]["allOf"][1])


@pytest.mark.parametrize(("key", "entity"), FACETS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_facet_comes_back_equal(key: str, entity: Entity, data: st.DataObject) -> None:
    cls = FACETS[key, entity]
    body = data.draw(facets(cls))
    facet = from_dict(cls, {"_producer": "https://example.org/p", **body})
    there = Serde.to_dict(facet)
    assert {k: v for k, v in there.items() if not k.startswith("_")} == body
    assert from_dict(cls, there) == facet


def test_unknown_properties_are_left_aside() -> None:
    stored = {"assertions": [{"status": "none", "later": 1}], "newer": {"x": 1}, "_schemaURL": "https://x"}
    facet = from_dict(LineproofLicenseDatasetFacet, stored)
    assert facet == LineproofLicenseDatasetFacet([LicenseAssertion(status=LicenseStatus.NONE)])


def test_deleted_and_producer_come_back() -> None:
    facet = from_dict(LineproofQualityDatasetFacet, {"_deleted": True, "_producer": "https://example.org/p"})
    assert Serde.to_dict(facet)["_deleted"] is True
    assert Serde.to_dict(facet)["_producer"] == "https://example.org/p"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"assertions": {}}, "/assertions: expected list, not dict"),
        ({"assertions": ["MIT"]}, "/assertions/0: expected an object, not str"),
        ({"assertions": [{"attributionRequired": 1}]}, "/assertions/0/attributionRequired: expected bool"),
        ({"assertions": [{"evidence": [{"url": 5}]}]}, "/assertions/0/evidence/0/url: expected str, not int"),
    ],
)
def test_wrong_type_is_named_with_its_place(value: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        from_dict(LineproofLicenseDatasetFacet, value)


def test_bool_is_no_number() -> None:
    with pytest.raises(TypeError, match="/recordCount: expected int, not bool"):
        from_dict(LineproofQualityDatasetFacet, {"recordCount": True})
    with pytest.raises(TypeError, match="/scores/overall: expected float, not bool"):
        from_dict(LineproofQualityDatasetFacet, {"scores": {"overall": False}})


def test_missing_required_property_is_refused() -> None:
    with pytest.raises(TypeError, match="stageName"):
        from_dict(LineproofTransformationRunFacet, {})


def test_values_may_be_given_as_text() -> None:
    assert LicenseAssertion(licenseType="cc_by").licenseType is LicenseType.CC_BY
    with pytest.raises(ValueError, match="cc-by"):
        LicenseAssertion(licenseType="cc-by")


def test_facets_pickle_and_evolve() -> None:
    facet = LineproofLicenseDatasetFacet([LicenseAssertion("MIT", evidence=[Evidence("license_file")])])
    assert pickle.loads(pickle.dumps(facet)) == facet  # noqa: S301 - its own bytes
    assert attr.evolve(facet, assertions=[]) == LineproofLicenseDatasetFacet([])
