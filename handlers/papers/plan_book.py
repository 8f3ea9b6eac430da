"""S3 方案說明書: what the plan covers, excludes, costs and pays, guaranteed and not, and why it suits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from handlers.documents.content import Chart, Section, Series
from handlers.documents.issue import DocumentOutputs, issue
from handlers.documents.papers import PAPERS
from handlers.documents.writing import Writer
from handlers.papers.suitability import suitability_elements
from handlers.papers.topics import PlanInputs, PlanOutline, Priority, Route
from handlers.papers.wording import clauses, exclusions, plan_elements, underwriting_terms
from handlers.ports import HandlerContext
from handlers.pricing.illustration import Scenario
from handlers.pricing.plan import Illustration
from handlers.registry import handler
from handlers.topics import today


class PlanNeed(BaseModel):
    """D23: which of the client's needs the plan meets."""

    met: bool | None = None
    need: str | None = None
    reason: str | None = None


class PlanBookInputs(PlanInputs):
    """What the plan description is made from."""

    illustration: Illustration
    plan_outline: PlanOutline | None = None
    need_priorities: list[Priority] | None = None
    plan_need: PlanNeed | None = None
    plan_review_route: Route | None = None


@handler("presales.document.plan_book", queue="documents")
def issue_plan_book(inputs: PlanBookInputs, context: HandlerContext) -> DocumentOutputs:
    """方案說明書: cover, exclusions, illustration by policy year with a chart, charges, cooling-off, why it suits."""
    page, illustration = Writer(inputs.case, context), inputs.illustration
    income = page.ratio(illustration.premium_to_income)
    return issue(
        PAPERS["plan_book"],
        inputs,
        context,
        page.fields(
            "方案要素",
            *plan_elements(page, inputs),
            ("繳費方式", page.label("pay_mode", inputs.plan.pay_mode)),
            ("年繳保費", page.money(illustration.annual_premium)),
            ("佔家庭年收入", income),
            *underwriting_terms(page, inputs.underwriting),
        ),
        *_needs(page, inputs),
        page.fields("適當性說明（D07 至 D09）", *suitability_elements(page, inputs.suitability)),
        *_cover(page, inputs),
        page.notice("責任免除", *exclusions(page, inputs)),
        *([_chart(page, illustration)] if illustration.years else []),
        *_guaranteed(page, illustration),
        *_scenarios(page, illustration),
        *_stress(page, illustration),
        *_charges(page, inputs, context),
        page.text("猶豫期與退保", *_cooling_off(page, inputs)),
        page.fields(
            "計算基礎",
            ("生命表", f"{illustration.basis.table} {illustration.basis.table_version}"),
            ("預定利率", page.ratio(illustration.basis.interest)),
        ),
        page.text("假設與提示", *page.texts_of("illustration_warnings"), page.text_of("price_changes")),
        page.signatures("審核", "方案設計師", *(page.label("role", role) for role in _reviewers(inputs))),
    )


def _reviewers(inputs: PlanBookInputs) -> list[str]:
    return inputs.plan_review_route.roles if inputs.plan_review_route else []


def _needs(page: Writer, inputs: PlanBookInputs) -> list[Section]:
    """Each need in the order of recommendation, and what covers it: this plan, or not this plan."""
    met = inputs.plan_need.need if inputs.plan_need and inputs.plan_need.met else None
    rows = [
        (
            each.order,
            page.label("need", each.need),
            page.composed(each.reason),
            page.say("本方案") if each.need == met else page.say("本方案未涵蓋"),
        )
        for each in sorted(inputs.need_priorities or [], key=lambda each: each.order)
    ]
    why = [
        page.composed(inputs.plan_need.reason if inputs.plan_need else None),
        page.shown(inputs.plan.reason),
        page.shown(inputs.plan_outline.not_covered if inputs.plan_outline else None),
    ]
    return [
        page.table("各項需求與對應的保障（D05、D23）", ("順序", "需求", "理由", "由何者保障"), rows, numeric=(0,)),
        page.fields("為何適合", *zip(("方案與需求", "設計理由", "未涵蓋的風險"), why, strict=True)),
    ]


def _cover(page: Writer, inputs: PlanInputs) -> list[Section]:
    rows = [(page.say.own(each.title), page.say.own(each.text)) for each in clauses(inputs, exemption=False)]
    if not rows:
        return [page.text("保險責任", page.class_text("cover", inputs.plan.product_class))]
    return [page.table("保險責任與主要約定", ("項目", "內容"), rows)]


