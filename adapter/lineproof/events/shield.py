r"""What PostgreSQL's text and JSON cannot hold, made holdable and back.

JSON strings may hold U+0000 and lone surrogates; PostgreSQL's `text` and `jsonb` may not. U+001A (SUB) leads an
escape: `SUB 0` is U+0000, `SUB 1` is SUB itself, `SUB d800` is the lone surrogate U+D800. Everything that is
not one of these three stays as it is, so that the mapping is one to one.
"""

import re
from typing import Final

__all__ = ["shield", "shield_text", "unshield"]

_NEEDED: Final = re.compile(rb"\\u(?:0000|001[aA]|[dD][89a-fA-F])")
_ESCAPE: Final = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|u(0000|001[aA]|[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|.)",
    re.DOTALL,
)
_NOT_TEXT: Final = re.compile("[\0\x1a\ud800-\udfff]")
_SHIELDED: Final = re.compile("\x1a(0|1|d[89a-f][0-9a-f]{2})")


def _replace(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code is None:
        return match[0]
    code = code.lower()
    return b"\\u001a" + {b"0000": b"0", b"001a": b"1"}.get(code, code)


def shield(json_text: bytes) -> bytes:
    """JSON text whose strings PostgreSQL can hold; the same text where they already are."""
    if _NEEDED.search(json_text) is None:
        return json_text
    return _ESCAPE.sub(_replace, json_text)


def unshield(text: str) -> str:
    """A string of shielded JSON text as its producer sent it."""
    if "\x1a" not in text:
        return text
    return _SHIELDED.sub(lambda m: {"0": "\0", "1": "\x1a"}.get(m[1]) or chr(int(m[1], 16)), text)


def shield_text(text: str) -> str:
    """A string as `shield` leaves it inside JSON text: the inverse of `unshield`."""
    return _NOT_TEXT.sub(lambda m: "\x1a" + {"\0": "0", "\x1a": "1"}.get(m[0], f"{ord(m[0]):x}"), text)
