"""What the sections of a provenance document have in common: their base and the types of their fields."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
)
from pydantic.json_schema import WithJsonSchema

from lineproof.provenance import instants, plain

Text = Annotated[str, AfterValidator(plain.text)]
"""Text that can be written as UTF-8."""

Name = Annotated[str, Field(min_length=1), AfterValidator(plain.text)]
"""Text that is not empty."""

Flag = Annotated[bool, Field(strict=True)]
"""True or false, and nothing that looks like it."""

Count = Annotated[int, Field(strict=True, ge=0, le=plain.MAX_COUNT)]
"""Whole number from 0 to 2^63 - 1."""

Ratio = Annotated[float, Field(strict=True, ge=0, le=1)]
"""Number from 0 to 1."""

Instant = Annotated[
    datetime,
    PlainValidator(instants.instant),
    PlainSerializer(instants.iso, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""Point in time in UTC; text without a zone is read as UTC."""

DayOrInstant = Annotated[
    date | datetime,
    PlainValidator(instants.day_or_instant),
    PlainSerializer(instants.iso, return_type=str, when_used="json"),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
"""A day, kept as a day, or a point in time in UTC."""

JsonObject = Annotated[dict[str, Any], BeforeValidator(plain.json_object)]
"""Free-form JSON object."""


class Section(BaseModel):
    """Part of a provenance document; a field that it does not have is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
