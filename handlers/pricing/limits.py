"""What a plan must keep to: the limits of its product (the catalogue's), and what its design makes sense of."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from handlers.pricing.cover import NotInsurable
from handlers.products import Product
from handlers.topics import Applicant, Cover, age_last_birthday

#: benefits that end with the term, so that nobody pays for longer
_WITH_TERM = {"TERM", "PURE_ENDOWMENT", "ENDOWMENT", "DEFERRED_ANNUITY"}


def insurable_age(
    cover: Cover, applicant: Applicant, product: Product | None, pricing: Mapping[str, Any], on: date
) -> int:
    """The insurance age (last birthday) if tariff and product allow the cover.

    Without a product only the tariff counts. Raises NotInsurable with the limit that stands against it."""
    design = pricing["design"].get(cover.product_class)
    if design is None:
        raise NotInsurable(f"產品類型 {cover.product_class} 尚無費率，請改選其他產品類型。")
    if applicant.birth_date is None:
        raise NotInsurable("缺少出生日期，請先補充客戶資料。")
    age = age_last_birthday(applicant.birth_date, on)
    if design["benefit"] in _WITH_TERM and cover.pay_years > cover.term_years:
        raise NotInsurable(f"繳費期間 {cover.pay_years} 年長於保險期間 {cover.term_years} 年。")
    if product is not None:
        if "ANNUITY" not in design["benefit"]:
            _check_step(cover.sum_insured, Decimal(pricing["sum_insured_step"]))
        _check(cover, applicant, age, product)
    return age


def _check_step(sum_insured: Decimal, step: Decimal) -> None:
    if sum_insured % step:
        raise NotInsurable(f"保額須為 {step} 元的整數倍，不可為 {sum_insured} 元。")


def _check(cover: Cover, applicant: Applicant, age: int, product: Product) -> None:
    if cover.product_class != product.product_class:
        raise NotInsurable(
            f"產品 {product.code} 的類型為 {product.product_class}，與方案的 {cover.product_class} 不符。"
        )
    if not product.min_age <= age <= product.max_age:
        raise NotInsurable(f"投保年齡 {age} 歲不在 {product.min_age} 至 {product.max_age} 歲之間。")
    end = age + cover.term_years
    if product.max_age_at_end is not None and end > product.max_age_at_end:
        raise NotInsurable(f"保險期滿年齡 {end} 歲超過上限 {product.max_age_at_end} 歲。")
    if product.terms and cover.term_years not in product.terms:
        raise NotInsurable(f"保險期間 {cover.term_years} 年不可選，可選 {'、'.join(map(str, product.terms))} 年。")
    if product.max_pay_years is not None and cover.pay_years > product.max_pay_years:
        raise NotInsurable(f"繳費期間 {cover.pay_years} 年超過上限 {product.max_pay_years} 年。")
    if (applicant.occupation_class or 0) > product.max_occupation_class:
        raise NotInsurable(f"職業類別 {applicant.occupation_class} 高於上限 {product.max_occupation_class}。")
    if unknown := [each.code for each in cover.riders or () if each.code not in product.riders]:
        offered = "、".join(product.riders) or "無"
        raise NotInsurable(f"產品 {product.code} 不提供附約 {'、'.join(unknown)}，可選：{offered}。")


def filed_tariff(pricing: Mapping[str, Any], product: Product | None) -> Mapping[str, Any]:
    """The tariff, whose discounts end where the product's filed range does.

    Raises NotInsurable if it is not the one that the product is filed with: nobody may sell at other rates (measures
    on insurance sales conduct, article 30)."""
    if product is None:
        return pricing
    if product.rate_basis != pricing["version"]:
        raise NotInsurable(
            f"產品 {product.code} 報備的費率為 {product.rate_basis}，今日有效的費率表為 {pricing['version']}；"
            "請先於產品目錄更新報備費率。"
        )
    cap = min(Decimal(pricing["max_discount_percent"]), product.discount.max_percent)
    return {**pricing, "max_discount_percent": cap}
