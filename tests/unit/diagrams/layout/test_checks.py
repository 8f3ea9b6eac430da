"""Each way to make a diagram hard to read is found, and only that: one clean drawing, one thing moved at a time."""

import pytest

from service.diagrams.layout.checks import MAX_CROSSINGS, check, crossings
from service.diagrams.layout.drawing import read

DIAGRAM = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI">
 <bpmn:process id="p">
  <bpmn:startEvent id="begin" name="開始"/>
  <bpmn:userTask id="ask" name="需求訪談"/>
  <bpmn:userTask id="answer" name="解答疑問"/>
  <bpmn:endEvent id="done"/>
  <bpmn:sequenceFlow id="one" sourceRef="begin" targetRef="ask"/>
  <bpmn:sequenceFlow id="two" name="繼續" sourceRef="ask" targetRef="answer"/>
  <bpmn:sequenceFlow id="three" sourceRef="answer" targetRef="done"/>
 </bpmn:process>
 <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
  {shapes}
 </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""
BOUNDS = {
    "begin": (0, 22, 36, 36),
    "ask": (100, 0, 100, 80),
    "answer": (300, 0, 100, 80),
    "done": (500, 22, 36, 36),
}
FLOWS = {"one": [(36, 40), (100, 40)], "two": [(200, 40), (300, 40)], "three": [(400, 40), (500, 40)]}
LABELS = {"begin": (4, 62, 28, 14), "two": (230, 20, 28, 14)}


def drawing(bounds=None, flows=None, labels=None):
    boxes, lines, texts = BOUNDS | (bounds or {}), FLOWS | (flows or {}), LABELS | (labels or {})
    shapes = [
        f'<bpmndi:BPMNShape bpmnElement="{each}">{rectangle(box)}{label(texts.get(each))}</bpmndi:BPMNShape>'
        for each, box in boxes.items()
        if box
    ]
    shapes += [
        f'<bpmndi:BPMNEdge bpmnElement="{each}">{waypoints(line)}{label(texts.get(each))}</bpmndi:BPMNEdge>'
        for each, line in lines.items()
    ]
    return read("p.bpmn", DIAGRAM.format(shapes="\n".join(shapes)).encode())


def rectangle(box):
    x, y, width, height = box
    return f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'


def waypoints(line):
    return "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in line)


def label(box):
    return f"<bpmndi:BPMNLabel>{rectangle(box)}</bpmndi:BPMNLabel>" if box else ""


def found(**changes):
    return [(problem.rule, problem.element_id) for problem in check(drawing(**changes))]


def test_a_clean_drawing_has_no_problem():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"bounds": {"answer": None}}, ("layout-undrawn", "answer")),
        ({"bounds": {"done": (390, 22, 36, 36)}}, ("layout-overlap", "answer")),
        ({"flows": {"one": [(36, 40), (80, 40)]}}, ("layout-loose-end", "one")),
        ({"flows": {"one": [(36, 40), (150, 40)]}}, ("layout-loose-end", "one")),
        ({"flows": {"one": [(18, 22), (18, -20), (350, -20), (350, 100), (150, 100), (150, 80)]}},
         ("layout-through-shape", "one")),
        ({"flows": {"one": [(36, 40), (60, 40), (60, -20), (250, -20), (250, 40), (200, 40)]}},
         ("layout-shared-line", "one")),
        ({"labels": {"two": (180, 20, 28, 14)}}, ("layout-label", "two")),
        ({"labels": {"two": (230, 33, 28, 14)}}, ("layout-label", "two")),
        ({"labels": {"two": (230, 20, 20, 14)}}, ("layout-label", "two")),
        ({"labels": {"two": None}}, ("layout-label", "two")),
        ({"labels": {"two": (20, 62, 28, 14)}}, ("layout-label", "begin")),
        ({"bounds": {"ask": (160, 30, 40, 20)}, "flows": {"one": [(36, 40), (160, 40)]}},
         ("layout-name-too-long", "ask")),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_finding(changes, problem):
    assert problem in found(**changes)


def test_every_problem_names_file_line_and_remedy():
    (problem,) = check(drawing(labels={"two": None}))
    assert (problem.file, problem.line, problem.severity) == ("p.bpmn", 10, "error")
    assert problem.remedy


def test_flows_that_leave_one_shape_may_share_a_trunk():
    both = {"two": [(200, 40), (300, 40)], "three": [(400, 40), (450, 40), (450, 100), (518, 100), (518, 58)]}
    assert found(flows=both) == []


def test_crossings_are_counted_and_refused_above_the_limit():
    there_and_back = [(x, y) for x in range(205, 205 + 20 * (MAX_CROSSINGS + 1), 20) for y in (30, 50)]
    zigzag = [there_and_back[i ^ (1 if i % 4 > 1 else 0)] for i in range(len(there_and_back))]
    crossed = drawing(flows={"one": [(36, 40), (40, 40), (40, -20), (205, -20), *zigzag]})
    assert len(crossings(crossed)) == 1  # counted by pairs of flows
