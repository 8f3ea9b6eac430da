"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted(
    path
    for folder in ("service", "handlers", "migrations", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)
PRODUCT = [path for path in CODE if path.relative_to(ROOT).parts[0] in ("service", "handlers")]
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
GRAB_BAGS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base_service", "misc"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def test_only_the_database_commits():
    commits = [name(path) for path in PRODUCT if re.search(r"\.commit\(", path.read_text("utf-8"))]
    assert [path for path in commits if path != "service/persistence/database.py"] == []


def test_only_the_database_opens_transactions_and_engines():
    found = [
        name(path)
        for path in PRODUCT
        if re.search(r"\bcreate_engine\(|\bsessionmaker\(|\.begin_nested\(", path.read_text("utf-8"))
    ]
    assert found == ["service/persistence/database.py"]


@pytest.mark.parametrize("path", [path for path in CODE if "versions" not in path.parts], ids=name)
def test_files_and_functions_stay_readable(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    too_long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_no_module_is_a_grab_bag():
    assert [name(path) for path in CODE if path.stem in GRAB_BAGS] == []


def test_nothing_runs_code_from_text():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("eval", "exec", "compile")
        if not (node.func.id == "compile" and path.is_relative_to(ROOT / "service" / "feel"))
    ]
    assert found == []


def test_every_waiver_of_a_lint_has_its_reason():
    waiver = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?|type:\s*ignore(?:\[[a-z, -]+\])?)(.*)")
    found = [
        f"{name(path)}:{number}"
        for path in CODE
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (waived := waiver.search(line)) and "re.compile" not in line and len(waived[1].strip(" -#–—")) < 5
    ]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail():
    marks = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|unittest\.skip")
    tests = [path for path in CODE if path.is_relative_to(ROOT / "tests") and path != Path(__file__)]
    assert [name(path) for path in tests if marks.search(path.read_text("utf-8"))] == []


def test_locks_name_no_host():
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "tests/diagrams/modeler/package-lock.json"]
    hosts = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|\"resolved\"")
    assert [name(path) for path in locks if hosts.search(path.read_text("utf-8"))] == []


def test_locks_hold_every_declared_dependency():
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    declared = re.findall(r'^    "([A-Za-z0-9-]+)(?:\[[a-z,]+\])?[=>]=', project, re.MULTILINE)
    locked = {
        found.lower()
        for found in re.findall(r"^([a-zA-Z0-9-]+)==", (ROOT / "requirements/dev.txt").read_text("utf-8"), re.MULTILINE)
    }
    assert [package for package in declared if package.lower() not in locked] == []
