"""Every method of needs analysis that a client's data allow, each as a range with its assumptions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import BaseModel

from handlers.needs import methods

NOTHING = Decimal(0)
MONTHS = 12


class MethodResult(BaseModel):
    """One method: what of the `need` is lacking, between `low` and `high` as the assumption named in `range_of` varies.

    Where nothing is lacking the amount is 0 and `surplus` what is there beyond it."""

    id: str
    label: str
    formula: str
    need: Decimal
    amount: Decimal
    low: Decimal
    high: Decimal
    surplus: Decimal
    yearly_saving: Decimal | None = None
    range_of: str
    assumptions: dict[str, Decimal]


class Affordability(BaseModel):
    """NA13: the yearly premium that the household can bear; the envelope is the smallest of the bounds known."""

    protection: Decimal
    all_in: Decimal
    cash_flow: Decimal | None
    envelope: Decimal


@dataclass(frozen=True, slots=True)
class Situation:
    """What the methods need to know; amounts a year or today, in the case's currency. Unknown is None."""

    age: int | None
    income: Decimal
    household_income: Decimal
    expenses: Decimal | None
    cash: Decimal
    liquid_assets: Decimal
    debts: Decimal
    existing_cover: Decimal
    existing_premiums: Decimal
    education_total: Decimal | None
    child_ages: tuple[int, ...] = ()
    spouse_age: int | None = None


def analyse(situation: Situation, parameters: Mapping[str, Any]) -> list[MethodResult]:
    """NA1, NA3, NA5, NA6, NA7, NA8, as far as the data go. All assumptions are the `needs` parameter set's.

    Source: domain specification, needs-analysis mathematics (NA2 and NA4: `handlers.needs.life`)."""
    every = (_life_value, _replacement, _education, _retirement, _critical_illness, _medical)
    return [result for method in every for result in method(situation, parameters)]


