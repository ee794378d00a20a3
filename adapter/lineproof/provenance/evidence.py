"""What a finding rests on."""

from typing import Any

from pydantic import model_validator

from lineproof.provenance.section import Section, Text


class Evidence(Section):
    """One piece of evidence; at least one field is set. Text alone is read as its note."""

    type: Text | None = None
    """Kind of evidence, such as license_file, contract, query."""

    url: Text | None = None
    """Where the evidence can be read."""

    digest: Text | None = None
    """Digest of the evidence as algorithm:hex."""

    note: Text | None = None
    """What the evidence says."""

    @model_validator(mode="before")
    @classmethod
    def _text_is_a_note(cls, value: Any) -> Any:
        return {"note": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> "Evidence":
        if (self.type, self.url, self.digest, self.note) == (None, None, None, None):
            raise ValueError("evidence names none of type, url, digest, note")
        return self
