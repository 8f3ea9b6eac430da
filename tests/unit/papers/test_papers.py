"""Every paper in every language says its facts, has nothing of ours in another language, and suits the archive."""

import pytest

from handlers import REGISTRY
from handlers.documents.language import Language, simplified
from handlers.documents.papers import PAPERS as REGISTER
from tests.unit.handlers.test_process_archive import HISTORY
from tests.unit.papers.reading import HAN, pages_of, plain, strings_in, text_of, without
from tests.unit.papers.topics import FACTS, PAPERS, case_of, context_of, issue_all

LANGUAGES = ["zh-Hant", "zh-Hans", "en"]
#: topics whose texts people typed in, and which are therefore not ours to translate
TYPED = (
    "case",
    "applicant",
    "first_needs",
    "screening_review",
    "needs",
    "plan_outline",
    "plan",
    "underwriting",
    "stop_decision",
    "plan_reviews",
    "plan_confirmation",
    "quotation_confirmation",
    "clause_explanation",
    "application",
    "communication",
    "file_checklist",
    "followup",
    "approvals",
    "closing",
)
DATA = [text for topic in TYPED for text in strings_in(FACTS[topic])]
#: what each paper has to say, in data and in words of ours
SAYS = {
    "client_profile": ("陳志明", "+8613812345678", "2026-1", "PS-20261101-000007"),
    "potential_report": ("88", "資料已核對"),
    "needs_report": ("3,250,000", "C3", "某人壽", "CNY26,000.00"),
    "prelim_plan": ("1,000,000", "意外醫療與重大疾病,建議另行評估"),
    "plan_list": ("DEMO-TERM", "精簡方案", "500,000"),
    "plan_book": ("DEMO-TERM/1", "P2", "左膝舊傷"),
    "stop_advice": ("□",),
    "suitability_report": ("F06-PS-20261123-000001-v1", "本人已了解風險"),
    "plan_confirm": ("F06-PS-20261123-000001-v1", "本人已了解風險", "希望按年繳費"),
    "quote": ("2026-12-23", "GP2", "CN-pricing-2025-09", "CNY394.37"),
    "quote_confirm": ("F08-PS-20261123-000001-v1", "何時扣款?"),
    "risk_notice": ("CNY2,250,000.00",),
    "risk_ack": ("F10-PS-20261123-000001-v1",),
    "purchase_notice": ("02000131000080002019000123",),
    "exclusion_ack": ("5.",),
    "application": ("310101198803150011", "陳小明", "60"),
    "payment_authorisation": ("F09-PS-20261123-000001-v1", "陳志明"),
    "agent_report": ("F14-PS-20261123-000001-v1", "客戶表達清楚,無人代答"),
    "comm_log": ("自殺條款的期間?",),
    "client_file": ("F01-PS-20261123-000001-v1", "齊全"),
    "followup_plan": ("2026-12-01", "電子保單"),
    "approval_form": (
        "L2",
        "同意上報lee2026-11-2210:30",
        "文件齊全cora2026-11-2211:30",
        "PS-20261101-000007",
        "CNY700,000.00",
    ),
    "confirm_letter": ("A20261123001", "2027-01-15"),
    "closing_letter": ("24", "預算有限"),
}


@pytest.fixture(scope="module")
def papers():
    return {language: issue_all(case_of(language=language)) for language in LANGUAGES}


@pytest.fixture(scope="module")
def pages(papers):
    return {language: {kind: pages_of(pdf) for kind, pdf in every.items()} for language, every in papers.items()}


def test_every_paper_of_the_path_is_looked_at():
    assert set(PAPERS) == set(SAYS) == set(REGISTER) - {"process_archive"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_says_its_facts(pages, language, kind):
    text, paper = "".join(pages[language][kind]), REGISTER[kind]
    assert plain(Language(language)(paper.title, context="document")) in text
    assert f"{paper.code}-PS-20261123-000001-v1" in text
    for fact in SAYS[kind]:
        assert plain(fact) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAPERS)
def test_every_page_has_company_seller_phones_and_its_number(pages, language, kind):
    page_word = {"zh-Hant": "頁", "zh-Hans": "页", "en": "Page"}[language]
    every = pages[language][kind]
    for number, page in enumerate(every, 1):
        assert f"{page_word}{number}/{len(every)}" in page
        assert all(each in page for each in ("示範人壽保險股份有限公司", "陳小美", "02000131000080002019000123"))
        assert "95500" in page
        assert "12378" in page


