from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.names import dataset_key, facet_key, job_key, run_key

TEXT = st.text(st.sampled_from("ab#|/\n\0 é") | st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=2, max_size=2, unique=True))
def test_no_two_names_share_a_key(names: list[tuple[str, str]]) -> None:
    one, other = names
    assert dataset_key(*one) != dataset_key(*other)
    assert job_key(*one) != job_key(*other)
    assert run_key(job_key("n", "j"), one[0] + one[1]) != run_key(job_key("n", "k"), one[0] + one[1])


@given(TEXT, TEXT)
def test_a_job_and_a_dataset_of_one_name_differ(namespace: str, name: str) -> None:
    assert dataset_key(namespace, name) != job_key(namespace, name)


def test_a_facet_is_known_by_slot_entity_run_and_name() -> None:
    keys = {
        facet_key(slot, entity, via, name)
        for slot in ("dataset", "input")
        for entity in (b"a" * 32, b"b" * 32)
        for via in (b"", b"c" * 32)
        for name in ("x", "y")
    }
    assert len(keys) == 16
