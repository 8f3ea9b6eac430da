"""Another jurisdiction is another folder: tables with its prefix and a parameter file. No code, no diagram changes."""

import shutil
from pathlib import Path

import pytest

from service.main import create_service
from service.settings import Settings
from tests.acceptance.casework import BUNDLED, OPENING, Casework
from tests.acceptance.serving import free_port, serve

#: the tables that S1 and the clocks ask for; a full pack has them all
TABLES = ("potential.dmn", "completeness.dmn", "loop_limits.dmn", "time_limits.dmn")
#: what XX does otherwise: tier A begins at 90 points, the file may come back once, S1 is due after one day
CHANGES = {
    "potential.dmn": {
        "<text>&gt;= 75</text>": "<text>&gt;= 90</text>",
        "<text>[55..75[</text>": "<text>[55..90[</text>",
    },
    "loop_limits.dmn": {"<text>&lt;= 3</text>": "<text>&lt;= 1</text>", "<text>&gt; 3</text>": "<text>&gt; 1</text>"},
    "time_limits.dmn": {},
    "completeness.dmn": {},
}
PARAMETERS = {
    'currency = "CNY"\nlanguages': 'currency = "HKD"\nlanguages',
    'name = "示範人壽保險股份有限公司"': 'name = "另一地區人壽保險公司"',
    'time_zone = "Asia/Shanghai"': 'time_zone = "Asia/Tokyo"',
}
JURISDICTIONS = ("CN", "XX")

pytestmark = pytest.mark.usefixtures("packs")


def replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    """What is bundled, and beside CN a folder XX as its owner would make it."""
    folder = tmp_path_factory.mktemp("bundle") / "bpmn"
    shutil.copytree(BUNDLED, folder)
    cn, xx = (folder / "jurisdictions" / each for each in JURISDICTIONS)
    (xx / "decisions").mkdir(parents=True)
    for name in TABLES:
        table = (cn / "decisions" / name).read_text("utf-8").replace("CN_", "XX_")
        (xx / "decisions" / name).write_text(replaced(table, CHANGES[name]), "utf-8")
    (xx / "parameters.toml").write_text(replaced((cn / "parameters.toml").read_text("utf-8"), PARAMETERS), "utf-8")
    shutil.copy(cn / "texts.toml", xx)
    return folder


@pytest.fixture(scope="module")
def server(module_database_url, bundle):
    settings = Settings(database_url=module_database_url, bpmn_dir=bundle, port=free_port(), threads=8, job_threads=2)
    yield from serve(create_service(settings))


@pytest.fixture(scope="module")
def packs(bundle, deploy):
    """Everything deployed over REST."""
    wanted = {".bpmn", ".dmn", ".form"}
    files = sorted(each for each in bundle.rglob("*") if each.suffix in wanted)
    deploy({str(each.relative_to(bundle)): each.read_bytes() for each in files})


@pytest.fixture(scope="module")
def both(evaluate):
    """A decision as each of the two has it."""
    return lambda name, **inputs: tuple(evaluate(f"{each}_{name}", inputs) for each in JURISDICTIONS)


def test_each_jurisdiction_decides_by_its_own_table(both):
    mainland, other = both("loop_limit", loop_id="L8", times=2)
    assert (mainland["action"], other["action"]) == ("CONTINUE", "CLOSE")


def test_a_case_follows_the_tables_and_parameters_of_its_jurisdiction(http):
    cases = {each: Casework(http, opening=OPENING | {"jurisdiction": each}) for each in JURISDICTIONS}
    for case in cases.values():
        case.until("interview_needs")
    tiers = {
        each: (case.variable("potential")["score"], case.variable("potential")["tier"]) for each, case in cases.items()
    }
    assert tiers == {"CN": (88, "A"), "XX": (88, "B")}
    opened = {each: case.variable("case") for each, case in cases.items()}
    assert {each: case["currency"] for each, case in opened.items()} == {"CN": "CNY", "XX": "HKD"}
    assert opened["XX"]["company"]["name"] == "另一地區人壽保險公司"

    found = http.post("/v2/decision-instances/search", json={"page": {"limit": 500}}).json()["items"]
    used = {
        each: {item["decisionDefinitionId"][:3] for item in found if item["rootProcessInstanceKey"] == case.key}
        for each, case in cases.items()
    }
    assert used == {"CN": {"CN_"}, "XX": {"XX_"}}


def test_a_jurisdiction_without_a_folder_is_refused(http):
    refused = http.post("/presales/cases", json=OPENING | {"jurisdiction": "YY"})
    assert refused.status_code == 400
    assert "YY" in refused.text
