"""How papers are set: nothing runs over the margins, long tables repeat their header, clients get large print."""

import pytest

from handlers import REGISTRY
from handlers.documents.render import TEMPLATES
from tests.unit.handlers.test_process_archive import HISTORY
from tests.unit.papers.reading import beyond_the_margins, pages_of, size_of
from tests.unit.papers.topics import PAPERS, case_of, context_of, issue_all

HOUSE = TEMPLATES / "house.typ"
LARGE_PRINT = {"vulnerable": True, "grounds": ["AGE_65"], "measures": ["LARGE_PRINT"], "thinking_days": 2}


def case_in_large_print(**others):
    return case_of(**others) | {"vulnerability": LARGE_PRINT}


@pytest.fixture(scope="module")
def every_kind():
    return {
        "term": issue_all(case_of("TERM")),
        "participating": issue_all(case_of("PAR", "en")),
        "linked": issue_all(case_of("ILP", "zh-Hans")),
        "large": issue_all(case_in_large_print(language="en")),
    }


@pytest.mark.parametrize("kind", PAPERS)
def test_nothing_runs_over_the_margins(every_kind, kind):
    for papers in every_kind.values():
        assert list(beyond_the_margins(papers[kind])) == []


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_nothing_in_the_process_file_runs_over_the_margins(language):
    context = context_of()
    [signature] = HISTORY["signatures"]
    context.records = {"case_history": HISTORY | {"signatures": [signature | {"sha256": "8d" * 32}]}}
    REGISTRY.get("presales.document.process_archive")(case_of(language=language), context)
    assert list(beyond_the_margins(context.documents[0].content)) == []


def test_a_table_that_breaks_repeats_its_header(every_kind):
    pages = pages_of(every_kind["participating"]["plan_book"])
    of_table = [page for page in pages if "Cashvalue(endofyear)" in page or "accountvalue" in page]
    assert len(of_table) > 4
    assert all("Policyyear" in page for page in of_table)


def test_each_assumed_return_is_marked_as_not_guaranteed(every_kind):
    text = "".join(pages_of(every_kind["participating"]["plan_book"]))
    assert text.count("NOTguaranteed:") == text.count("Noneofthefollowingamountsisguaranteed") == 3
    assert "(notguaranteed)" in text


def test_a_product_without_guarantees_says_so(every_kind):
    text = "".join(pages_of(every_kind["linked"]["plan_book"]))
    assert "下列演示均为不保证利益" in text
    assert "保证利益演示:低档" in text


def test_a_cover_for_life_says_so_instead_of_years(every_kind):
    assert "Termforlife" in pages_of(every_kind["participating"]["plan_book"])[0]
    assert "保險期間20年" in pages_of(every_kind["term"]["plan_book"])[0]
    annuity = case_of("ANNUITY")
    assert "20年後開始領取,終身給付" in pages_of(issue_all(annuity, ["plan_list"])["plan_list"])[0]


def test_buyers_of_new_types_copy_a_sentence_by_hand(every_kind):
    assert "本人已阅读保险条款" in "".join(pages_of(every_kind["linked"]["risk_ack"]))
    assert "Tobecopied" in "".join(pages_of(every_kind["participating"]["risk_ack"]))
    assert "抄錄" not in "".join(pages_of(every_kind["term"]["risk_ack"]))


def test_clients_who_need_it_get_large_print_and_staff_do_not():
    ordinary, large = (
        issue_all(facts, ["quote", "approval_form"])
        for facts in (case_of(language="en"), case_in_large_print(language="en"))
    )
    words = "Policyholder and insured"
    assert size_of(large["quote"], words) == pytest.approx(size_of(ordinary["quote"], words) * 13 / 9.5, rel=0.02)
    assert size_of(large["approval_form"], words) == size_of(ordinary["approval_form"], words)


def test_an_insurer_restyles_without_code(tmp_path):
    own = HOUSE.read_text("utf-8").replace('seller: "銷售人員"', 'seller: "您的顧問"')
    (tmp_path / "house.typ").write_text(own, "utf-8")
    context = context_of(house_style=tmp_path)
    REGISTRY.get("presales.document.client_profile")(case_of(), context)
    assert "您的顧問陳小美" in pages_of(context.documents[0].content)[0]
