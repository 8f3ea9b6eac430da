"""`presales guide`: made from what is drawn, whoever changed it last."""

import shutil
from pathlib import Path

import pypdfium2
import pytest
from lxml import html

from service import diagrams
from service.cli.files import read_files
from service.states import ElementType

BPMN = Path(__file__).parents[3] / "bpmn"
TITLES = {"zh-Hant": "作業指南", "zh-Hans": "作业指南", "en": "operating guide"}
#: D02: from which score a client is of tier A
CUT_OFF = {"zh-Hant": "潛力總分達 75 以上", "zh-Hans": "潜力总分达 75 以上", "en": "at least 75"}


def made(presales, folder, *options):
    done = presales("guide", "--out", str(folder), *options, PRESALES_BPMN_DIR=str(BPMN))
    assert done.returncode == 0, done.stderr
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture(scope="module")
def model():
    return diagrams.read(read_files([BPMN]))[0]


@pytest.mark.parametrize("language", TITLES)
def test_a_page_has_every_stage_role_step_and_rule(presales, tmp_path, model, language):
    assert made(presales, tmp_path, "--language", language, "--format", "html") == [f"guide.{language}.html"]
    page = html.document_fromstring((tmp_path / f"guide.{language}.html").read_bytes())
    text = page.text_content()
    assert page.get("lang") == language
    assert TITLES[language] in page.findtext(".//h1")
    assert CUT_OFF[language] in text
    ids = set(page.xpath("//@id"))
    assert {link[1:] for link in page.xpath("//a/@href")} <= ids  # it leads nowhere else
    for process in model.processes:
        for node in process.nodes().values():
            if node.type is ElementType.USER_TASK:
                assert f"step-{node.id}" in ids
                assert f"role-{node.lane}" in ids
    assert page.xpath("//*[@src or self::link]") == []  # self-contained


def test_a_step_says_goal_steps_cautions_fields_and_whom_it_reviews(presales, tmp_path):
    made(presales, tmp_path, "--language", "zh-Hant", "--format", "html")
    page = html.document_fromstring((tmp_path / "guide.zh-Hant.html").read_bytes())
    [review] = page.xpath("//h5[@id='step-review_screening']/..")
    told = review.text_content()
    for expected in ("目標", "步驟", "注意", "填寫事項", "收集客戶基本資料", "不得覆核"):
        assert expected in told
    [stage] = page.xpath("//h2[@id='client_screening']/..")
    facts = stage.find("dl").text_content()
    for expected in ("售前主管", "F01", "F02", "8 個工時提醒，16 個工時到期"):  # D22: S1 one day, two days
        assert expected in facts


def test_paper_is_pdf_a_and_says_the_same(presales, tmp_path):
    made(presales, tmp_path, "--language", "en", "--format", "pdf")
    content = (tmp_path / "guide.en.pdf").read_bytes()
    assert b"pdfaid" in content
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    assert "operating guide" in pages[0]
    assert any("Review the screening" in page for page in pages)


def test_it_follows_the_files(presales, tmp_path):
    shutil.copytree(BPMN, tmp_path / "bpmn")
    table = next((tmp_path / "bpmn").rglob("potential.dmn"))
    table.write_text(table.read_text("utf-8").replace("&gt;= 75", "&gt;= 70"), "utf-8")
    made(presales, tmp_path / "out", "--language", "en", "--format", "html", "--files", str(tmp_path / "bpmn"))
    assert "at least 70" in (tmp_path / "out" / "guide.en.html").read_text("utf-8")


def test_an_unknown_language_is_refused(presales, tmp_path):
    assert presales("guide", "--out", str(tmp_path), "--language", "fr").returncode == 2
