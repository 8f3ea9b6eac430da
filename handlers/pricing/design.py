"""How a product class is built: which benefit, at which interest, by which scheme of loading, what is returned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers.pricing.commutation import Commutation


@dataclass(frozen=True, slots=True)
class Rating:
    """What underwriting adds: mortality in percent of the table (100 = standard), a flat extra per mille a year.

    The extra is paid for `flat_extra_years`, or if None as long as premiums are paid."""

    table_percent: int = 100
    flat_extra_per_mille: Decimal = Decimal(0)
    flat_extra_years: int | None = None


@dataclass(frozen=True, slots=True)
class Rider:
    """An additional benefit. `sum_insured` is None where it follows the premium (waiver)."""

    code: str
    sum_insured: Decimal | None = None
    term_years: int | None = None


@dataclass(frozen=True, slots=True)
class LifeCover:
    """What is insured: age at issue as the table counts it, years of cover and of payment.

    `sum_insured` is in the case's currency: the benefit, or for an annuity the yearly income, which begins after
    `term_years`. Whole life and immediate annuities take no notice of `term_years`. `planned_premium` is what is paid
    a year into an account. `discounts` are the codes of those whose conditions are met."""

    product_class: str
    age: int
    term_years: int
    pay_years: int
    sum_insured: Decimal
    pay_mode: str
    sex: str | None = None
    occupation_class: int = 1
    rating: Rating = Rating()
    riders: tuple[Rider, ...] = ()
    discounts: tuple[str, ...] = ()
    discretionary_percent: Decimal = Decimal(0)
    planned_premium: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Design:
    """A product class as its parameters describe it.

    `benefit`: TERM, WHOLE, PURE_ENDOWMENT, ENDOWMENT, DEFERRED_ANNUITY, IMMEDIATE_ANNUITY or ACCOUNT.
    `returns`: NONE, DEATH (premiums come back without interest on death within the term) or DEATH_AND_MATURITY.
    `scheme`: GP1 (expenses explicit) or GP2 (loading ratio). `guarantees_interest`: an account is credited at least
    `interest` (universal life)."""

    benefit: str
    interest: float
    scheme: str
    loading_ratio: Decimal
    returns: str
    percent_of_premium: bool
    guarantees_interest: bool

    @property
    def is_account(self) -> bool:
        """Whether premiums go into an account instead of buying a benefit."""
        return self.benefit == "ACCOUNT"


def design_of(product_class: str, pricing: Mapping[str, Any]) -> Design:
    """The design of a product class in the `pricing` parameter set. Raises KeyError if there is none."""
    row = pricing["design"][product_class]
    return Design(
        benefit=row["benefit"],
        interest=float(pricing["interest"][row.get("interest", "ORDINARY")]),
        scheme=row.get("scheme", "GP2"),
        loading_ratio=Decimal(pricing["loading_ratio"].get(product_class, 0)),
        returns=row.get("returns", "NONE"),
        percent_of_premium=bool(row.get("percent_of_premium", False)),
        guarantees_interest=bool(row.get("guarantees_interest", False)),
    )


#: value per unit of benefit at an age, with the years of the term that are left (domain specification, 11.1)
_VALUES: Mapping[str, Callable[[Commutation, int, int], float]] = {
    "TERM": lambda columns, age, left: columns.term(age, left),
    "WHOLE": lambda columns, age, _: columns.whole_life(age),
    "PURE_ENDOWMENT": lambda columns, age, left: columns.pure_endowment(age, left),
    "ENDOWMENT": lambda columns, age, left: columns.endowment(age, left),
    "DEFERRED_ANNUITY": lambda columns, age, left: (
        columns.deferred_annuity_due(age, left) if left > 0 else columns.annuity_in_arrears(age)
    ),
    "IMMEDIATE_ANNUITY": lambda columns, age, _: columns.annuity_in_arrears(age),
}


def benefit_value(columns: Commutation, design: Design, cover: LifeCover, after: int = 0) -> float:
    """Present value of the benefits per unit, `after` years of the policy, what falls due on that day being paid.

    At issue it is the single net premium A."""
    left = cover.term_years - after
    if left <= 0 < after and design.benefit in {"TERM", "PURE_ENDOWMENT", "ENDOWMENT"}:
        return 0.0
    return _VALUES[design.benefit](columns, cover.age + after, left)


def premiums_value(columns: Commutation, cover: LifeCover, after: int = 0) -> float:
    """Present value of the premiums to come, 1 a year in advance: ä_{x+t:m−t}."""
    left = cover.pay_years - after
    return columns.annuity_due(cover.age + after, left) if left > 0 else 0.0


def returned_value(columns: Commutation, design: Design, cover: LifeCover, after: int = 0) -> float:
    """Present value of the premiums that come back, per 1 of yearly premium.

    On death Σ min(t + 1, m)·C_{x+t}/D_x, at maturity m·D_{x+n}/D_x."""
    left = cover.term_years - after
    if design.returns == "NONE" or left <= 0:
        return 0.0
    age, paid = cover.age + after, min(after, cover.pay_years)
    value = paid * columns.term(age, left)
    if after < cover.pay_years:
        value += columns.increasing_term(age, left, cover.pay_years - after)
    if design.returns == "DEATH_AND_MATURITY":
        value += cover.pay_years * columns.pure_endowment(age, left)
    return value
