"""The lines that explain a premium, and the rounding of money."""

from decimal import ROUND_HALF_UP, Decimal

from pydantic import BaseModel

CENT = Decimal("0.01")


def round_money(amount: Decimal) -> Decimal:
    """To the cent, half up: the rounding of every amount and rate per mille that a client sees."""
    return amount.quantize(CENT, ROUND_HALF_UP)


class QuotationLine(BaseModel):
    """One step of the premium. `amount` is in the case's currency, or per mille where the unit says so.

    `formula_id` names the rule, `formula` shows it with its numbers, `basis` the table or parameters and version."""

    code: str
    label: str
    formula_id: str
    formula: str
    amount: Decimal
    unit: str
    basis: str

    @classmethod
    def of(
        cls, code: str, label: str, formula_id: str, formula: str, amount: Decimal, unit: str, basis: str
    ) -> "QuotationLine":
        """A line, its parts in reading order."""
        return cls(
            code=code, label=label, formula_id=formula_id, formula=formula, amount=amount, unit=unit, basis=basis
        )
