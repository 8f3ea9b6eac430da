"""Present values per unit by commutation columns.

Discrete model: benefit at the end of the year of death, premiums in advance, integer age x, v = 1/(1+i);
D_x = l_x v^x, C_x = d_x v^(x+1), N = ΣD, M = ΣC. Source: domain specification, life conventions; any textbook."""

import math
from functools import lru_cache
from itertools import accumulate

from handlers.pricing.mortality import MortalityTable


class Commutation:
    """Commutation columns of one table at one interest rate (0.02 = 2 %). All values are per unit of benefit."""

    def __init__(self, table: MortalityTable, interest: float) -> None:
        discount = 1 / (1 + interest)
        self.interest = interest
        lives, d_x, c_x = 1.0, [], []
        for years, rate in enumerate(table.rates):
            d_x.append(lives * discount**years)
            c_x.append(lives * rate * discount ** (years + 1))
            lives *= 1 - rate
        self._first_age = table.first_age
        self._d = (*d_x, 0.0)
        self._n = tuple(accumulate(reversed((*d_x, 0.0))))[::-1]
        self._m = tuple(accumulate(reversed((*c_x, 0.0))))[::-1]
        self._r = tuple(accumulate(reversed(self._m)))[::-1]

    def _at(self, column: tuple[float, ...], age: int) -> float:
        return column[min(age - self._first_age, len(column) - 1)]

    def term(self, age: int, years: int) -> float:
        """Term insurance: (M_x − M_{x+n}) / D_x."""
        return (self._at(self._m, age) - self._at(self._m, age + years)) / self._at(self._d, age)

    def whole_life(self, age: int) -> float:
        """Whole life insurance: M_x / D_x."""
        return self._at(self._m, age) / self._at(self._d, age)

    def pure_endowment(self, age: int, years: int) -> float:
        """Payment on survival: D_{x+n} / D_x."""
        return self._at(self._d, age + years) / self._at(self._d, age)

    def endowment(self, age: int, years: int) -> float:
        """Term insurance and pure endowment together."""
        return self.term(age, years) + self.pure_endowment(age, years)

    def annuity_due(self, age: int, years: int | None = None) -> float:
        """Yearly 1 in advance, for `years` or for life: (N_x − N_{x+m}) / D_x."""
        later = 0.0 if years is None else self._at(self._n, age + years)
        return (self._at(self._n, age) - later) / self._at(self._d, age)

    def annuity_in_arrears(self, age: int) -> float:
        """Yearly 1 in arrears for life: N_{x+1} / D_x."""
        return self._at(self._n, age + 1) / self._at(self._d, age)

    def increasing_term(self, age: int, years: int, cap: int | None = None) -> float:
        """Term insurance of t + 1 on death in year t + 1, rising no further than `cap`.

        Σ min(t + 1, cap) C_{x+t} / D_x; by columns: (R_x − R_{x+c} − c·M_{x+n}) / D_x with c = min(n, cap)."""
        rising = years if cap is None else min(years, cap)
        start, level = self._at(self._r, age), self._at(self._r, age + rising)
        return (start - level - rising * self._at(self._m, age + years)) / self._at(self._d, age)

    def annuity_due_by_instalments(self, age: int, years: int, instalments: int) -> float:
        """Yearly 1 in `instalments` equal parts in advance for `years`, deaths spread evenly over a year (UDD).

        α(m)·ä − β(m)·(1 − nE), α = i·d / (i⁽ᵐ⁾·d⁽ᵐ⁾), β = (i − i⁽ᵐ⁾) / (i⁽ᵐ⁾·d⁽ᵐ⁾). Interest must not be zero."""
        i, m = self.interest, instalments
        d = i / (1 + i)
        nominal_interest = m * (math.pow(1 + i, 1 / m) - 1)
        nominal_discount = m * (1 - math.pow(1 - d, 1 / m))
        alpha = i * d / (nominal_interest * nominal_discount)
        beta = (i - nominal_interest) / (nominal_interest * nominal_discount)
        return alpha * self.annuity_due(age, years) - beta * (1 - self.pure_endowment(age, years))

    def deferred_annuity_due(self, age: int, years: int) -> float:
        """Yearly 1 in advance for life, from age x + k on: N_{x+k} / D_x."""
        return self._at(self._n, age + years) / self._at(self._d, age)


@lru_cache(maxsize=64)
def commutation(table: MortalityTable, interest: float) -> Commutation:
    """The columns of a table at an interest rate, computed once."""
    return Commutation(table, interest)
