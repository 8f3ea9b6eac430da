"""The variables of a case as papers read them. What a path may lack is None, so that each path issues its papers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.documents.issue import DocumentInputs
from handlers.pricing.illustration import Scenario, Stress
from handlers.products import Clause
from handlers.topics import Applicant, Cover

#: texts of one thing by language: `zh-Hant`, `zh-Hans`, `en`
ByLanguage = Mapping[str, str]


class Alternative(BaseModel):
    """Another way to cover the same need with the same product."""

    name: str
    sum_insured: Decimal
    term_years: int
    pay_years: int


class Plan(Cover):
    """The plan as designed."""

    product_code: str | None = None
    smoker: str | None = None
    alternatives: list[Alternative] | None = None


class Product(BaseModel):
    """The catalogue's entry in force."""

    code: str | None = None
    version: int | None = None
    name: ByLanguage = {}
    risk_level: int | None = None
    rate_basis: str | None = None
    #: empty for covers that last for life
    terms: list[int] | None = None
    clauses: list[Clause] = []
    cooling_off_days: int | None = None
    demonstration: bool = False


class Year(BaseModel):
    """One policy year of the illustration: what is guaranteed."""

    year: int
    age: int
    premium_paid: Decimal
    death_benefit: Decimal
    survival_benefit: Decimal
    cash_value: Decimal | None = None


class Basis(BaseModel):
    """What the figures rest on. `interest` is a fraction."""

    table: str
    table_version: str
    interest: Decimal


class PricedAlternative(BaseModel):
    """What an alternative costs a year."""

    name: str
    annual_premium: Decimal


class Illustration(BaseModel):
    """What the plan costs and pays, year by year; scenarios are not guaranteed."""

    annual_premium: Decimal
    premium_to_income: Decimal | None = None
    alternatives: list[PricedAlternative] = []
    years: list[Year] = []
    scenarios: list[Scenario] = []
    stress: list[Stress] = []
    basis: Basis


class Match(BaseModel):
    """D08: does the product's risk level suit the client's class."""

    result: str | None = None
    product_level: int | None = None
    max_level: int | None = None
    reason: str | None = None
    allowed: str | None = None


class Finding(BaseModel):
    """One rule that spoke up."""

    rule: str | None = None
    result: str | None = None
    message: str | None = None


class Affordable(BaseModel):
    """D09: can the client bear the premium."""

    result: str | None = None
    findings: list[Finding] = []


class Stop(BaseModel):
    """D23: must the client be advised to stop, and may the client insist."""

    advised: bool = False
    grounds: list[str] = []
    waivable: bool | None = None


class Suitability(BaseModel):
    """D07, D08, D09, D23 together."""

    match: Match = Match()
    affordability: Affordable = Affordable()
    stop: Stop = Stop()
    action: str | None = None


class RiskProfile(BaseModel):
    """The client's risk class and how it came about."""

    client_class: str | None = None
    answered_in_person: bool | None = None
    assessed_on: date | None = None
    valid_until: date | None = None
    version: str | None = None
    score: int | None = None
    overrides: list[str] = []
    flags: list[str] = []
    lines: list[dict[str, Any]] = []


class Priority(BaseModel):
    """One need in the order of recommendation (D05)."""

    order: int
    need: str
    reason: str | None = None


class PlanItem(BaseModel):
    """One need with the kind of product proposed for it."""

    need_type: str
    product_class: str
    sum_insured: Decimal | None = None
    premium_min: Decimal | None = None
    premium_max: Decimal | None = None
    reason: str | None = None


class PlanOutline(BaseModel):
    """The preliminary plan."""

    items: list[PlanItem] = []
    not_covered: str | None = None
    remarks: str | None = None


class Terms(BaseModel):
    """Terms of underwriting."""

    outcome: str | None = None
    table_percent: Decimal | None = None
    flat_extra_per_mille: Decimal | None = None
    exclusions: list[str] = []
    exclusion: str | None = None
    valid_until: date | None = None
    substandard: bool | None = None


class PremiumLine(BaseModel):
    """One line of the premium."""

    label: str
    formula_id: str | None = None
    formula: str
    amount: Decimal
    unit: str
    basis: str


class ModePremium(BaseModel):
    """What one instalment costs in a payment mode."""

    pay_mode: str
    amount: Decimal


class Price(BaseModel):
    """The calculated premium."""

    quote_date: date | None = None
    valid_until: date | None = None
    annual_premium: Decimal
    modal_premium: Decimal
    pay_mode: str | None = None
    discount_percent: Decimal | None = None
    discretionary_percent: Decimal | None = None
    next_age_change_on: date | None = None
    lines: list[PremiumLine] = []
    modes: list[ModePremium] = []
    basis: dict[str, Any] = {}


class Validity(BaseModel):
    """D25: how long the price holds, and by which rule."""

    valid_until: date | None = None
    rule: str | None = None


class Route(BaseModel):
    """D16, D18: the level, and who decides, in order."""

    level: str | None = None
    roles: list[str] = []


class Decided(BaseModel):
    """What a reviewer or approver decided."""

    role: str | None = None
    decision: str | None = None
    comment: str | None = None
    return_to: str | None = None
    reason: str | None = None


class ClientInputs(DocumentInputs):
    """A paper about a client."""

    applicant: Applicant


class PlanInputs(ClientInputs):
    """A paper about a plan."""

    plan: Plan
    product: Product | None = None
    illustration: Illustration | None = None
    suitability: Suitability | None = None
    underwriting: Terms | None = None


class PricedInputs(PlanInputs):
    """A paper about a plan with its price."""

    premium: Price
    quotation_validity: Validity | None = None
