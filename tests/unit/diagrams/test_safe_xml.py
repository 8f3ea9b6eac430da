import time

import pytest

from service.diagrams import safe_xml
from service.diagrams.problems import UnreadableError
from tests.unit.diagrams.files import bpmn, problems_of


def rule_of(data: bytes) -> str:
    with pytest.raises(UnreadableError) as error:
        safe_xml.parse("a.bpmn", data)
    return error.value.problem.rule


def test_a_doctype_is_refused_before_its_entities_are_read() -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
    outside = b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'

    assert rule_of(bomb) == "xml-doctype"
    assert rule_of(outside) == "xml-doctype"
    assert rule_of(bomb.decode().encode("utf-16")) == "xml-doctype"


def test_size_depth_and_number_of_elements_are_limited() -> None:
    assert rule_of(b"<d>" + b" " * safe_xml.MAX_BYTES + b"</d>") == "xml-size"
    assert rule_of(b"<d>" * (safe_xml.MAX_DEPTH + 1) + b"</d>" * (safe_xml.MAX_DEPTH + 1)) == "xml-depth"
    assert rule_of(b"<d>" + b"<e/>" * safe_xml.MAX_ELEMENTS + b"</d>") == "xml-size"
    attributes = " ".join(f'a{number}="1"' for number in range(safe_xml.MAX_ATTRIBUTES + 1))
    assert rule_of(f"<d {attributes}/>".encode()) == "xml-size"


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(range(0, 100, 10))
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))

    assert rule_of(b"<d/>") == "xml-time"


@pytest.mark.parametrize("data", [b"", b"no xml", b"<d>", b"\xff\xfe\x00", b"<d a='1' a='2'/>", b"\x00" * 10])
def test_what_is_no_xml_is_told_of(data: bytes) -> None:
    assert [problem.rule for problem in problems_of("a.bpmn", data)] == ["xml-syntax"]


def test_the_line_of_a_syntax_error_is_told() -> None:
    (problem,) = problems_of("a.bpmn", b"<a>\n<b>\n</a>")

    assert problem.line == 3
    assert problem.file == "a.bpmn"


def test_comments_and_processing_instructions_do_not_matter() -> None:
    root = safe_xml.parse("a.bpmn", b"<?xml version='1.0'?><!-- a --><d><?x y?><!-- b --><e/></d>")

    assert [child.tag for child in root] == ["e"]


def test_no_more_problems_are_told_than_anybody_reads_and_no_error_is_lost_among_warnings() -> None:
    marker = "<extensionElements><zeebe:userTask/></extensionElements>"
    tasks = "".join(f'<userTask id="t{number}">{marker}</userTask>\n' for number in range(1500))
    problems = problems_of("a.bpmn", bpmn(f'<startEvent id="s"/>{tasks}<serviceTask id="last"/>'))

    assert len([problem for problem in problems if problem.severity == "warning"]) == 1000
    assert [problem.element_id for problem in problems if problem.severity == "error"] == ["last"]