def _money(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _result(
    name: tuple[str, str, str],
    needs: tuple[Decimal, Decimal, Decimal],
    have: Decimal,
    range_of: str,
    used: dict[str, Any],
) -> MethodResult:
    """`needs`: middle, low, high before what the client has."""
    middle, low, high = (need - have for need in needs)
    method, label, formula = name
    return MethodResult(
        id=method,
        label=label,
        formula=formula,
        need=_money(needs[0]),
        amount=_money(max(middle, NOTHING)),
        low=_money(max(low, NOTHING)),
        high=_money(max(high, NOTHING)),
        surplus=_money(max(-middle, NOTHING)),
        range_of=range_of,
        assumptions={key: Decimal(value) for key, value in used.items()},
    )


def _life_value(situation: Situation, parameters: Mapping[str, Any]) -> Iterator[MethodResult]:
    rules = parameters["human_life_value"]
    years = int(rules["until_age"]) - (situation.age or 0)
    if situation.age is None or years <= 0 or not situation.income:
        return
    used = {name: Decimal(rules[name]) for name in ("tax", "growth", "interest")}
    middle, low, high = (
        methods.human_life_value(situation.income, consumption=Decimal(rules[name]), years=years, **used)
        for name in ("consumption", "consumption_high", "consumption_low")
    )
    name = ("NA1", "生命價值", "I(1−τ)(1−c)(1−w^n)/(1−w) − 已有保額，w = (1+g)/(1+r)")
    used |= {"consumption": Decimal(rules["consumption"]), "years": Decimal(years)}
    yield _result(name, (middle, low, high), situation.existing_cover, "consumption", used)


def _replacement(situation: Situation, parameters: Mapping[str, Any]) -> Iterator[MethodResult]:
    rules = parameters["income_replacement"]
    if situation.child_ages:
        years = int(rules["child_until_age"]) - min(situation.child_ages)
    elif situation.spouse_age is not None:
        years = int(rules["spouse_until_age"]) - situation.spouse_age
    else:
        return
    if situation.expenses is None or years <= 0:
        return
    share = Decimal(rules["survivors_share"])
    gap = max(situation.expenses * share - (situation.household_income - situation.income), NOTHING)
    middle, low, high = (
        methods.income_replacement(gap, real_rate=Decimal(rules[name]), years=years)
        for name in ("real_rate", "real_rate_high", "real_rate_low")
    )
    name = ("NA3", "收入替代", "(遺屬年需 − 遺屬收入) × 期初年金現值 − 已有保額")
    used = {"survivors_share": share, "real_rate": rules["real_rate"], "yearly_gap": gap, "years": years}
    yield _result(name, (middle, low, high), situation.existing_cover, "real_rate", used)


def _education(situation: Situation, parameters: Mapping[str, Any]) -> Iterator[MethodResult]:
    rules = parameters["education"]
    starts = [int(rules["start_age"]) - age for age in situation.child_ages if age < int(rules["start_age"])]
    if not starts:
        return
    payments, interest = int(rules["payments"]), Decimal(rules["interest"])
    given = situation.education_total
    yearly = given / (len(starts) * payments) if given else Decimal(rules["yearly_cost"])

    def value(inflation: Decimal) -> Decimal:
        costs = (
            methods.education_cost(yearly, starts_in=start, payments=payments, inflation=inflation, interest=interest)
            for start in starts
        )
        return sum(costs, NOTHING)

    middle, low, high = (value(Decimal(rules[name])) for name in ("inflation", "inflation_low", "inflation_high"))
    name = ("NA5", "教育金缺口", "Σ C(1+e)^(a+k)/(1+r)^(a+k)")
    used = {"yearly_cost": yearly, "inflation": rules["inflation"], "interest": interest, "payments": payments}
    result = _result(name, (middle, low, high), NOTHING, "inflation", used)
    saving = result.amount / methods.annuity_due(interest, max(starts))
    yield result.model_copy(update={"yearly_saving": _money(saving)})


def _retirement(situation: Situation, parameters: Mapping[str, Any]) -> Iterator[MethodResult]:
    rules = parameters["retirement"]
    to_work = int(rules["age"]) - (situation.age or 0)
    if situation.age is None or to_work <= 0 or situation.expenses is None:
        return
    inflation, before, after = (Decimal(rules[name]) for name in ("inflation", "return_before", "return_after"))
    need, pension = (
        situation.expenses * Decimal(rules["need_share"]),
        situation.income * Decimal(rules["pension_share"]),
    )
    first = methods.accumulated(max(need - pension, NOTHING), inflation, to_work)
    middle, high = (
        methods.retirement_capital(
            first, inflation=inflation, interest=after, years=int(rules[name]) - int(rules["age"])
        )
        for name in ("live_to", "live_to_high")
    )
    have = methods.accumulated(situation.liquid_assets, before, to_work)
    name = ("NA6", "退休缺口（退休時）", "需求×(1−v^N)/(1−v) − 資產×(1+r1)^m,v = (1+π)/(1+r2)")
    used = {"inflation": inflation, "return_before": before, "return_after": after, "first_year": _money(first)}
    result = _result(name, (middle, middle, high), have, "live_to", used | {"live_to": rules["live_to"]})
    saving = result.amount / methods.savings_due(before, to_work)
    yield result.model_copy(update={"yearly_saving": _money(saving)})


def _critical_illness(situation: Situation, parameters: Mapping[str, Any]) -> Iterator[MethodResult]:
    rules = parameters["critical_illness"]
    if situation.expenses is None:
        return
    treatment = Decimal(rules["treatment"])
    loans = situation.debts / int(rules["loan_term"]) * int(rules["loan_years"])
    low, high = (
        methods.critical_illness(situation.expenses, Decimal(rules[name]), treatment, loans)
        for name in ("multiple_low", "multiple_high")
    )
    name = ("NA7", "重大疾病保額", "年支出 × 倍數 + 治療準備金 + 貸款償還")
    used = {name: rules[name] for name in ("multiple_low", "multiple_high", "loan_years")}
    used |= {"treatment": treatment, "loans": _money(loans)}
    yield _result(name, ((low + high) / 2, low, high), NOTHING, "multiple", used)


def _medical(situation: Situation, parameters: Mapping[str, Any]) -> Iterator[MethodResult]:
    rules = parameters["medical"]
    limit = Decimal(rules["limit"])
    chosen = methods.deductible(situation.cash, [Decimal(each) for each in rules["deductibles"]])
    name = ("NA8", "醫療險年度限額", "限額 ≥ 參數；免賠額以現金準備可承擔者為準")
    yield _result(name, (limit, limit, limit), NOTHING, "none", {"deductible": chosen})


def affordability(situation: Situation, parameters: Mapping[str, Any]) -> Affordability:
    """NA13: the smallest of 10 % of household income for protection, 20 % for all premiums (those paid already taken
    off), and what is free after expenses once three months of them lie in reserve. Shares are parameters."""
    rules = parameters["affordability"]
    protection = situation.household_income * Decimal(parameters["premium_share"])
    all_in = max(situation.household_income * Decimal(rules["all_in_share"]) - situation.existing_premiums, NOTHING)
    cash_flow = None
    if situation.expenses is not None:
        reserve = situation.expenses * int(rules["reserve_months"]) / MONTHS
        free = situation.household_income - situation.expenses - situation.existing_premiums
        cash_flow = max(free - max(reserve - situation.cash, NOTHING), NOTHING)
    bounds = [bound for bound in (protection, all_in, cash_flow) if bound is not None]
    return Affordability(
        protection=_money(protection),
        all_in=_money(all_in),
        cash_flow=None if cash_flow is None else _money(cash_flow),
        envelope=_money(min(bounds)),
    )
