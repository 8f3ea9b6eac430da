"""Files as modelers write them, files that are no models, and problems that say where and how."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import dmn

NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}

#: as the desktop modeler writes it
MODELER = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
  xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:biodi="http://bpmn.io/schema/dmn/biodi/2.0"
  id="score_drd" name="Score" namespace="http://camunda.org/schema/1.0/dmn" exporter="Camunda Modeler"
  modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
  <extensionElements><zeebe:versionTag value="7" /></extensionElements>
  <decision id="score" name="\xe8\xa9\x95\xe5\x88\x86">
    <informationRequirement id="ir"><requiredDecision href="#band" /></informationRequirement>
    <decisionTable id="score_table" hitPolicy="COLLECT" aggregation="SUM" biodi:annotationsWidth="300">
      <input id="i1" label="\xe5\xb9\xb4\xe9\xbd\xa1\xe7\xb5\x84" biodi:width="192">
        <inputExpression id="ie1" typeRef="string"><text>band</text></inputExpression>
        <inputValues id="iv1"><text>"young","old"</text></inputValues>
      </input>
      <output id="o1" label="\xe5\x88\x86" name="points" typeRef="number" biodi:width="192" />
      <rule id="r1"><description>half</description>
        <inputEntry id="e1"><text>"young"</text></inputEntry><outputEntry id="e2"><text>5</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="e3"><text></text></inputEntry>
        <outputEntry id="e4"><text>2.5</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="band" name="Band">
    <variable id="v1" name="band" typeRef="string" />
    <literalExpression id="l1"><text>if age &lt; 40 then "young" else "old"</text></literalExpression>
  </decision>
  <dmndi:DMNDI><dmndi:DMNDiagram>
  <dmndi:DMNShape dmnElementRef="score"><dc:Bounds height="80" width="180" x="160" y="100" />
  </dmndi:DMNShape></dmndi:DMNDiagram></dmndi:DMNDI>
</definitions>
"""


def test_a_file_of_the_desktop_modeler():
    model = dmn.read(MODELER)
    assert not model.problems
    assert (model.id, model.name, model.version) == ("score_drd", "Score", "1.3")
    evaluation = model.evaluate("score", {"age": 30})
    assert evaluation.result == Decimal("7.5")
    assert evaluation.decisions[1].inputs == [dmn.InputValue("i1", "年齡組", "young")]
    assert [(rule.id, list(rule.annotations)) for rule in evaluation.decisions[1].matched_rules] == [
        ("r1", ["half"]),
        ("r2", []),
    ]
    assert model.evaluate("score", {"age": 50}).result == Decimal("2.5")


@pytest.mark.parametrize(("xmlns", "version"), NAMESPACES.items())
def test_every_version(build, xmlns, version):
    model = build.read(build.decision("D", build.literal("1")), xmlns=xmlns)
    assert (model.version, model.problems) == (version, ())
    assert model.evaluate("D", {}).result == Decimal(1)


def test_an_unknown_version_is_a_warning(build):
    model = build.read(build.decision("D", build.literal("1")), xmlns="https://www.omg.org/spec/DMN/20990101/MODEL/")
    assert [(each.rule, each.severity) for each in model.problems] == [("version", "warning")]
    assert model.evaluate("D", {}).result == Decimal(1)


def test_prefixed_elements_and_types():
    model = dmn.read(
        b"""<dmn:definitions xmlns:dmn="http://www.omg.org/spec/DMN/20151101/dmn.xsd" name="old" namespace="urn:old"
          xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:own="urn:old">
          <dmn:itemDefinition name="tN"><dmn:typeRef>feel:number</dmn:typeRef></dmn:itemDefinition>
          <dmn:decision id="D" name="D"><dmn:variable name="D" typeRef="own:tN"/>
          <dmn:literalExpression typeRef="feel:number"><dmn:text><![CDATA[if 1 < 2 then 5 else 6]]></dmn:text>
          </dmn:literalExpression></dmn:decision></dmn:definitions>"""
    )
    assert not model.problems
    assert model.evaluate("D", {}).result == Decimal(5)


