"""Cases are written as FEEL text and the text of the value expected: `null`, `"a"`, `[1, 2]`, `@"P1D"`."""

import pytest

from service import feel
from service.feel.texts import text_of


def written(value):
    """The text of a value that shows its kind."""
    if value is None or isinstance(value, bool | str | list | dict):
        return text_of([value])[1:-1]
    if feel.kind_of(value) in {"number", "range"}:
        return text_of(value)
    return f'@"{text_of(value)}"'


@pytest.fixture
def value_of():
    """The value of an expression, written; no evaluation may hit a defect."""

    def evaluate(text, **scope):
        warnings = []
        value = feel.compile(text, names=list(scope)).evaluate(feel.from_json(scope), warnings)
        assert not [each for each in warnings if each.kind == "internal"]
        assert value is not None or warnings or "null" in text or ".time" in text or scope, (
            f"{text} is null without a reason"
        )
        return written(value)

    return evaluate
