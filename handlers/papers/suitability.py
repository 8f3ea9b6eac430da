"""How papers say what the suitability rules found (D07, D08, D09, D23)."""

from handlers.documents.content import Table
from handlers.documents.writing import NOTHING, Writer
from handlers.papers.topics import Suitability
from handlers.papers.wording import Pair


def suitability_elements(page: Writer, suitability: Suitability | None) -> tuple[Pair, ...]:
    """Product level against what the client may buy, ability to pay, and what follows."""
    found = suitability or Suitability()
    match = found.match
    return (
        ("產品風險等級（D07）", _level(match.product_level)),
        ("客戶可購買的最高等級", _level(match.max_level)),
        ("風險匹配（D08）", page.label("suitability", match.result)),
        ("依據", page.composed(match.reason)),
        ("可購買的產品", page.composed(match.allowed)),
        ("保費負擔（D09）", page.label("affordability", found.affordability.result)),
        ("結論", page.label("suitability", found.action)),
    )


def _level(level: int | None) -> str:
    return NOTHING if level is None else f"P{level}"


def affordability_findings(page: Writer, suitability: Suitability | None) -> Table:
    """Each rule on affordability that spoke up."""
    findings = (suitability or Suitability()).affordability.findings
    return page.table(
        "保費負擔的各項規則（D09）",
        ("規則", "結果", "說明"),
        [(each.rule, page.label("affordability", each.result), page.composed(each.message)) for each in findings],
    )


def stop_elements(page: Writer, suitability: Suitability | None) -> tuple[Pair, ...]:
    """Whether and why the client was advised to stop, and whether insisting is possible."""
    stop = (suitability or Suitability()).stop
    return (
        ("建議終止", stop.advised),
        ("情形", page.labels("stop_ground", stop.grounds)),
        ("客戶可堅持投保", stop.waivable if stop.advised else None),
    )
