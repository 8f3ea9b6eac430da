"""The TCK runner, on a TCK of two cases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUNNER = Path(__file__).resolve().parents[2] / "conformance" / "run_tck.py"
CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <modelName>sum.dmn</modelName><labels><label>Numbers</label></labels>
  <testCase id="a"><inputNode name="x"><list><item><value xsi:type="xsd:decimal">1</value></item>
    <item><value xsi:type="xsd:decimal">2.5</value></item></list></inputNode>
    <resultNode name="total"><expected><value xsi:type="xsd:double">3.5</value></expected></resultNode></testCase>
  <testCase id="b"><inputNode name="x"><value xsi:nil="true"/></inputNode>
    <resultNode name="total"><expected>{expected}</expected></resultNode></testCase>
</testCases>"""


@pytest.mark.parametrize(
    ("expected", "code", "summary"),
    [
        ('<value xsi:nil="true"/>', 0, "2 cases: 2 passed, 0 failed"),
        ('<value xsi:type="xsd:string">0</value>', 1, "2 cases: 1 passed, 1 failed"),
        ('<component name="a"><value xsi:type="xsd:date">2026-01-01</value></component>', 1, "1 passed, 1 failed"),
    ],
)
def test_counts_and_exit_code(build, tmp_path, expected, code, summary):
    folder = tmp_path / "compliance-level-2" / "sum"
    folder.mkdir(parents=True)
    body = build.input_data("x") + build.decision("total", build.literal("sum(x)"), requires=["input:x"])
    (folder / "sum.dmn").write_bytes(build.definitions(body))
    (folder / "sum-test-01.xml").write_text(CASES.format(expected=expected))
    done = subprocess.run(
        [sys.executable, RUNNER],
        env={**os.environ, "DMN_TCK_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, "")
    assert summary in done.stdout
    assert "Numbers" in done.stdout
    assert ("FAILED sum/sum-test-01/b: total: expected" in done.stdout) is (code == 1)


def test_a_missing_folder_is_told(tmp_path):
    done = subprocess.run(
        [sys.executable, RUNNER],
        env={**os.environ, "DMN_TCK_DIR": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Set DMN_TCK_DIR" in done.stderr
