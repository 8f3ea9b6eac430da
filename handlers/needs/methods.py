"""The mathematics of needs analysis, NA1 to NA13 of the domain specification: pure functions of decimals.

Rates are fractions a year (0.04 = 4 %), amounts in the case's currency and not rounded, years whole numbers.
Unless said otherwise payments fall due at the beginning of a year."""

from decimal import Decimal

ONE = Decimal(1)


def growing_annuity(first: Decimal, growth: Decimal, interest: Decimal, years: int) -> Decimal:
    """Present value of `first`, rising each year: Σ_{t<n} first · w^t with w = (1 + g) / (1 + r)."""
    ratio = (ONE + growth) / (ONE + interest)
    if ratio == 1:
        return first * years
    return first * (ONE - ratio**years) / (ONE - ratio)


def annuity_due(interest: Decimal, years: int) -> Decimal:
    """ä_{n|r}: present value of 1 a year."""
    return growing_annuity(ONE, Decimal(0), interest, years)


def savings_due(interest: Decimal, years: int) -> Decimal:
    """s̈_{n|r}: what 1 a year has become after the last year."""
    return annuity_due(interest, years) * (ONE + interest) ** years


def human_life_value(
    income: Decimal, *, tax: Decimal, consumption: Decimal, growth: Decimal, interest: Decimal, years: int
) -> Decimal:
    """NA1: I·(1 − τ)·(1 − c)·(1 − w^n)/(1 − w), what the insured will earn and not use up."""
    return growing_annuity(income * (ONE - tax) * (ONE - consumption), growth, interest, years)


def income_replacement(yearly_gap: Decimal, *, real_rate: Decimal, years: int) -> Decimal:
    """NA3: what survivors lack a year, for as long as they need it, at the real rate."""
    return yearly_gap * annuity_due(real_rate, years)


def education_cost(yearly: Decimal, *, starts_in: int, payments: int, inflation: Decimal, interest: Decimal) -> Decimal:
    """NA5: Σ_k C·(1 + e)^{a+k} / (1 + r)^{a+k}, today's value of the years of study."""
    ratio = (ONE + inflation) / (ONE + interest)
    return yearly * sum((ratio ** (starts_in + year) for year in range(payments)), Decimal(0))


def retirement_capital(first_year: Decimal, *, inflation: Decimal, interest: Decimal, years: int) -> Decimal:
    """NA6: capital at retirement, need_R·(1 − v^N)/(1 − v) with v = (1 + π)/(1 + r₂)."""
    return growing_annuity(first_year, inflation, interest, years)


def accumulated(amount: Decimal, rate: Decimal, years: int) -> Decimal:
    """What an amount becomes in so many years."""
    return amount * (ONE + rate) ** years


def critical_illness(expenses: Decimal, multiple: Decimal, treatment: Decimal, loan_payments: Decimal) -> Decimal:
    """NA7: so many years of expenses, a reserve for treatment, the payments of loans."""
    return expenses * multiple + treatment + loan_payments


def deductible(cash: Decimal, offered: list[Decimal]) -> Decimal:
    """NA8: the largest deductible on offer that the cash reserve covers; the smallest if it covers none."""
    return max((each for each in offered if each <= cash), default=min(offered))
