"""What a product's limits allow: age at entry and at the end, occupation, term."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.topics import Applicant, Cover, age_last_birthday


class NotInsurable(ValueError):
    """The product's limits do not allow the plan; the message is for the designer, in the procedure's language."""


def insurable_age(cover: Cover, applicant: Applicant, product: Mapping[str, Any], on: date) -> int:
    """The insurance age (last birthday) if the product's limits allow the cover.

    `product` is the dated parameter set of that name. Raises NotInsurable with the limit that stands against it."""
    limits = product.get(cover.product_class)
    if limits is None:
        raise NotInsurable(f"產品類型 {cover.product_class} 尚無費率,請改選 {'、'.join(_classes(product))}。")
    if applicant.birth_date is None:
        raise NotInsurable("缺少出生日期,請先補充客戶資料。")
    age = age_last_birthday(applicant.birth_date, on)
    if not limits["min_age"] <= age <= limits["max_age"]:
        raise NotInsurable(f"投保年齡 {age} 歲不在 {limits['min_age']} 至 {limits['max_age']} 歲之間。")
    if "terms" in limits:  # whole life has none
        _check_term(cover, age, limits)
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


def _classes(product: Mapping[str, Any]) -> list[str]:
    return [name for name, limits in product.items() if isinstance(limits, Mapping)]