@pytest.mark.parametrize("kind", PAPERS)
def test_english_papers_have_no_chinese_of_ours(pages, kind):
    rest = without("".join(pages["en"][kind]), DATA)
    assert HAN.findall(rest) == []


@pytest.mark.parametrize("kind", PAPERS)
def test_simplified_papers_have_no_traditional_characters_of_ours(pages, kind):
    rest = without("".join(pages["zh-Hans"][kind]), DATA)
    assert rest == simplified(rest)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PAPERS)
def test_papers_are_pdf_a_2b(papers, language, kind):
    assert b"<pdfaid:part>2</pdfaid:part>" in papers[language][kind]
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in papers[language][kind]


def test_the_points_of_a_client_are_told_by_factor_and_rule(pages):
    assert "需求表達具體、打算幾個月內投保2" in pages["zh-Hant"]["potential_report"][0]
    assert "規則3:10分、規則6:8分" in pages["zh-Hant"]["potential_report"][0]
    assert "rule3:10points,rule6:8points" in pages["en"]["potential_report"][0]


def test_names_stay_as_people_write_them(pages):
    assert "陳志明" in pages["zh-Hans"]["application"][0]


def test_products_have_their_own_names(pages):
    shown = {language: pages[language]["quote"][0] for language in LANGUAGES}
    assert "示範定期壽險" in shown["zh-Hant"]
    assert "示范定期寿险" in shown["zh-Hans"]
    assert "DemonstrationTermLife" in shown["en"]


def test_a_character_that_no_font_has_is_shown_by_its_code_point():
    facts = case_of()
    facts["closing"] = facts["closing"] | {"reason": "預算有限😀、陳𠮷先生\u200d"}
    text = text_of(issue_all(facts, ["closing_letter"])["closing_letter"])
    assert "預算有限〓(U+1F600)" in text


def test_the_process_file_names_steps_and_decisions_in_english():
    context = context_of()
    context.records = {"case_history": HISTORY, "drawn_names": {"收集客戶基本資料": "Collect client data"}}
    REGISTRY.get("presales.document.process_archive")(case_of(language="en"), context)
    text = text_of(context.documents[0].content)
    assert "Collectclientdata" in text
    assert "taskcompleted" in text


@pytest.mark.parametrize(
    ("flag", "deviation"),
    [
        ("AFFORDABILITY_CONFIRM", "Thepremiumburdenneedstheclient'sownconfirmation"),
        ("BORROWED_FUNDS", "aloan,apolicyloanorasurrender"),
        ("AML_HIGH", "Enhancedduediligence,and"),
        ("PEP", "apoliticallyexposedperson"),
    ],
)
def test_whatever_raises_the_approval_is_a_deviation_on_its_form(flag, deviation):
    """D18 of the domain specification: these flags ask for the second level or more."""
    ordinary, raised = (
        text_of(issue_all(case_of(language="en") | {"approval_flags": flags}, ["approval_form"])["approval_form"])
        for flags in ([], [flag])
    )
    assert deviation not in ordinary
    assert deviation in raised


@pytest.mark.parametrize("reason_code", ["FRAUD_OR_AML", "DUE_DILIGENCE"])
def test_a_closing_letter_neither_warns_of_a_suspicion_nor_repeats_what_staff_wrote(reason_code):
    closing = {"outcome": "DECLINED", "stage": "S5", "reason_code": reason_code, "reason": "名單比對可疑"}
    text = text_of(issue_all(case_of() | {"closing": closing}, ["closing_letter"])["closing_letter"])
    assert "條件" in text
    assert not any(word in text for word in ("可疑", "洗錢", "合規審查", "盡職調查", reason_code))


@pytest.mark.parametrize(
    ("months", "said"),
    [(24, "最多保存24個月"), (24, "最遲於2028-11-23刪除"), (0, "立即刪除"), (None, "法律規定的期間")],
)
def test_a_closing_letter_says_how_long_data_are_kept(months, said):
    retention = {"maximum_months": months, "delete_by": "2028-11-23" if months else None}
    text = text_of(issue_all(case_of() | {"retention": retention}, ["closing_letter"])["closing_letter"])
    assert said in text
