"""The variables of a case as handlers see them: one model a topic, named as in `bpmn/CONTRACT.md`.

Money is in the case's currency, dates are days in the jurisdiction's time zone. Fields that a handler does not need
are left out; what the forms add beside them is ignored."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from handlers.ports import HandlerContext


class Owner(BaseModel):
    """Who sells: shown on every paper."""

    user: str
    name: str
    certificate_no: str


class Company(BaseModel):
    """The insurer, by its full name."""

    name: str


class Jurisdiction(BaseModel):
    """Under whose law and in whose time zone a case is worked on."""

    jurisdiction: str


class Case(Jurisdiction):
    """The case as it was opened."""

    case_no: str
    product_line: str
    client_type: str
    channel: str
    currency: str
    language: Literal["zh-Hant", "zh-Hans", "en"]
    owner: Owner
    company: Company


class Applicant(BaseModel):
    """Who applies, and in this path is also insured."""

    name: str
    sex: str | None = None
    birth_date: date | None = None
    phone: str | None = None
    email: str | None = None
    occupation: str | None = None
    occupation_class: int | None = Field(default=None, ge=1, le=6)
    annual_income: Decimal | None = Field(default=None, ge=0)
    household_income: Decimal | None = Field(default=None, ge=0)
    net_assets: Decimal | None = None
    dependants: int | None = Field(default=None, ge=0)
    has_mortgage: bool | None = None
    existing_sum_insured: Decimal | None = Field(default=None, ge=0)


class PlanRider(BaseModel):
    """An additional benefit of the plan; a waiver of premium has no sum insured of its own."""

    code: str
    sum_insured: Decimal | None = Field(default=None, gt=0)
    term_years: int | None = Field(default=None, gt=0)


class Underwriting(BaseModel):
    """Terms of a rated life: mortality in percent of the table, flat extra per mille of the sum insured a year.

    `flat_extra_years`: how many years the extra is paid; None as long as premiums are paid."""

    table_percent: int = Field(default=100, ge=100)
    flat_extra_per_mille: Decimal = Field(default=Decimal(0), ge=0)
    flat_extra_years: int | None = Field(default=None, gt=0)


class Cover(BaseModel):
    """A plan as designed: what is insured, for how long, how it is paid.

    `planned_premium` is what is paid a year into an account; other products compute the premium."""

    product_class: str
    product_name: str | None = None
    purpose: str | None = None
    sum_insured: Decimal = Field(gt=0)
    term_years: int = Field(gt=0)
    pay_years: int = Field(gt=0)
    pay_mode: str
    planned_premium: Decimal | None = Field(default=None, gt=0)
    riders: list[PlanRider] | None = None
    reason: str | None = None


class Vulnerability(BaseModel):
    """Whether a client needs special care, why, and what is done about it (D24)."""

    vulnerable: bool = False
    grounds: list[str] = []
    measures: list[str] = []
    thinking_days: int | None = None


class IssuedDocument(BaseModel):
    """What the case remembers of the newest version of a paper.

    `sha256` is that of the file, `content_sha256` that of what it says (without number and date), both in hex; `basis`
    holds the numbers of the papers that it rests on, by type."""

    document_id: str
    type: str
    number: str
    version: int
    title: str
    file_name: str
    sha256: str
    content_sha256: str
    basis: dict[str, str]
    created_on: date


class Review(BaseModel):
    """What a reviewer or approver decided."""

    decision: str
    comment: str | None = None


def today(context: HandlerContext, case: Jurisdiction) -> date:
    """The day it is in the case's jurisdiction."""
    return local(context.now, context, case).date()


def local(moment: datetime, context: HandlerContext, case: Jurisdiction) -> datetime:
    """A moment in the time zone of the case's jurisdiction."""
    calendar = context.parameters.at("calendar", case.jurisdiction, moment.date())
    return moment.astimezone(ZoneInfo(calendar["time_zone"]))


def age_last_birthday(birth_date: date, on: date) -> int:
    """Completed years of life, as China counts insurance age."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
