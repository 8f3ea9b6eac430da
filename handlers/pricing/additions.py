"""What is added to the base premium and taken off it: flat extra, riders, discounts. All numbers are parameters."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from handlers.pricing.cover import NotInsurable
from handlers.pricing.design import LifeCover, Rider
from handlers.pricing.lines import QuotationLine, round_money

NOTHING = Decimal(0)


def additions(cover: LifeCover, base: Decimal, pricing: Mapping[str, Any]) -> Iterator[QuotationLine]:
    """Flat extra (‰ × S/1000), then the riders; one that follows the premium comes last, on all before it.

    Raises NotInsurable for a rider that is not filed or beyond its limits."""
    unit, version, total = pricing["currency"], pricing["version"], base
    extra = cover.rating.flat_extra_per_mille
    if extra:
        amount = round_money(extra * cover.sum_insured / 1000)
        total += amount
        years = cover.rating.flat_extra_years
        formula = f"{extra}‰ × S / 1000" + ("" if years is None else f"（前 {years} 年）")
        yield QuotationLine.of("FLAT_EXTRA", "定額加費", "FLAT_EXTRA", formula, amount, unit, version)
    if unknown := {rider.code for rider in cover.riders} - set(pricing["rider"]):
        raise NotInsurable(f"費率表沒有附約 {'、'.join(sorted(unknown))}，可用 {'、'.join(pricing['rider'])}。")
    for rider in sorted(cover.riders, key=lambda each: pricing["rider"][each.code]["kind"] == "PREMIUM_SHARE"):
        terms = pricing["rider"][rider.code]
        _check(rider, cover, terms)
        amount, formula = _rider(rider, cover, terms, total)
        total += amount
        code = f"RIDER_{rider.code}"
        yield QuotationLine.of(code, terms["name"], f"RIDER.{terms['kind']}", formula, amount, unit, version)


def _rider(rider: Rider, cover: LifeCover, terms: Mapping[str, Any], premium: Decimal) -> tuple[Decimal, str]:
    """Its yearly premium and how it came about, by the kind of the rider."""
    if terms["kind"] == "PREMIUM_SHARE":
        factor = Decimal(band(terms["age_factors"], cover.age)["factor"])
        share = Decimal(terms["share"])
        return round_money(premium * share * factor), f"{premium} × {share} × 年齡係數 {factor}"
    if terms["kind"] == "OCCUPATION":
        rate = Decimal(terms["per_mille"][cover.occupation_class - 1])
        words = f"{rate}‰（職業 {cover.occupation_class} 類）"
    else:
        rate = Decimal(band(terms["bands"], cover.age)["per_mille"])
        words = f"{rate}‰（{cover.age} 歲）"
    sum_insured = rider.sum_insured or NOTHING
    return round_money(rate * sum_insured / 1000), f"{words} × {sum_insured} / 1000"


def _check(rider: Rider, cover: LifeCover, terms: Mapping[str, Any]) -> None:
    if terms["kind"] != "PREMIUM_SHARE":
        largest = cover.sum_insured * Decimal(terms["max_multiple"])
        if rider.sum_insured is None or not 0 < rider.sum_insured <= largest:
            raise NotInsurable(
                f"附約「{terms['name']}」保額須大於 0 且不超過主約的 {terms['max_multiple']} 倍（{largest}）。"
            )
    if (rider.term_years or 0) > cover.term_years:
        raise NotInsurable(f"附約「{terms['name']}」期間 {rider.term_years} 年長於主約 {cover.term_years} 年。")


def discounts(cover: LifeCover, premium: Decimal, pricing: Mapping[str, Any]) -> Iterator[QuotationLine]:
    """What the filed tariff grants: discounts by sum insured apply by themselves, others if their condition is met.

    Together they end at the filed cap. A discretionary discount comes on top as it is asked for: whether anybody may
    grant it is for decision D17, which stops what is beyond the filed range."""
    unit, version = pricing["currency"], pricing["version"]
    for code, name, percent, taken in _within_cap(cover, pricing):
        amount = -round_money(premium * taken / 100)
        formula = f"− {premium} × {taken}%" + ("" if taken == percent else f"（報備上限，原 {percent}%）")
        yield QuotationLine.of(f"DISCOUNT_{code}", name, "DISCOUNT", formula, amount, unit, version)
    if asked := cover.discretionary_percent:
        amount = -round_money(premium * asked / 100)
        formula = f"− {premium} × {asked}%（須經 D17 授權）"
        yield QuotationLine.of("DISCOUNT_DISCRETIONARY", "裁量折扣", "DISCOUNT", formula, amount, unit, version)


def discount_percent(cover: LifeCover, pricing: Mapping[str, Any]) -> Decimal:
    """All discounts together, the discretionary one included. Raises NotInsurable for one that is not filed."""
    return sum((taken for *_, taken in _within_cap(cover, pricing)), cover.discretionary_percent)


def _within_cap(cover: LifeCover, pricing: Mapping[str, Any]) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """Code, name, percent and what the cap leaves of it, of each discount of the tariff."""
    left = Decimal(pricing["max_discount_percent"])
    for code, name, percent in _granted(cover, pricing):
        taken = min(percent, left)
        left -= taken
        yield code, name, percent, taken


def _granted(cover: LifeCover, pricing: Mapping[str, Any]) -> Iterator[tuple[str, str, Decimal]]:
    filed = [row for row in pricing["discount"] if cover.product_class in row["classes"]]
    if unknown := set(cover.discounts) - {row["code"] for row in filed}:
        raise NotInsurable(f"此產品的報備費率沒有折扣 {'、'.join(sorted(unknown))}。")
    for row in filed:
        if "bands" in row:
            percent = Decimal(band([{"from": 0, "percent": 0}, *row["bands"]], cover.sum_insured)["percent"])
        else:
            percent = Decimal(row["percent"]) if row["code"] in cover.discounts else NOTHING
        if percent:
            yield row["code"], row["name"], percent


def band(bands: Any, value: Any) -> Mapping[str, Any]:
    """The last band that begins at or below the value. Raises NotInsurable if all begin above it."""
    reached: list[Mapping[str, Any]] = [each for each in bands if each["from"] <= value]
    if not reached:
        raise NotInsurable(f"費率表自 {bands[0]['from']} 起，沒有 {value} 的費率。")
    return reached[-1]
