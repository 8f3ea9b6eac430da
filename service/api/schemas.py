"""What the bodies of requests have in common: camel case, nothing unknown, keys as texts of digits."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

_KEY = re.compile(r"-?[0-9]{1,25}")
_GREATEST = 2**63 - 1


def _read_key(value: Any) -> int:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError("a key is a text of digits")
    if abs(int(value)) > _GREATEST:
        raise ValueError("a key has 64 bits")
    return int(value)


KEY_SCHEMA = {
    "type": "string",
    "pattern": "^-?[0-9]+$",
    "minLength": 1,
    "maxLength": 25,
    "examples": ["2251799813685249"],
}
#: a key in a path or body: digits as text, an integer to us
Key = Annotated[int, BeforeValidator(_read_key), WithJsonSchema(KEY_SCHEMA)]
#: values of a process, by name
Variables = Annotated[dict[str, Any], Field(examples=[{"age": 35, "smoker": False}])]
TenantId = Annotated[Literal["<default>"] | None, Field(description="There is one tenant.", examples=["<default>"])]
#: milliseconds
Milliseconds = Annotated[int, Field(examples=[10_000])]
Moment = AwareDatetime | datetime


class Body(BaseModel):
    """The body of a request."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=False, extra="forbid")


class TenantBody(Body):
    """A body that may name the tenant."""

    tenant_id: TenantId = None


class OperationBody(Body):
    """A body that may carry a number by which the caller finds the operation in the records."""

    operation_reference: Annotated[int | None, Field(ge=1)] = None
