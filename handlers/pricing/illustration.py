"""What a policy pays and is worth, year by year: guaranteed figures, scenarios that are not, cases of stress."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from pydantic import BaseModel

from handlers.pricing.basis import Basis
from handlers.pricing.design import LifeCover, benefit_value, premiums_value, returned_value
from handlers.pricing.life import Premium
from handlers.pricing.lines import round_money

NOTHING = Decimal(0)
FOR_LIFE = {"WHOLE", "DEFERRED_ANNUITY", "IMMEDIATE_ANNUITY", "ACCOUNT"}
RATIO = Decimal("0.0001")


class PolicyYear(BaseModel):
    """What a policy year costs and pays for certain, in the case's currency. `age` is that at the end of the year.

    `death_benefit` is paid if the insured dies within the year, `survival_benefit` at its end if alive;
    `cash_value` is what a surrender at the end of the year pays, after that."""

    year: int
    age: int
    premium_paid: Decimal
    death_benefit: Decimal
    survival_benefit: Decimal
    cash_value: Decimal


class ScenarioYear(BaseModel):
    """One policy year of a scenario: dividend of the year, dividends added up with interest or the account's value,
    what a surrender pays and what a death pays, guaranteed parts included."""

    year: int
    age: int
    dividend: Decimal
    fund: Decimal
    surrender_value: Decimal
    death_benefit: Decimal


class Scenario(BaseModel):
    """Figures at an assumed yearly return (a fraction). They are not guaranteed and say so; the one exception is the
    account of a universal policy at the interest that is guaranteed."""

    code: str
    rate: Decimal
    guaranteed: bool = False
    years: list[ScenarioYear]


class Stress(BaseModel):
    """What becomes of the plan if things go badly; `unit` says what `amount` is."""

    code: str
    label: str
    formula: str
    amount: Decimal
    unit: str
    bearable: bool


def policy_years(cover: LifeCover, premium: Premium, pricing: Mapping[str, Any]) -> tuple[PolicyYear, ...]:
    """Guaranteed benefits and cash values over the term, or for life up to the age the parameters name.

    An annuity's income falls due in advance from the end of the deferral on: it is shown in the year that ends then.
    Of an account nothing is guaranteed."""
    design, basis = premium.basis.design, premium.basis
    reserves = [] if design.is_account else _reserves(cover, basis, premium.annual, pricing)
    years = []
    for year in range(1, _duration(cover, basis, pricing) + 1):
        paid = premium.paid(cover, year)
        kept = 1 - charge(year, pricing)
        years.append(
            PolicyYear(
                year=year,
                age=cover.age + year,
                premium_paid=paid,
                death_benefit=_death_benefit(cover, basis, paid, year),
                survival_benefit=_survival_benefit(cover, basis, paid, year),
                cash_value=round_money(reserves[year] * kept) if reserves else NOTHING,
            )
        )
    return tuple(years)


def _duration(cover: LifeCover, basis: Basis, pricing: Mapping[str, Any]) -> int:
    for_life = basis.design.benefit in FOR_LIFE
    return min(int(pricing["illustrate_to_age"]), basis.table.last_age) - cover.age if for_life else cover.term_years


def _death_benefit(cover: LifeCover, basis: Basis, paid: Decimal, year: int) -> Decimal:
    design = basis.design
    insured = cover.sum_insured if design.benefit in {"TERM", "WHOLE", "ENDOWMENT"} else NOTHING
    returned = paid if design.returns != "NONE" and year <= cover.term_years else NOTHING
    return insured + returned


def _survival_benefit(cover: LifeCover, basis: Basis, paid: Decimal, year: int) -> Decimal:
    design, at_end = basis.design, year == cover.term_years
    pays = {
        "DEFERRED_ANNUITY": year >= cover.term_years,
        "IMMEDIATE_ANNUITY": True,
        "ENDOWMENT": at_end,
        "PURE_ENDOWMENT": at_end,
    }
    returned = paid if design.returns == "DEATH_AND_MATURITY" and at_end else NOTHING
    return (cover.sum_insured if pays.get(design.benefit, False) else NOTHING) + returned


def charge(year: int, pricing: Mapping[str, Any]) -> Decimal:
    """The surrender charge of a policy year as a fraction; years beyond the list have none."""
    by_year: Sequence[Any] = pricing["surrender_charge"]
    return Decimal(by_year[year - 1]) if year <= len(by_year) else NOTHING


def _reserves(cover: LifeCover, basis: Basis, annual: Decimal, pricing: Mapping[str, Any]) -> list[Decimal]:
    """Prospective net-premium reserve at the end of each policy year, for a standard life; never below zero.

    V_t = S·A_t + G·R_t − P·ä_t with P = (S·A_0 + G·R_0) / ä_0; premiums that come back are the gross ones G."""
    columns, design = basis.columns, basis.design
    sum_insured, gross = float(cover.sum_insured), float(annual)

    def outgo(after: int) -> float:
        benefits = sum_insured * benefit_value(columns, design, cover, after)
        return benefits + gross * returned_value(columns, design, cover, after)

    net = outgo(0) / premiums_value(columns, cover)
    years = range(_duration(cover, basis, pricing) + 1)
    values = (outgo(year) - net * premiums_value(columns, cover, year) for year in years)
    return [Decimal(repr(max(0.0, value))) for value in values]


def scenarios(
    cover: LifeCover, premium: Premium, pricing: Mapping[str, Any], illustration: Mapping[str, Any]
) -> list[Scenario]:
    """Low, middle and high case of a product whose benefits are uncertain; none for others.

    Rates are those of the `illustration` parameter set. Participating: the base product plus dividends; accounts:
    what is left of premiums and returns after charges."""
    rates: Mapping[str, Any] = illustration["scenario"].get(cover.product_class, {})
    design = premium.basis.design
    project = _account if design.is_account else _dividends
    return [
        Scenario(
            code=code,
            rate=rate,
            guaranteed=design.guarantees_interest and rate <= Decimal(repr(design.interest)),
            years=list(project(cover, premium, pricing, illustration, Decimal(rate))),
        )
        for code, rate in rates.items()
    ]


def _dividends(
    cover: LifeCover, premium: Premium, pricing: Mapping[str, Any], illustration: Mapping[str, Any], rate: Decimal
) -> Iterator[ScenarioYear]:
    """Dividend of year t = share · max(0, r − i) · (V_{t−1} + P if a premium was due), left to gather interest."""
    reserves = _reserves(cover, premium.basis, premium.annual, pricing)
    surplus = max(NOTHING, rate - Decimal(repr(premium.basis.design.interest)))
    share, accumulation = (Decimal(illustration["dividend"][name]) for name in ("share", "accumulation"))
    fund = NOTHING
    for each in policy_years(cover, premium, pricing):
        net = premium.net_annual if each.year <= cover.pay_years else NOTHING
        dividend = round_money(share * surplus * (reserves[each.year - 1] + net))
        fund = round_money(fund * (1 + accumulation)) + dividend
        yield ScenarioYear(
            year=each.year,
            age=each.age,
            dividend=dividend,
            fund=fund,
            surrender_value=each.cash_value + fund,
            death_benefit=each.death_benefit + fund,
        )


def _account(
    cover: LifeCover, premium: Premium, pricing: Mapping[str, Any], illustration: Mapping[str, Any], rate: Decimal
) -> Iterator[ScenarioYear]:
    """The account at the end of each year: (fund + premium after charge − policy fee − risk charge) · (1 + r − fee)."""
    return _projected(cover, premium, pricing, illustration, rate, frozenset())


def _projected(
    cover: LifeCover,
    premium: Premium,
    pricing: Mapping[str, Any],
    illustration: Mapping[str, Any],
    rate: Decimal,
    holiday: frozenset[int],
) -> Iterator[ScenarioYear]:
    """An account year by year, by the charges of its class; it ends, and with it the cover, when it is used up."""
    terms = {**illustration["account"], **illustration["account_of"].get(cover.product_class, {})}
    table, fund = premium.basis.table, NOTHING
    initial = terms["initial_charge"]
    for year in range(1, _duration(cover, premium.basis, pricing) + 1):
        if year <= cover.pay_years and year not in holiday:
            fund += premium.annual * (1 - Decimal(initial[min(year, len(initial)) - 1]))
        at_risk = max(NOTHING, cover.sum_insured - fund)
        risk = Decimal(repr(table.rate(cover.age + year - 1))) * at_risk
        fund = max(NOTHING, fund - Decimal(terms["policy_fee"]) - risk)
        fund = round_money(fund * (1 + rate - Decimal(terms["management_fee"])))
        covered = max(cover.sum_insured, fund * Decimal(terms["death_benefit_share"])) if fund else NOTHING
        yield ScenarioYear(
            year=year,
            age=cover.age + year,
            dividend=NOTHING,
            fund=fund,
            surrender_value=round_money(fund * (1 - charge(year, pricing))),
            death_benefit=round_money(covered),
        )


def stress_cases(
    cover: LifeCover,
    premium: Premium,
    household_income: Decimal | None,
    pricing: Mapping[str, Any],
    illustration: Mapping[str, Any],
) -> list[Stress]:
    """Income falls; premiums pause. Rates, years and what counts as bearable are those of `illustration.stress`."""
    stress = illustration["stress"]
    cases = []
    if household_income:
        drop, limit = Decimal(stress["income_drop"]), Decimal(stress["bearable_share"])
        ratio = (premium.annual / (household_income * (1 - drop))).quantize(RATIO)
        formula = f"年繳保費 / (家庭年收入 × (1 − {drop:.0%})) ≤ {limit:.0%}"
        cases.append(
            Stress(
                code="INCOME_DROP",
                label=f"收入減少 {drop:.0%}",
                formula=formula,
                amount=ratio,
                unit="ratio",
                bearable=ratio <= limit,
            )
        )
    first, length = int(stress["holiday_from_year"]), int(stress["holiday_years"])
    if cover.pay_years >= first:
        cases.append(_holiday(cover, premium, pricing, illustration, range(first, first + length)))
    return cases


def _holiday(
    cover: LifeCover, premium: Premium, pricing: Mapping[str, Any], illustration: Mapping[str, Any], years: range
) -> Stress:
    """Account: what is left at the end of the pause in the low case. Other products: how many premiums the cash value
    could advance before the pause begins (policy loan)."""
    label = f"第 {years.start} 至 {years.stop - 1} 年停繳"
    if premium.basis.design.is_account:
        low = Decimal(illustration["scenario"][cover.product_class]["LOW"])
        pause = frozenset(years)
        account = list(_projected(cover, premium, pricing, illustration, low, pause))
        left, formula, unit = account[years.stop - 2].fund, "停繳期末帳戶價值（低檔）", pricing["currency"]
        return Stress(code="PREMIUM_HOLIDAY", label=label, formula=formula, amount=left, unit=unit, bearable=left > 0)
    share = Decimal(illustration["stress"]["loan_share"])
    value = policy_years(cover, premium, pricing)[years.start - 2].cash_value
    carried = (value * share / premium.annual).quantize(Decimal(1), ROUND_DOWN)
    formula = f"第 {years.start - 1} 年末現金價值 {value} × {share:.0%} / 年繳保費（自動墊繳年數）"
    bearable = carried >= len(years)
    return Stress(code="PREMIUM_HOLIDAY", label=label, formula=formula, amount=carried, unit="years", bearable=bearable)
