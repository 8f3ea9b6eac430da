"""The diagrams can be read: geometry of the layout, and pictures that show what the diagrams say."""

from pathlib import Path

import pytest

from service.diagrams.layout.checks import check, crossings
from service.diagrams.layout.drawing import read
from service.diagrams.layout.picture import picture

BUNDLE = Path(__file__).parents[3] / "bpmn"
DIAGRAMS = sorted(path.relative_to(BUNDLE).as_posix() for path in BUNDLE.rglob("*.bpmn"))


@pytest.fixture(params=DIAGRAMS)
def drawing(request):
    return read(request.param, (BUNDLE / request.param).read_bytes())


def test_the_bundle_is_the_sheet_seven_stages_and_what_they_call():
    assert DIAGRAMS == [
        "presales.bpmn",
        "stages/document_signing.bpmn",
        "stages/s1_client_screening.bpmn",
        "stages/s2_needs_analysis.bpmn",
        "stages/s3_plan_assessment.bpmn",
        "stages/s3_plan_underwriting.bpmn",
        "stages/s3_solution_design.bpmn",
        "stages/s4_quotation.bpmn",
        "stages/s5_risk_disclosure.bpmn",
        "stages/s6_communication_filing.bpmn",
        "stages/s7_final_approval.bpmn",
        "stages/s7_submission_and_payment.bpmn",
    ]


def test_layout_has_no_problem(drawing):
    assert check(drawing) == []


def test_no_flows_cross(drawing):
    assert crossings(drawing) == []


def test_it_reads_from_left_to_right(drawing):
    nodes = [shape for shape in drawing.shapes.values() if not shape.is_container]
    starts = [shape.bounds.x for shape in nodes if shape.kind == "startEvent"]
    assert len(starts) == 1
    assert starts[0] == min(shape.bounds.x for shape in nodes)
    forward = [edge for edge in drawing.edges.values() if edge.points[-1].x >= edge.points[0].x]
    assert len(forward) >= 0.75 * len(drawing.edges)


def test_the_committed_picture_is_the_one_of_this_diagram(drawing):
    """After a change: python -m service.diagrams.layout bpmn --pictures."""
    committed = BUNDLE / "pictures" / f"{Path(drawing.file).stem}.svg"
    assert committed.read_text(encoding="utf-8") == picture(drawing)
