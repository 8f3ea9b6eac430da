"""S3 保險方案設計與方案確認: the plan illustrated, the plan list, the plan description, the client's confirmation."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.ports import HandlerContext
from handlers.pricing.cover import NotInsurable, life_cover
from handlers.pricing.design import LifeCover
from handlers.pricing.illustration import policy_years, scenarios, stress_cases
from handlers.pricing.life import Premium, life_premium
from handlers.pricing.limits import filed_tariff, insurable_age
from handlers.pricing.plan import Alternative, Basis, Illustration, Plan, PricedAlternative, Year
from handlers.products import Product
from handlers.registry import BpmnError, handler
from handlers.topics import Applicant, Case, today

RATIO = Decimal("0.0001")


class IllustrateInputs(BaseModel):
    """What the illustration is computed from."""

    case: Case
    applicant: Applicant
    plan: Plan
    product: Product


class IllustrateOutputs(BaseModel):
    """The computed illustration."""

    illustration: Illustration


@handler("presales.plan.illustrate")
def illustrate_plan(inputs: IllustrateInputs, context: HandlerContext) -> IllustrateOutputs:
    """Price the plan and its alternatives, show premium and cover by policy year.

    Ends with PLAN_NOT_PRICEABLE where the product's limits do not allow the plan."""
    plan, applicant, jurisdiction = inputs.plan, inputs.applicant, inputs.case.jurisdiction
    on, sets = today(context, inputs.case), context.parameters
    assumptions = sets.at("illustration", jurisdiction, on)
    try:
        pricing = filed_tariff(sets.at("pricing", jurisdiction, on), inputs.product)
        age = insurable_age(plan, applicant, inputs.product, pricing, on)
        cover = life_cover(plan, applicant, age)
        premium = life_premium(cover, pricing, sets)
        for each in plan.alternatives or []:
            insurable_age(_instead(plan, each), applicant, inputs.product, pricing, on)
        others = [
            PricedAlternative(name=each.name, annual_premium=life_premium(_other(cover, each), pricing, sets).annual)
            for each in plan.alternatives or []
        ]
    except NotInsurable as reason:
        raise BpmnError("PLAN_NOT_PRICEABLE", str(reason), {"plan_problem": str(reason)}) from reason
    income = applicant.household_income
    return IllustrateOutputs(
        illustration=Illustration(
            annual_premium=premium.annual,
            premium_to_income=(premium.annual / income).quantize(RATIO) if income else None,
            alternatives=others,
            years=[Year.model_validate(each.model_dump()) for each in policy_years(cover, premium, pricing)],
            scenarios=scenarios(cover, premium, pricing, assumptions),
            stress=stress_cases(cover, premium, income, pricing, assumptions),
            basis=_basis(premium, pricing),
        )
    )


def _instead(plan: Plan, alternative: Alternative) -> Plan:
    return plan.model_copy(update=alternative.model_dump(exclude={"name"}))


def _other(cover: LifeCover, alternative: Alternative) -> LifeCover:
    return replace(
        cover,
        sum_insured=alternative.sum_insured,
        term_years=alternative.term_years,
        pay_years=alternative.pay_years,
        planned_premium=None,
    )


def _basis(premium: Premium, pricing: Mapping[str, Any]) -> Basis:
    interest = Decimal(repr(premium.basis.design.interest))
    return Basis(table=premium.basis.table.id, table_version=pricing["version"], interest=interest)


HANDLERS = (illustrate_plan,)