def _chart(page: Writer, illustration: Illustration) -> Chart:
    years = illustration.years
    guaranteed: list[tuple[str, list[Decimal | None]]] = [
        ("累計已繳保費", [each.premium_paid for each in years]),
        ("身故保險金（保證）", [each.death_benefit for each in years]),
        ("現金價值（保證）", [each.cash_value for each in years]),
    ]
    series = [_series(page, name, values) for name, values in guaranteed if any(values)]
    series += [
        _not_guaranteed(page, "{scenario}：退保可得（不保證）", each, [year.surrender_value for year in each.years])
        for each in illustration.scenarios
    ]
    if not any(each.death_benefit for each in years):
        series += [
            _not_guaranteed(page, "{scenario}：身故可得（不保證）", each, [year.death_benefit for year in each.years])
            for each in illustration.scenarios[:1]
        ]
    return Chart(
        heading=page.say("利益演示圖"),
        unit=page.currency,
        axis=page.say("保單年度末"),
        positions=tuple(each.year for each in years),
        series=tuple(series),
        note=page.text_of("chart_note"),
    )


def _series(page: Writer, name: str, values: list[Decimal | None]) -> Series:
    points = tuple(None if value is None else float(value) for value in values)
    return Series(name=page.say(name), guaranteed=True, values=points)


def _not_guaranteed(page: Writer, name: str, scenario: Scenario, values: list[Decimal]) -> Series:
    named = page.say(name, scenario=page.label("scenario", scenario.code))
    return Series(name=named, guaranteed=False, values=tuple(float(value) for value in values))


def _guaranteed(page: Writer, illustration: Illustration) -> list[Section]:
    years = illustration.years
    if not any(each.death_benefit or each.survival_benefit or each.cash_value for each in years):
        return [page.notice("保證利益演示", page.text_of("nothing_guaranteed"))]
    return [
        page.table(
            "保證利益演示",
            ("保單年度", "年末年齡", "累計已繳保費", "身故保險金", "生存金（年末）", "現金價值（年末）"),
            [
                (
                    str(each.year),
                    str(each.age),
                    each.premium_paid,
                    each.death_benefit,
                    each.survival_benefit,
                    each.cash_value,
                )
                for each in illustration.years
            ],
            numeric=range(6),
            note="以下均為保證利益；現金價值即退保時所退還的金額。",
        )
    ]


def _scenarios(page: Writer, illustration: Illustration) -> list[Section]:
    return [_scenario(page, each) for each in illustration.scenarios]


def _scenario(page: Writer, scenario: Scenario) -> Section:
    return page.table(
        page.say(
            "不保證利益演示：{scenario}，假設年收益率 {rate}",
            scenario=page.label("scenario", scenario.code),
            rate=page.ratio(scenario.rate),
        ),
        ("保單年度", "年末年齡", "當年紅利", "累積紅利或帳戶價值", "退保可得", "身故可得"),
        [
            (str(each.year), str(each.age), each.dividend, each.fund, each.surrender_value, each.death_benefit)
            for each in scenario.years
        ],
        numeric=range(6),
        note="以下金額均不保證，僅供理解產品；實際收益可能較高或較低，也可能為零。",
    )


def _stress(page: Writer, illustration: Illustration) -> list[Section]:
    if not illustration.stress:
        return []
    rows = [
        (
            page.composed(each.label),
            page.composed(each.formula),
            each.amount,
            page.label("unit", each.unit),
            each.bearable,
        )
        for each in illustration.stress
    ]
    return [page.table("壓力情形", ("情形", "算法", "結果", "單位", "可承受"), rows, numeric=(2,))]


def _charges(page: Writer, inputs: PlanInputs, context: HandlerContext) -> list[Section]:
    on, jurisdiction = today(context, inputs.case), inputs.case.jurisdiction
    pricing = context.parameters.at("pricing", jurisdiction, on)
    is_account = pricing["design"].get(inputs.plan.product_class, {}).get("benefit") == "ACCOUNT"
    rows: list[tuple[str, Any]] = [
        (page.say("退保費用（佔責任準備金，按保單年度）"), _by_year(page, pricing["surrender_charge"])),
        (page.say("保單費（每期）"), page.money(Decimal(pricing["policy_fee"]))),
    ]
    if is_account:
        rows += _account_charges(page, context.parameters.at("illustration", jurisdiction, on)["account"])
    return [page.table("費用", ("項目", "數額"), rows)]


def _account_charges(page: Writer, account: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (page.say("初始費用（佔保費，按保單年度）"), _by_year(page, account["initial_charge"])),
        (page.say("帳戶保單管理費（每年）"), page.money(Decimal(account["policy_fee"]))),
        (page.say("資產管理費（每年，佔帳戶價值）"), page.ratio(Decimal(account["management_fee"]))),
    ]


def _by_year(page: Writer, shares: list[Decimal]) -> str:
    return page.say.listed([f"{year}: {Decimal(share):.0%}" for year, share in enumerate(shares, 1)])


def _cooling_off(page: Writer, inputs: PlanInputs) -> tuple[str, ...]:
    days = inputs.product.cooling_off_days if inputs.product else None
    paragraphs = page.texts_of("surrender")
    return (
        (page.text_of("cooling_off_days", days=days), *paragraphs)
        if days
        else (page.text_of("cooling_off"), *paragraphs)
    )


HANDLERS = (issue_plan_book,)
