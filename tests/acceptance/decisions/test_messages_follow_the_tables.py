"""An owner who changes a limit changes one cell: what people are told takes its numbers from there."""

import re

import pytest

from tests.acceptance.decisions.conftest import JURISDICTIONS
from tests.acceptance.decisions.test_filing import ORDINARY
from tests.acceptance.decisions.test_suitability import GOOD, PAR

FOLDER = JURISDICTIONS / "CN" / "decisions"


@pytest.fixture
def changed(deploy, decide, evaluate):  # noqa: ARG001 - the bundled tables first
    """Deploys a table with one cell changed, evaluates a decision, and deploys the bundled table again."""

    def change(file, cell, old, new, decision, **inputs):
        bundled = (FOLDER / file).read_text("utf-8")
        pattern = re.compile(rf'(<\w+Entry id="{cell}">\s*<text>){re.escape(old)}(</text>)')
        edited, count = pattern.subn(rf"\g<1>{new}\g<2>", bundled)
        assert count == 1
        deploy({file: edited.encode()})
        result = evaluate(f"CN_{decision}", inputs)
        deploy({file: bundled.encode()})
        return result

    return change


def messages(result):
    return {each["rule"]: each["message"] for each in result["affordability"]["findings"]}


@pytest.mark.parametrize(
    ("column", "old", "new", "rule", "says", "household"),
    [
        (1, "4", "3", "D09-1", "超過 3 倍", {"product": PAR, "single_premium": 1_000_000, "annual_premium": None}),
        (2, "40", "35", "D09-2", "超過 35%", {"product": PAR, "annual_premium": 110_000}),
        (3, "20", "15", "D09-6", "超過 15%", {"product": PAR, "annual_premium": 50_000}),
        (4, "30", "25", "D09-6", "超過 25%", {"product": PAR, "annual_premium": 80_000}),
        (5, "70", "55", "D09-5", "超過 55", {"product": PAR, "age": 40, "pay_years": 20}),
        (7, "100", "20", "D09-8", "元的 20%", {"product": PAR, "annual_premium": 50_000}),
    ],
)
def test_d09(changed, column, old, new, rule, says, household):
    cell = f"affordability_limits_rule_1_output_{column}"
    result = changed("suitability.dmn", cell, old, new, "suitability_assessment", **(GOOD | household))
    assert says in messages(result)[rule]


def test_d09_says_that_the_trigger_of_financial_underwriting_is_taiwans(decide):
    result = decide("suitability_assessment", **(GOOD | {"annual_premium": 100_000}))
    assert "參照臺灣" in messages(result)["D09-6"]
    assert result["affordability"]["result"] == "WARN"


def test_d08(changed):
    """A class that may buy one level less is told so, and what it may buy."""
    told = GOOD | {"client_class": "C3", "product": PAR}
    cell = "class_ceiling_rule_4_output_2"
    match = changed("suitability.dmn", cell, "3", "2", "suitability_assessment", **told)["match"]
    assert (match["result"], match["max_level"]) == ("MISMATCH", 2)
    assert "只能購買 P1–P2" in match["reason"]
    assert "P1–P2" in match["allowed"]


def test_d27(changed):
    told = ORDINARY | {"currency": "CNY", "premium": 150_000}
    [reason] = changed(
        "due_diligence.dmn", "due_diligence_limit_rule_3_output_1", "200000", "150000", "customer_due_diligence", **told
    )["reasons"]
    assert "CNY 150000" in reason


@pytest.mark.parametrize(
    ("currency", "line", "method", "limit"),
    [
        ("USD", "LIFE", "CASH", 2_000),
        ("USD", "PROPERTY", "CASH", 1_000),
        ("USD", "LIFE", "BANK_TRANSFER", 20_000),
        (None, "LIFE", "CASH", 20_000),
    ],
)
def test_d27_has_its_own_limits_for_foreign_currency(decide, currency, line, method, limit):
    told = ORDINARY | {"currency": currency, "product_line": line, "payment_method": method}
    below, reached = (decide("customer_due_diligence", **(told | {"premium": amount})) for amount in (limit - 1, limit))
    assert (below["level"], reached["level"]) == ("SIMPLIFIED", "STANDARD")
    assert f"{currency or 'CNY'} {limit}" in reached["reasons"][0]


def test_d27_a_currency_without_limits_is_looked_at(decide):
    found = decide("customer_due_diligence", **(ORDINARY | {"currency": "EUR", "premium": 1}))
    assert (found["level"], len(found["reasons"])) == ("STANDARD", 1)
