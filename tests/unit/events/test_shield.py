import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lineproof.events.shield import shield, shield_text, unshield

ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\0\x1a\\u0d8\ud800\udfff01")))


def _unshielded(value: Any) -> Any:
    match value:
        case str():
            return unshield(value)
        case list():
            return [_unshielded(item) for item in value]
        case dict():
            return {unshield(key): _unshielded(item) for key, item in value.items()}
    return value


@given(
    st.recursive(
        st.one_of(ANY_TEXT, st.integers(), st.booleans()),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(ANY_TEXT, inner)),
    )
)
def test_shielded_json_holds_nothing_that_postgresql_refuses_and_comes_back(value: Any) -> None:
    shielded = json.loads(shield(json.dumps(value).encode()))
    text = json.dumps(shielded, ensure_ascii=False)
    assert "\\u0000" not in text.replace("\\\\", "")
    text.encode()  # no lone surrogate is left
    assert _unshielded(shielded) == value


@given(ANY_TEXT)
def test_one_string_is_shielded_as_it_is_inside_json(text: str) -> None:
    assert json.loads(shield(json.dumps(text).encode())) == shield_text(text)
    assert unshield(shield_text(text)) == text


def test_ordinary_text_stays_byte_for_byte() -> None:
    text = json.dumps({"name": "Таблица \U0001f375 \\u0000 literally", "note": "tab\t"}).encode()
    assert shield(text) == text
