"""How values, codes and texts are written in each language."""

from datetime import date
from decimal import Decimal

import pytest

from handlers.documents.writing import Writer
from handlers.topics import Case
from tests.client_t01 import CASE
from tests.unit.papers.topics import context_of


def writer(language):
    return Writer(Case.model_validate(CASE | {"language": language}), context_of())


@pytest.mark.parametrize(
    ("language", "yes", "several", "years"),
    [("zh-Hant", "是", "甲、乙", "20 年"), ("zh-Hans", "是", "甲、乙", "20 年"), ("en", "yes", "甲, 乙", "20 years")],
)
def test_values_are_shown_as_people_read_them(language, yes, several, years):
    page = writer(language)
    assert page.shown(True) == yes
    assert page.shown(["甲", "乙"]) == several
    assert page.years(20) == years
    assert page.shown(Decimal("1234567.50")) == "1,234,567.50"
    assert page.money(Decimal("1234567.5")) == "CNY 1,234,567.50"
    assert page.ratio(Decimal("0.0041")) == "0.41%"
    assert page.shown(date(2026, 11, 23)) == "2026-11-23"
    assert {page.shown(value) for value in (None, "", [])} == {"—"}


def test_codes_are_shown_by_their_labels():
    assert [writer(language).label("product_class", "TERM") for language in ("zh-Hant", "zh-Hans", "en")] == [
        "定期壽險",
        "定期寿险",
        "Term life",
    ]
    page = writer("en")
    assert page.label("product_class", "NEW") == "NEW"
    assert page.label("sex", None) == page.labels("clause", None) == "—"


def test_the_same_label_may_have_another_english_in_another_enumeration():
    page = writer("en")
    assert page.label("need_type", "LIABILITY") == "Liability"
    assert page.label("stop_decision", "END") == "stop"


def test_texts_of_other_code_are_said_with_their_figures():
    page = writer("en")
    assert page.composed("D25：報價日起 30 日") == "D25: 30 days from the day of the quotation"
    assert page.composed("− 4612.50 × 5%（報備上限，原 8%）") == "− 4612.50 × 5% (filed cap, before 8%)"
    assert page.composed("產品為 P4，C3 客戶只能購買 P1–P3，任何角色均不得放行") == (
        "The product is P4; clients of class C3 may only buy P1–P3, and no role may let it pass"
    )
    assert writer("zh-Hans").composed("D25：報價日起 30 日") == "D25：报价日起 30 日"


def test_a_table_without_rows_has_one_of_dashes():
    assert writer("en").table("方案", ("方案", "保額"), []).rows == (("—", "—"),)


def test_texts_depend_on_the_product_class():
    assert writer("en").class_texts("class_risks", "WHOLE") == ()
    assert "principal may be lost" in writer("en").class_texts("class_risks", "ILP")[0]
