"""Quotations and needs analyses outside a case: the code of the handlers, on what a caller sends. Nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from handlers.needs.calculation import Needs, calculate
from handlers.pricing.cover import NotInsurable
from handlers.pricing.illustration import policy_years, scenarios, stress_cases
from handlers.pricing.limits import filed_tariff
from handlers.pricing.quote import QuotationTerms, quote
from handlers.products import Product
from handlers.topics import Applicant, Cover, Underwriting
from service.errors import InvalidArgument
from service.presales.parameters import ParameterFiles, today


@dataclass(frozen=True, slots=True)
class Asked:
    """Which jurisdiction, which day (None: today there), and the moment of the request."""

    jurisdiction: str
    on: date | None
    now: datetime

    def day(self, sets: ParameterFiles) -> date:
        """The day whose parameter sets hold. Raises InvalidArgument for an unknown jurisdiction."""
        try:
            here = today(sets, self.jurisdiction, self.now)
        except KeyError as error:
            raise InvalidArgument(f"Expected a known jurisdiction, but it is '{self.jurisdiction}'.") from error
        return self.on or here


def calculate_quotation(
    plan: Mapping[str, Any],
    insured: Mapping[str, Any],
    terms: Mapping[str, Any],
    underwriting: Mapping[str, Any],
    product: Mapping[str, Any] | None,
    sets: ParameterFiles,
    asked: Asked,
) -> dict[str, Any]:
    """The premium with every line of it, and the illustration by policy year, within the limits of the product.

    Raises InvalidArgument, in the procedure's words, for what product or tariff do not allow."""
    on = asked.day(sets)
    try:
        applicant, cover = Applicant.model_validate(insured), Cover.model_validate(plan)
        chosen, rated = QuotationTerms.model_validate(terms), Underwriting.model_validate(underwriting)
        offered = None if product is None else Product.model_validate(product)
        pricing = filed_tariff(sets.at("pricing", asked.jurisdiction, on), offered)
        assumed = sets.at("illustration", asked.jurisdiction, on)
        _known("payMode", chosen.pay_mode, list(pricing["modal_factor"]))
        quoted = quote(
            cover, applicant, chosen, sets, jurisdiction=asked.jurisdiction, on=on, underwriting=rated, product=offered
        )
    except NotInsurable as reason:
        raise InvalidArgument(str(reason)) from reason
    except ValidationError as error:
        raise InvalidArgument(_misfit(error)) from error
    except KeyError as error:
        raise InvalidArgument(str(error.args[0])) from error
    life, computed = quoted.cover, quoted.computed
    stress = stress_cases(life, computed, applicant.household_income, pricing, assumed)
    return quoted.premium.model_dump() | {
        "years": [each.model_dump() for each in policy_years(life, computed, pricing)],
        "scenarios": [each.model_dump() for each in scenarios(life, computed, pricing, assumed)],
        "stress": [each.model_dump() for each in stress],
    }


def calculate_needs(
    client: Mapping[str, Any], needs: Mapping[str, Any], sets: ParameterFiles, asked: Asked
) -> dict[str, Any]:
    """The need for cover by every method that the data allow. Raises InvalidArgument for data that do not fit."""
    on = asked.day(sets)
    try:
        parameters = sets.at("needs", asked.jurisdiction, on)
        result = calculate(Applicant.model_validate(client), Needs.model_validate(needs), parameters, on)
    except ValidationError as error:
        raise InvalidArgument(_misfit(error)) from error
    except KeyError as error:
        raise InvalidArgument(str(error.args[0])) from error
    return result.model_dump()


def _known(field: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise InvalidArgument(f"Expected {field} to be one of {', '.join(allowed)}, but it is '{value}'.")


def _misfit(error: ValidationError) -> str:
    """Which fields do not fit and why; never their values, which may be personal."""
    fields = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:10])
    return f"Expected values that fit, but {fields}."
