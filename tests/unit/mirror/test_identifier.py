from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.names import dataset_key
from lineproof.mirror.identifier import audit_id, dataset_id, parse_dataset_id, provenance_id

TEXT = st.text(st.sampled_from("ab#%23/ ") | st.characters(), max_size=8)


@given(TEXT, TEXT)
def test_an_id_leads_back_to_namespace_and_name(namespace: str, name: str) -> None:
    assert parse_dataset_id(dataset_id(namespace, name, local="lineproof"), local="lineproof") == (namespace, name)


@given(TEXT)
def test_a_name_of_the_own_namespace_is_its_id(name: str) -> None:
    assert (dataset_id("lineproof", name, local="lineproof") == name) == ("#" not in name)


def test_ids_are_uuids_made_from_what_they_stand_for() -> None:
    key = dataset_key("n", "d")
    assert provenance_id(key) == provenance_id(dataset_key("n", "d")) != provenance_id(dataset_key("n", "e"))
    assert audit_id(1, key) != audit_id(2, key)
    assert provenance_id(key).version == audit_id(0, key).version == 8
