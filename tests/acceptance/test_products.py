"""/presales/products: the catalogue as other systems and the procedure read it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.main import create_service
from service.settings import Settings
from tests.acceptance.diagrams import process, service_task
from tests.acceptance.serving import free_port, serve

CATALOGUE = Path(__file__).parents[2] / "bpmn" / "jurisdictions" / "CN" / "catalogue.toml"
CODES = ["DEMO-ANNUITY", "DEMO-ENDOWMENT", "DEMO-ILP", "DEMO-PAR", "DEMO-TERM", "DEMO-WHOLE"]


@pytest.fixture(scope="module")
def server(module_database_url):
    settings = Settings(
        database_url=module_database_url, pinnable_clock=True, port=free_port(), threads=8, embedded_worker=True
    )
    yield from serve(create_service(settings))


@pytest.fixture(scope="module")
def load(module_database_url):
    def loaded(*files):
        return subprocess.run(
            [sys.executable, "-m", "service", "catalogue", "load", *map(str, files)],
            env={**os.environ, "DATABASE_URL": module_database_url},
            capture_output=True,
            text=True,
            check=False,
        )

    return loaded


@pytest.fixture(scope="module", autouse=True)
def bundled(load, server):  # noqa: ARG001 - the database it serves
    done = load(CATALOGUE)
    assert done.returncode == 0, done.stderr
    return done


def codes(http, **chosen):
    answer = http.get("/presales/products", params={"on": "2026-11-23", **chosen})
    assert answer.status_code == 200, answer.text
    return [each["productCode"] for each in answer.json()["items"]]


def test_six_demonstration_products_are_on_sale_and_marked(http):
    items = http.get("/presales/products", params={"on": "2026-11-23"}).json()["items"]
    assert [each["productCode"] for each in items] == CODES
    assert {each["productClass"]: each["riskLevel"] for each in items} == {
        "TERM": 2,
        "WHOLE": 2,
        "ENDOWMENT": 2,
        "ANNUITY": 2,
        "PAR": 3,
        "ILP": 4,
    }
    for each in items:
        assert each["demonstration"] is True
        assert each["name"]["zh-Hant"].startswith("示範")
        assert each["name"]["zh-Hans"].startswith("示范")
        assert each["name"]["en"].startswith("Demonstration")


def test_they_are_chosen_by_day_line_class_channel_and_region(http):
    assert codes(http, on="2025-08-31") == []
    assert codes(http, productLine="HEALTH") == []
    assert codes(http, productClass="PAR") == ["DEMO-PAR"]
    assert codes(http, channel="ONLINE") == ["DEMO-TERM"]
    assert codes(http, channel="AGENT", region="Yunnan") == CODES
    assert codes(http, jurisdiction="CN", productLine="LIFE") == CODES


def test_they_come_page_by_page(http):
    page = http.get("/presales/products", params={"limit": 4}).json()
    assert page["page"]["totalItems"] == 6
    rest = http.get("/presales/products", params={"limit": 4, "after": page["page"]["endCursor"]}).json()
    assert [each["productCode"] for each in page["items"] + rest["items"]] == CODES


def test_a_product_with_its_limits_and_its_clauses_in_three_languages(http):
    answer = http.get("/presales/products/DEMO-TERM", params={"on": "2026-11-23"})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["version"], found["effectiveFrom"], found["effectiveTo"]) == (1, "2025-09-01", None)
    assert (found["minAge"], found["maxAge"], found["maxAgeAtEnd"], found["maxOccupationClass"]) == (18, 60, 80, 4)
    assert (found["terms"], found["coolingOffDays"]) == ([10, 15, 20, 25, 30], 15)
    assert (found["rateBasis"], found["discount"]) == ("CN-pricing-2025-09", {"minPercent": 0, "maxPercent": 15})
    exemptions = [each for each in found["clauses"] if each["exemption"]]
    assert len(exemptions) == 5
    for each in exemptions:
        for field in ("title", "text", "meaning", "effect"):
            assert set(each[field]) == {"zh-Hant", "zh-Hans", "en"}
            assert all(each[field].values())


def test_what_is_not_there_is_a_problem_that_says_so(http):
    for path in ("/presales/products/NOTHING", "/presales/products/NOTHING/versions"):
        answer = http.get(path)
        assert (answer.status_code, answer.json()["title"]) == (404, "NOT_FOUND")
    assert "version 99" in http.get("/presales/products/DEMO-TERM", params={"version": 99}).json()["detail"]
    assert "2024-01-01" in http.get("/presales/products/DEMO-TERM", params={"on": "2024-01-01"}).json()["detail"]
    both = http.get("/presales/products/DEMO-TERM", params={"version": 1, "on": "2026-11-23"})
    assert both.status_code == 400
    assert http.get("/presales/products", params={"jurisdiction": "XX"}).status_code == 400
    assert http.get("/presales/products", params={"after": "nonsense"}).status_code == 400


def test_a_change_is_a_version_of_its_own_and_the_old_one_stays(http, load, tmp_path):
    text = CATALOGUE.read_text("utf-8").replace('catalogue = "CN-demonstration"', 'catalogue = "CN-other"')
    text = text.replace('code = "DEMO-', 'code = "OTHER-')
    (tmp_path / "other.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "other.toml").returncode == 0
    changed = text.replace("max_age = 60\nmax_age_at_end = 80", "max_age = 55\nmax_age_at_end = 80", 1)
    changed = changed.replace('code = "OTHER-TERM"', 'code = "OTHER-TERM"\neffective_from = 2099-01-01')
    (tmp_path / "other.toml").write_text(changed, encoding="utf-8")
    done = load(tmp_path / "other.toml")
    assert "product OTHER-TERM version 2 (changed), from 2099-01-01" in done.stdout
    assert done.stdout.count("(unchanged)") == 5

    def max_age(**chosen):
        found = http.get("/presales/products/OTHER-TERM", params=chosen).json()
        return found["version"], found["maxAge"], found["effectiveTo"]

    assert max_age(on="2098-12-31") == max_age(version=1) == (1, 60, "2098-12-31")
    assert max_age(on="2099-01-01") == max_age(version=2) == (2, 55, None)
    versions = http.get("/presales/products/OTHER-TERM/versions").json()["items"]
    assert [(each["version"], each["effectiveFrom"]) for each in versions] == [(2, "2099-01-01"), (1, "2025-09-01")]
    search = {"filter": {"productCode": {"$like": "OTHER-T*"}, "effectiveFrom": {"$gte": "2099-01-01"}}}
    assert http.post("/presales/products/search", json=search).json()["page"]["totalItems"] == 1


def test_what_its_catalogue_no_longer_lists_has_ended_and_stays_readable(http, load, tmp_path):
    text = CATALOGUE.read_text("utf-8").replace('catalogue = "CN-demonstration"', 'catalogue = "CN-third"')
    text = text.replace('code = "DEMO-', 'code = "THIRD-')
    head, *products = text.split("[[product]]")
    clauses = "[clause." + products[-1].split("[clause.", 1)[1]
    (tmp_path / "third.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "third.toml").returncode == 0
    (tmp_path / "third.toml").write_text(f"{head}[[product]]{products[0]}{clauses}", encoding="utf-8")
    assert load(tmp_path / "third.toml").stdout.count("(ended)") == 5
    assert [code for code in codes(http, on="2099-01-01") if code.startswith("THIRD")] == ["THIRD-TERM"]
    assert http.get("/presales/products/THIRD-PAR").status_code == 404
    assert http.get("/presales/products/THIRD-PAR", params={"version": 1}).json()["riskLevel"] == 3
    newest = http.get("/presales/products/THIRD-PAR/versions").json()["items"][0]
    assert (newest["version"], newest["ended"]) == (2, True)


BOUNDARY = (
    '<bpmn:boundaryEvent id="unknown" attachedToRef="look_up_product">'
    '<bpmn:extensionElements><zeebe:ioMapping><zeebe:output source="=plan_problem" target="plan_problem" />'
    "</zeebe:ioMapping></bpmn:extensionElements>"
    '<bpmn:errorEventDefinition id="unknown_error" errorRef="product_unknown" /></bpmn:boundaryEvent>'
    '<bpmn:endEvent id="refused" /><bpmn:sequenceFlow id="to_refused" sourceRef="unknown" targetRef="refused" />'
)
LOOK_UP = process(
    "look_up",
    '<bpmn:startEvent id="start" />'
    + service_task("look_up_product", "presales.product.look_up")
    + '<bpmn:endEvent id="end" />'
    '<bpmn:sequenceFlow id="flow_1" sourceRef="start" targetRef="look_up_product" />'
    '<bpmn:sequenceFlow id="flow_2" sourceRef="look_up_product" targetRef="end" />' + BOUNDARY,
    before='<bpmn:error id="product_unknown" name="product unknown" errorCode="PRODUCT_UNKNOWN" />',
)


@pytest.fixture(scope="module")
def look_up(http, deploy):
    deploy(look_up=LOOK_UP)

    def looked_up(plan, jurisdiction="CN"):
        request = {
            "processDefinitionId": "look_up",
            "variables": {"case": {"jurisdiction": jurisdiction}, "plan": plan},
            "awaitCompletion": True,
            "fetchVariables": ["product", "plan_problem"],
            "requestTimeout": 60_000,
        }
        answer = http.post("/v2/process-instances", json=request, timeout=90)
        assert answer.status_code == 200, answer.text
        return answer.json()["variables"]

    return looked_up


def test_a_plan_gets_the_product_in_force_with_its_version(look_up):
    product = look_up({"product_code": "DEMO-PAR", "product_class": "PAR"})["product"]
    assert (product["code"], product["version"], product["risk_level"], product["ordinary"]) == (
        "DEMO-PAR",
        1,
        3,
        False,
    )
    assert (product["discount"]["max_percent"], product["on_sale_from"]) == (15, "2025-09-01")
    assert [each["code"] for each in product["clauses"]][:2] == ["DEATH_FOR_LIFE", "DIVIDENDS"]


@pytest.mark.parametrize(
    ("plan", "jurisdiction", "says"),
    [
        ({"product_code": "DEMO-NOTHING"}, "CN", "DEMO-NOTHING"),
        ({}, "CN", "未填代碼"),
        ({"product_code": "DEMO-TERM"}, "TW", "DEMO-TERM"),
        ({"product_code": "DEMO-TERM", "product_class": "ILP"}, "CN", "不符"),
    ],
)
def test_a_plan_of_an_unknown_product_goes_back_with_the_reason(look_up, plan, jurisdiction, says):
    found = look_up(plan, jurisdiction)
    assert "product" not in found
    assert says in found["plan_problem"]
