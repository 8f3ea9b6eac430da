"""Cells of decision tables in words."""

import pytest

from service.presales.guide.cells import Column, condition, result
from service.presales.guide.wording import Wording

ZH, HANS, EN = (Wording(code) for code in ("zh-Hant", "zh-Hans", "en"))
AGE, CHANNEL, NOTE = Column("年齡", "age"), Column("渠道", "channel"), Column("", "message")


@pytest.mark.parametrize(
    ("cell", "chinese", "english"),
    [
        ("", None, None),
        ("-", None, None),
        (">= 75", "年齡達 75 以上", "年齡 is at least 75"),
        ("< 18", "年齡低於 18", "年齡 is below 18"),
        ("[18..24]", "年齡在 18 至 24 之間", "年齡 is from 18 to 24"),
        ("[55..75)", "年齡在 55 至未滿 75 之間", "年齡 is from 55 to below 75"),
        ("(1000000..3000000]", "年齡超過 1,000,000 至 3,000,000", "年齡 is above 1,000,000 to 3,000,000"),
        ("30", "年齡為30", "年齡 is 30"),
        ("null", "年齡無資料", "年齡 is not given"),
        ("not(null)", "年齡有資料", "年齡 is given"),
        ("count(?) > 0", "年齡有資料", "年齡 is given"),
        ("count(?) = 0", "年齡無資料", "年齡 is not given"),
        ('list contains(?, "X1")', "年齡包含X1", "年齡 is one that includes X1"),
        ('some flag in ? satisfies flag in ("X1", "X2")', "年齡包含X1或X2", "年齡 is one that includes X1 or X2"),
        ("? > 5 and ? < 7", "年齡符合 ? > 5 and ? < 7", "年齡 is such that ? > 5 and ? < 7"),
        ("not(true)", "年齡為否（或無資料）", "年齡 is no (or not given)"),
        ("null, > 5", "年齡高於 5或無資料", "年齡 is above 5 or not given"),
        ("> product.max_age", "年齡高於 product.max_age", "年齡 is above product.max_age"),
    ],
)
def test_conditions(cell, chinese, english):
    assert condition(AGE, cell, ZH) == chinese
    assert condition(AGE, cell, EN) == english


def test_codes_have_the_labels_of_the_papers():
    assert condition(CHANNEL, '"AGENT","TELE"', EN).startswith("渠道 is ")
    assert "(AGENT) or " in condition(CHANNEL, '"AGENT","TELE"', EN)
    assert "(TELE)" in condition(CHANNEL, 'not("AGENT","TELE")', HANS)


def test_results():
    assert result(Column("等級", "tier"), '"A"', ZH) == "等級：A"
    assert result(Column("名單", "roles"), "[]", EN) == "名單 = empty"
    assert result(NOTE, "null", ZH) is None
    assert result(NOTE, "true", EN) == "yes"
    assert result(NOTE, "exams.package", ZH, {"exams": "D11 體檢規則"}) == "依「D11 體檢規則」"
    assert result(NOTE, "if a = null then 0 else a / 2", EN) == "computed"
    text = '"產品 " + product.code + " 不在售"'
    assert result(NOTE, text, ZH) == "「產品 〈product.code〉 不在售」"
    assert result(NOTE, text, HANS) == "「产品 〈product.code〉 不在售」"
    assert result(NOTE, text, EN) is None  # a sentence for people, in another language
    assert result(NOTE, '"a, b" + string(age)', EN) == "“a, b〈age〉”"


@pytest.mark.parametrize(
    "cell",
    [
        '"至 " + string(product.on_sale_to)',
        '"至 " + get or else(product.on_sale_to, "未定")',
        '"至 " + (if product.on_sale_to = null then "未定" else string(product.on_sale_to))',
    ],
)
def test_a_text_put_together_names_what_it_is_about(cell):
    assert result(NOTE, cell, ZH) == "「至 〈product.on_sale_to〉」"
