"""S4 報價與報價確認: the premium with every line of it, the quotation, the client's confirmation."""

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.pricing.cover import NotInsurable
from handlers.pricing.quote import Premium, QuotationTerms, quote
from handlers.products import Product
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, Case, Cover, Underwriting, today


class CalculateInputs(BaseModel):
    """What the premium is computed from."""

    case: Case
    applicant: Applicant
    plan: Cover
    product: Product
    quotation_terms: QuotationTerms
    underwriting: Underwriting | None = None


class CalculateOutputs(BaseModel):
    """The computed premium."""

    premium: Premium


@handler("presales.premium.calculate")
def calculate_premium(inputs: CalculateInputs, context: HandlerContext) -> CalculateOutputs:
    """Premium for the payment mode asked for, the other modes beside it, and the days on which the price changes.

    Ends with TARIFF_REFUSED where product or tariff do not allow it; `quotation_problem` says why and what would be."""
    case, on = inputs.case, today(context, inputs.case)
    try:
        quoted = quote(
            inputs.plan,
            inputs.applicant,
            inputs.quotation_terms,
            context.parameters,
            jurisdiction=case.jurisdiction,
            on=on,
            underwriting=inputs.underwriting,
            product=inputs.product,
        )
    except NotInsurable as reason:
        raise BpmnError("TARIFF_REFUSED", str(reason), {"quotation_problem": str(reason)}) from reason
    return CalculateOutputs(premium=quoted.premium)


HANDLERS = (calculate_premium,)
