"""Premium of a life product, with every step of it as a line of the quotation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from handlers.pricing.additions import additions, discount_percent, discounts
from handlers.pricing.basis import Basis, basis_of
from handlers.pricing.cover import NotInsurable
from handlers.pricing.design import LifeCover, Rating
from handlers.pricing.equivalence import AnnualPremium, annual_premium
from handlers.pricing.lines import QuotationLine, round_money
from handlers.pricing.mortality import MortalityTables

STANDARD = Rating()


@dataclass(frozen=True, slots=True)
class Premium:
    """What it costs: per year, per instalment, and how that came about. `table` and its version, interest as used.

    `later_annual` is what is paid a year once a temporary flat extra has ended; else it equals `annual`."""

    net_annual: Decimal
    rate_per_mille: Decimal
    annual: Decimal
    later_annual: Decimal
    instalment: Decimal
    discount_percent: Decimal
    lines: tuple[QuotationLine, ...]
    basis: Basis

    def paid(self, cover: LifeCover, years: int) -> Decimal:
        """The premiums of that many policy years together."""
        due = min(years, cover.pay_years)
        at_first = due if cover.rating.flat_extra_years is None else min(due, cover.rating.flat_extra_years)
        return self.annual * at_first + self.later_annual * (due - at_first)


def life_premium(cover: LifeCover, pricing: Mapping[str, Any], tables: MortalityTables | None = None) -> Premium:
    """Premium by the equivalence principle, in the order that is filed, each step a line.

    Rate per 1 000 (rounded half up to 0.01), rate of the rated life, premium = rate · S/1000, flat extra, riders,
    discounts, modal factor, policy fee, tax. `pricing` is the dated parameter set of that name.
    Source: domain specification, premium calculation. Raises NotInsurable for what the tariff does not allow,
    KeyError for a product class, payment mode or rider that has no formula or parameter."""
    basis = basis_of(cover, pricing, tables)
    _check_rating(cover.rating, pricing)
    _check_mode(cover)
    if basis.design.is_account:
        net, lines = _planned(cover, pricing)
    else:
        net, lines = _base(cover, basis, pricing)
    rate = lines[-2].amount if not basis.design.is_account else round_money(lines[-1].amount * 1000 / cover.sum_insured)
    lines += additions(cover, lines[-1].amount, pricing)
    before = _sum(lines)
    lines += discounts(cover, before, pricing)
    annual = _sum(lines)
    unit, version = pricing["currency"], pricing["version"]
    lines.append(QuotationLine.of("ANNUAL_PREMIUM", "年繳保費", "SUM", "以上各項合計", annual, unit, version))
    later = _after_extra(cover, annual, pricing, tables)
    if later != annual:
        label, formula = f"第 {(cover.rating.flat_extra_years or 0) + 1} 年起年繳保費", "定額加費期滿後各項合計"
        lines.append(QuotationLine.of("LATER_ANNUAL_PREMIUM", label, "SUM", formula, later, unit, version))
    lines += _instalment(cover, annual, basis, pricing)
    taken = round_money(discount_percent(cover, pricing))
    return Premium(net, rate, annual, later, lines[-1].amount, taken, tuple(lines), basis)


def _after_extra(
    cover: LifeCover, annual: Decimal, pricing: Mapping[str, Any], tables: MortalityTables | None
) -> Decimal:
    """The yearly premium after a temporary flat extra; the same where there is none or it lasts as long as payment."""
    rating = cover.rating
    if not rating.flat_extra_per_mille or (rating.flat_extra_years or cover.pay_years) >= cover.pay_years:
        return annual
    return life_premium(replace(cover, rating=Rating(rating.table_percent)), pricing, tables).annual


def _check_mode(cover: LifeCover) -> None:
    if cover.pay_mode == "SINGLE" and cover.pay_years != 1:
        raise NotInsurable(f"躉繳的繳費期間須為 1 年，不可為 {cover.pay_years} 年。")


def _sum(lines: list[QuotationLine]) -> Decimal:
    """Base premium and what was added to it or taken off it."""
    kept = [line.amount for line in lines if line.code not in {"NET_PREMIUM", "GROSS_RATE", "SUBSTANDARD_RATE"}]
    return sum(kept, Decimal(0))


def _check_rating(rating: Rating, pricing: Mapping[str, Any]) -> None:
    limits = pricing["rating"]
    steps, rest = divmod(rating.table_percent - STANDARD.table_percent, int(limits["step_percent"]))
    if rest or steps < 0 or rating.table_percent > limits["max_percent"]:
        raise NotInsurable(
            f"次標準體死亡率須為 100% 至 {limits['max_percent']}%，每級 {limits['step_percent']}%，"
            f"不可為 {rating.table_percent}%。"
        )


def _planned(cover: LifeCover, pricing: Mapping[str, Any]) -> tuple[Decimal, list[QuotationLine]]:
    """The premium that goes into an account: what the client plans, or a share of the sum insured."""
    share = Decimal(pricing["account_premium_share"])
    amount = round_money(cover.planned_premium or cover.sum_insured * share)
    formula = "客戶選定" if cover.planned_premium else f"S × {share}"
    version = pricing["version"]
    line = QuotationLine.of("BASE_PREMIUM", "計劃保費（年）", "PLANNED", formula, amount, pricing["currency"], version)
    return amount, [line]


def _base(cover: LifeCover, basis: Basis, pricing: Mapping[str, Any]) -> tuple[Decimal, list[QuotationLine]]:
    """Net premium, rate per mille, rate of a rated life, base premium."""
    standard = annual_premium(cover, basis, pricing, STANDARD)
    net, rate = round_money(standard.net), _rate(standard, cover)
    unit, version = pricing["currency"], pricing["version"]
    net_formula = f"S × {standard.benefit:.8f} / {standard.annuity:.8f}"
    if standard.returned:
        net_formula = f"S × {standard.benefit:.8f} / ({standard.annuity:.8f} − {standard.returned:.8f})"
    net_id = f"NP.{basis.design.benefit}"
    lines = [
        QuotationLine.of("NET_PREMIUM", "純保費（年）", net_id, net_formula, net, unit, basis.name),
        QuotationLine.of(
            "GROSS_RATE", "毛保費費率", standard.formula_id, f"{standard.formula} / S × 1000", rate, "‰", version
        ),
    ]
    if cover.rating.table_percent != STANDARD.table_percent:
        lines.append(_substandard(cover, basis, pricing, rate))
    base = round_money(lines[-1].amount * cover.sum_insured / 1000)
    lines.append(QuotationLine.of("BASE_PREMIUM", "主約保費（年）", "RATE", "費率 × S / 1000", base, unit, version))
    return net, lines


def _substandard(cover: LifeCover, basis: Basis, pricing: Mapping[str, Any], rate: Decimal) -> QuotationLine:
    """The rate of a rated life: on its own mortality, or in percent of the premium where the product allows that."""
    percent, code, label = cover.rating.table_percent, "SUBSTANDARD_RATE", "次標準體費率"
    if basis.design.percent_of_premium:
        rated = round_money(rate * percent / 100)
        formula = f"{rate}‰ × {percent}%"
        return QuotationLine.of(code, label, "SUBSTANDARD.PREMIUM", formula, rated, "‰", pricing["version"])
    premium = annual_premium(cover, basis, pricing, cover.rating)
    formula = f"死亡率 × {percent}%:A = {premium.benefit:.8f},ä = {premium.annuity:.8f}"
    rated = _rate(premium, cover)
    return QuotationLine.of(code, label, "SUBSTANDARD.MORTALITY", formula, rated, "‰", basis.name)


def _rate(premium: AnnualPremium, cover: LifeCover) -> Decimal:
    return round_money(premium.gross * 1000 / cover.sum_insured)


def _instalment(cover: LifeCover, annual: Decimal, basis: Basis, pricing: Mapping[str, Any]) -> Iterator[QuotationLine]:
    """Modal factor, policy fee, tax, and what is paid each time."""
    unit, version, modal = pricing["currency"], pricing["version"], Decimal(pricing["modal_factor"][cover.pay_mode])
    amount = round_money(annual * modal)
    formula = f"年繳保費 × {modal}" + _exact_factor(cover, basis, pricing)
    yield QuotationLine.of("MODAL_PREMIUM", "分期保費", "MODAL", formula, amount, unit, version)
    fee = round_money(Decimal(pricing["policy_fee"]))
    if fee:
        yield QuotationLine.of("POLICY_FEE", "保單費（每期）", "FEE", "參數", fee, unit, version)
    tax_rate = Decimal(pricing["tax"]["rate"])
    tax = round_money((amount + fee) * tax_rate)
    formula = f"{pricing['tax']['name']} {tax_rate:.0%}"
    yield QuotationLine.of("TAX", "稅", "TAX", formula, tax, unit, version)
    yield QuotationLine.of("INSTALMENT", "每期保費", "SUM", "分期保費 + 保單費 + 稅", amount + fee + tax, unit, version)


def _exact_factor(cover: LifeCover, basis: Basis, pricing: Mapping[str, Any]) -> str:
    """The factor that deaths spread evenly over the year would give, for comparison; the filed one also pays for
    collecting more often."""
    instalments = int(pricing["instalments"][cover.pay_mode])
    if instalments == 1 or basis.design.is_account:
        return ""
    annuity = basis.columns.annuity_due(cover.age, cover.pay_years)
    exact = annuity / basis.columns.annuity_due_by_instalments(cover.age, cover.pay_years, instalments) / instalments
    return f"（精算均勻死亡假設 {exact:.6f}）"
