"""S4 報價與報價確認: the premium with every line of it, the quotation, the client's confirmation."""

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.pricing.quote import Premium, QuotationTerms, quote
from handlers.registry import handler
from handlers.topics import Applicant, Case, Cover, Underwriting, today


class CalculateInputs(BaseModel):
    """What the premium is computed from."""

    case: Case
    applicant: Applicant
    plan: Cover
    quotation_terms: QuotationTerms
    underwriting: Underwriting | None = None


class CalculateOutputs(BaseModel):
    """The computed premium."""

    premium: Premium


@handler("presales.premium.calculate")
def calculate_premium(inputs: CalculateInputs, context: HandlerContext) -> CalculateOutputs:
    """Premium for the payment mode asked for, the other modes beside it, and how long the price holds."""
    case, on = inputs.case, today(context, inputs.case)
    quoted = quote(
        inputs.plan,
        inputs.applicant,
        inputs.quotation_terms,
        context.parameters,
        jurisdiction=case.jurisdiction,
        on=on,
        underwriting=inputs.underwriting,
    )
    return CalculateOutputs(premium=quoted.premium)


HANDLERS = (calculate_premium,)
