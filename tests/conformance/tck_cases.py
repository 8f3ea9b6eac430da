"""Reads the test cases of the DMN TCK (testCases.xsd) into plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from service import feel

_NAMESPACE = "{http://www.omg.org/spec/DMN/20160719/testcase}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_CONVERSIONS = {
    feel_type: feel.compile(f"{function}(text)", names=["text"])
    for feel_type, function in {
        "date": "date",
        "time": "time",
        "dateTime": "date and time",
        "duration": "duration",
        "dayTimeDuration": "duration",
        "yearMonthDuration": "duration",
        "decimal": "number",
        "double": "number",
        "float": "number",
        "integer": "number",
        "int": "number",
        "long": "number",
    }.items()
}


@dataclass(frozen=True)
class ResultNode:
    """One expected value of a case."""

    name: str
    namespace: str | None
    expected: Any
    is_error: bool


@dataclass(frozen=True)
class TestCase:
    """One case: what to evaluate with which inputs, and what must come out."""

    __test__ = False  # pytest: not a test class

    id: str
    type: str
    invocable: str | None
    inputs: dict[str | tuple[str, str], Any]
    results: list[ResultNode]


@dataclass(frozen=True)
class TestFile:
    """One file of cases, all for one model."""

    __test__ = False

    path: Path
    model: Path
    labels: list[str]
    cases: list[TestCase]


def read_folders(root: Path) -> Iterator[TestFile]:
    """All files of cases below a copy of the TCK, in order of their paths."""
    for path in sorted(root.glob("**/*.xml")):
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
        if tree.getroot().tag == f"{_NAMESPACE}testCases":
            yield _read_file(path, tree.getroot())


def _read_file(path: Path, root: etree._Element) -> TestFile:
    model = root.findtext(f"{_NAMESPACE}modelName")
    models = sorted(path.parent.glob("*.dmn"))
    named = [each for each in models if each.name == (model or "").strip()]
    named = named or [each for each in models if path.stem.startswith(each.stem)]
    return TestFile(
        path=path,
        model=(named or models)[0],
        labels=[(each.text or "").strip() for each in root.findall(f".//{_NAMESPACE}label")],
        cases=[_read_case(each) for each in root.findall(f"{_NAMESPACE}testCase")],
    )


def _read_case(node: etree._Element) -> TestCase:
    return TestCase(
        id=node.get("id") or "",
        type=node.get("type") or "decision",
        invocable=node.get("invocableName"),
        inputs={
            (each.get("namespace"), each.get("name")) if each.get("namespace") else _name(each): read_value(each)
            for each in node.findall(f"{_NAMESPACE}inputNode")
        },
        results=[_read_result(each) for each in node.findall(f"{_NAMESPACE}resultNode")],
    )


def _name(node: etree._Element) -> str:
    return " ".join((node.get("name") or "").split())


def _read_result(node: etree._Element) -> ResultNode:
    expected = node.find(f"{_NAMESPACE}expected")
    return ResultNode(
        name=_name(node),
        namespace=node.get("namespace"),
        expected=read_value(expected) if expected is not None else None,
        is_error=node.get("errorResult") == "true",
    )


def read_value(node: etree._Element) -> Any:
    """The FEEL value inside an element of valueType: a value, a list, or components of a context."""
    for child in node:
        if child.get(f"{_XSI}nil") == "true" and child.tag != f"{_NAMESPACE}component":
            return None
        if child.tag == f"{_NAMESPACE}value":
            return _simple(child)
        if child.tag == f"{_NAMESPACE}list":
            return [read_value(each) for each in child.findall(f"{_NAMESPACE}item")]
        if child.tag == f"{_NAMESPACE}component":
            return {
                _name(each): None if each.get(f"{_XSI}nil") == "true" else read_value(each)
                for each in node.findall(f"{_NAMESPACE}component")
            }
    return None


def _simple(node: etree._Element) -> Any:
    text = node.text or ""
    kind = (node.get(f"{_XSI}type") or "string").rpartition(":")[2]
    if kind == "boolean":
        return text.strip() in ("true", "1")
    if kind not in _CONVERSIONS:
        return text
    return _CONVERSIONS[kind].evaluate({"text": text.strip()})
