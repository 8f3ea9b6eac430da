"""What a product's limits allow: age at entry and at the end, occupation, term."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.pricing.design import LifeCover, Rating, Rider
from handlers.topics import Applicant, Cover, Underwriting, age_last_birthday


class NotInsurable(ValueError):
    """The product's limits do not allow the plan; the message is for the designer, in the procedure's language."""


def insurable_age(cover: Cover, applicant: Applicant, product: Mapping[str, Any], on: date) -> int:
    """The insurance age (last birthday) if the product's limits allow the cover.

    `product` is the dated parameter set of that name. Raises NotInsurable with the limit that stands against it."""
    limits = product.get(cover.product_class)
    if limits is None:
        raise NotInsurable(f"產品類型 {cover.product_class} 尚無費率,請改選其他產品類型。")
    if applicant.birth_date is None:
        raise NotInsurable("缺少出生日期,請先補充客戶資料。")
    age = age_last_birthday(applicant.birth_date, on)
    if not limits["min_age"] <= age <= limits["max_age"]:
        raise NotInsurable(f"投保年齡 {age} 歲不在 {limits['min_age']} 至 {limits['max_age']} 歲之間。")
    if "terms" in limits:  # whole life has none
        _check_term(cover, age, limits)
    if cover.pay_years > limits.get("max_pay_years", cover.pay_years):
        raise NotInsurable(f"繳費期間 {cover.pay_years} 年超過上限 {limits['max_pay_years']} 年。")
    if (applicant.occupation_class or 0) > limits["max_occupation_class"]:
        raise NotInsurable(f"職業類別 {applicant.occupation_class} 高於上限 {limits['max_occupation_class']}。")
    return age


def _check_term(cover: Cover, age: int, limits: Mapping[str, Any]) -> None:
    if age + cover.term_years > limits["max_age_at_end"]:
        raise NotInsurable(f"保險期滿年齡 {age + cover.term_years} 歲超過上限 {limits['max_age_at_end']} 歲。")
    if cover.term_years not in limits["terms"]:
        raise NotInsurable(f"保險期間 {cover.term_years} 年不可選,可選 {'、'.join(map(str, limits['terms']))} 年。")
    if cover.pay_years > cover.term_years:
        raise NotInsurable(f"繳費期間 {cover.pay_years} 年長於保險期間 {cover.term_years} 年。")


def life_cover(
    plan: Cover,
    applicant: Applicant,
    age: int,
    *,
    pay_mode: str | None = None,
    underwriting: Underwriting | None = None,
    discounts: tuple[str, ...] = (),
) -> LifeCover:
    """The plan as the tariff sees it: for a life of that insurance age, rated as underwriting says."""
    terms = underwriting or Underwriting()
    return LifeCover(
        product_class=plan.product_class,
        age=age,
        term_years=plan.term_years,
        pay_years=plan.pay_years,
        sum_insured=plan.sum_insured,
        pay_mode=pay_mode or plan.pay_mode,
        sex=applicant.sex,
        occupation_class=applicant.occupation_class or 1,
        rating=Rating(terms.table_percent, terms.flat_extra_per_mille),
        riders=tuple(Rider(each.code, each.sum_insured, each.term_years) for each in plan.riders or ()),
        discounts=discounts,
        planned_premium=plan.planned_premium,
    )
