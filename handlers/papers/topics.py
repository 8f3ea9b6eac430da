"""The variables of a case as papers read them. What a path may lack is None, so that each path issues its papers."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.documents.issue import DocumentInputs
from handlers.pricing.plan import Illustration
from handlers.pricing.plan import Plan as Designed
from handlers.pricing.quote import Premium
from handlers.products import Clause
from handlers.topics import Applicant

#: texts of one thing by language: `zh-Hant`, `zh-Hans`, `en`
ByLanguage = Mapping[str, str]


class Plan(Designed):
    """The plan as designed."""

    product_code: str | None = None
    smoker: str | None = None


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

    premium: Premium
    quotation_validity: Validity | None = None
