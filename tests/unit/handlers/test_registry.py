from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel, ValidationError

from handlers.ports import HandlerContext
from handlers.registry import InvalidHandler, Registry, handler


class Inputs(BaseModel):
    amount: Decimal


class Outputs(BaseModel):
    doubled: Decimal
    on: date
    nested: list[dict[str, date]] = []


@handler("double")
def double(inputs: Inputs, context: HandlerContext) -> Outputs:
    """Doubles an amount.

    More about it."""
    return Outputs(doubled=inputs.amount * 2, on=context.now.date(), nested=[{"day": context.now.date()}])


def test_inputs_and_outputs_come_from_the_signature(context):
    assert (double.inputs, double.outputs, double.queue) == (Inputs, Outputs, None)
    assert double.name == "Doubles an amount."
    assert double({"amount": Decimal("1.10"), "other": 1}, context) == {
        "doubled": Decimal("2.20"),
        "on": "2026-11-22",
        "nested": [{"day": "2026-11-22"}],
    }


def test_variables_that_do_not_fit_are_refused(context):
    with pytest.raises(ValidationError):
        double({"amount": "much"}, context)


def test_a_result_that_does_not_fit_is_refused(context):
    @handler("liar")
    def liar() -> Outputs:
        return {"doubled": "much"}

    with pytest.raises(ValidationError):
        liar({}, context)


def test_two_handlers_of_one_type_are_refused_and_nothing_is_registered():
    registry = Registry([double])

    @handler("fresh")
    def fresh() -> None: ...

    with pytest.raises(InvalidHandler, match="double"):
        registry.register(fresh, double)
    assert registry.get("fresh") is None


def test_a_signature_that_says_nothing_of_its_variables_is_refused():
    with pytest.raises(InvalidHandler):

        @handler("loose")
        def loose(variables: dict) -> None: ...