def test_comments_inside_texts_are_left_out(build):
    model = build.read(build.decision("D", "<literalExpression><text>1 <!-- one --> + 2</text></literalExpression>"))
    assert model.evaluate("D", {}).result == Decimal(3)


def test_names_are_compared_with_single_blanks(build):
    body = '<inputData id="i" name="loan\n  amount"><variable name="loan   amount"/></inputData>' + build.decision(
        "D", build.literal("loan  amount + 1"), requires=["input:i"]
    )
    assert build.read(body).evaluate("D", {"loan amount": 1}).result == Decimal(2)


BOMB = b"""<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="&b;" namespace="n"/>"""
EXTERNAL = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="x" namespace="n">
<decision>&a;</decision></definitions>"""


@pytest.mark.parametrize(
    ("xml", "rule", "line"),
    [
        (b"", "xml", 1),
        (b"not xml", "xml", 1),
        (b"<definitions>\n<decision>\n</definitions>", "xml", 3),
        (b"\n<html/>", "root", 2),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "root", 1),
        (BOMB, "doctype", 1),
        (EXTERNAL, "doctype", 1),
        (b"<!DOCTYPE definitions><definitions/>", "doctype", 1),
        ("<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"), "doctype", 1),
        (b"<?xml version='1.0' encoding='GB18030'?><!DOCTYPE a><a/>", "doctype", 1),
        (b"<?xml version='1.0' encoding='none-such'?><a/>", "xml", 1),
        (b"<a>" * 201 + b"</a>" * 201, "depth", 1),
        (b"<a>" * 100_000, "xml", 1),
        (b" " * 8_000_001, "file-size", 1),
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused(xml, rule, line):
    with pytest.raises(dmn.UnreadableFileError) as caught:
        dmn.read(xml)
    problem = caught.value.problem
    assert (problem.rule, problem.line) == (rule, line)
    assert problem.message.startswith("Expected")
    assert problem.remedy.endswith(".")


@pytest.mark.parametrize(
    ("body", "rule", "severity", "element"),
    [
        ("<inputData id='d'/>", "name", "error", "d"),
        ("<inputData id='d' name='a'/><inputData id='d' name='b'/>", "unique-id", "error", "d"),
        ("<inputData id='d' name='a'/><inputData id='e' name='a'/>", "unique-name", "warning", "e"),
        ("<process id='p'/>", "unknown-element", "warning", "p"),
        ("<inputData id='d' name='a'><varable id='v'/></inputData>", "unknown-element", "warning", "v"),
        ("<decision id='d' name='a'/>", "no-logic", "warning", "d"),
        ("<decision xmlns='' id='d' name='a'/>", "namespace", "warning", "d"),
        ("<itemDefinition id='t'/>", "name", "error", "t"),
        (
            "<businessKnowledgeModel id='d' name='a'><knowledgeRequirement id='r'/></businessKnowledgeModel>",
            "reference",
            "error",
            "r",
        ),
    ],
)
def test_problems(build, body, rule, severity, element):
    (problem,) = build.read(f"\n\n{body}").problems
    assert (problem.rule, problem.severity, problem.element_id, problem.line) == (rule, severity, element, 3)
    assert str(problem).startswith(f"{severity}: line 3, element {element}: Expected")


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data):
    """Cut out, repeat or replace a piece of a sound file: reading and evaluating never raise anything else."""
    start = data.draw(st.integers(0, len(MODELER) - 1))
    end = data.draw(st.integers(start, min(len(MODELER), start + 60)))
    piece = data.draw(st.sampled_from([b"", MODELER[start:end] * 2, b"<", b'"', b"<rule/>", b"null", b"\xff", b"&#0;"]))
    try:
        model = dmn.read(MODELER[:start] + piece + MODELER[end:])
    except dmn.UnreadableFileError:
        return
    for decision in model.decisions:
        model.evaluate(decision.id, {"age": 30})
