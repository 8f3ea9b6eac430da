"""The front door: `python -m service.dmn`."""

import io
import json

import pytest

from service.dmn.__main__ import main


@pytest.fixture
def run():
    def command(*arguments):
        out, errors = io.StringIO(), io.StringIO()
        code = main([str(each) for each in arguments], out, errors)
        return code, out.getvalue(), errors.getvalue()

    return command


@pytest.fixture
def file(build, tmp_path):
    table = build.table(["age"], ["band"], [["< 18", '"child"'], [">= 18", '"adult"'], ["> 90", '"elder"']])
    body = build.input_data("age") + build.decision("band", table, requires=["input:age"])
    path = tmp_path / "band.dmn"
    path.write_bytes(build.definitions(body))
    return path


def test_evaluates_a_decision(run, file, tmp_path):
    inputs = tmp_path / "input.json"
    inputs.write_text('{"age": 30.50}')
    code, out, errors = run(file, "--decision", "band", "--input", inputs)
    assert code == 0
    assert "rules 2 and 3 can match the same inputs" in errors
    answer = json.loads(out)
    assert answer["result"] == "adult"
    assert answer["decisions"][0]["inputs"] == {"age": 30.5}
    assert answer["decisions"][0]["matchedRules"][0]["id"] == "rule2"
    assert "30.50" in out  # decimals as they were written


def test_a_failed_evaluation_exits_with_one(run, file, tmp_path):
    inputs = tmp_path / "input.json"
    inputs.write_text('{"age": 95}')
    code, out, _ = run(file, "--decision", "band", "--input", inputs)
    assert code == 1
    assert "rules 2, 3" in json.loads(out)["failure"]


def test_without_a_decision_it_describes_the_model(run, file):
    code, out, _ = run(file)
    assert code == 0
    (decision,) = json.loads(out)["decisions"]
    assert (decision["id"], decision["type"], decision["inputs"]) == ("band", "DECISION_TABLE", {"age": None})


def test_problems_are_told_with_their_line(run, build, tmp_path):
    path = tmp_path / "broken.dmn"
    path.write_bytes(build.definitions("\n" + build.decision("D", build.literal("1 +"))))
    code, _, errors = run(path)
    assert code == 1
    assert errors.startswith("broken.dmn: error: line 2, element D: Expected")


@pytest.mark.parametrize(
    ("content", "inputs", "said"),
    [
        (None, None, "Expected to read"),
        ("<x/>", None, "Expected a DMN model"),
        ("good", "[1]", "Expected one JSON object"),
        ("good", "{", "Expecting"),
    ],
)
def test_what_cannot_be_used_exits_with_two(run, build, tmp_path, content, inputs, said):
    path = tmp_path / "model.dmn"
    if content is not None:
        path.write_bytes(build.definitions("") if content == "good" else content.encode())
    arguments = [path]
    if inputs is not None:
        (tmp_path / "input.json").write_text(inputs)
        arguments += ["--decision", "D", "--input", tmp_path / "input.json"]
    code, out, errors = run(*arguments)
    assert (code, out) == (2, "")
    assert said in errors


def test_files_beside_it_serve_as_imports(run, build, tmp_path):
    library = build.decision("L", build.literal("5"))
    (tmp_path / "library.dmn").write_bytes(build.definitions(library, namespace="urn:lib"))
    kind = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    body = f'<import name="lib" namespace="urn:lib" importType="{kind}"/>'
    body += build.decision("D", build.literal("lib.L + 1"), requires=["decision:urn:lib#L"])
    path = tmp_path / "main.dmn"
    path.write_bytes(build.definitions(body))
    code, out, _ = run(path, "--decision", "D")
    assert (code, json.loads(out)["result"]) == (0, 6)
