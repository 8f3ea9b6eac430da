"""What the company would carry on the same person over several cases (D18)."""

from decimal import Decimal

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.registry import handler


class OtherCase(BaseModel):
    """Another case of the same person, and what its plan comes to so far."""

    case_no: str
    life_sum_insured: Decimal | None = None
    annual_premium: Decimal | None = None
    single_premium: Decimal | None = None


class Found(BaseModel):
    """What the service found."""

    window_days: int
    cases: list[OtherCase]


class Exposure(BaseModel):
    """The other cases by number, and their sums: life cover, premiums a year, premiums paid at once."""

    cases: list[str]
    life_sum_insured: Decimal
    annual_premium: Decimal
    single_premium: Decimal
    window_days: int


class ExposureOutputs(BaseModel):
    """Result."""

    exposure: Exposure


@handler("presales.exposure.find", queue="catalogue", reads=("exposure",))
def find_exposure(context: HandlerContext) -> ExposureOutputs:
    """Sum what the other cases of the same insured come to: those that are open, and lately ended ones.

    How long those count is in the dated parameter set `exposure` of the jurisdiction."""
    record = context.records["exposure"]
    if record is None:
        raise LookupError("Expected a parameter set 'exposure' in force in the case's jurisdiction, but there is none.")
    found = Found.model_validate(record)
    return ExposureOutputs(
        exposure=Exposure(
            cases=[each.case_no for each in found.cases],
            life_sum_insured=sum((each.life_sum_insured or Decimal(0) for each in found.cases), Decimal(0)),
            annual_premium=sum((each.annual_premium or Decimal(0) for each in found.cases), Decimal(0)),
            single_premium=sum((each.single_premium or Decimal(0) for each in found.cases), Decimal(0)),
            window_days=found.window_days,
        )
    )


HANDLERS = (find_exposure,)
