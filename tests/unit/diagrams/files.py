"""Small files for the tests of reading them."""

from pathlib import Path

from service import diagrams
from service.diagrams.model import Model, Node, Problem

EXECUTED = Path(__file__).parents[2] / "diagrams" / "executed"


def bpmn(body: str, roots: str = "", process: str = 'id="p" isExecutable="true"') -> bytes:
    """A BPMN file with one process."""
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">\n'
        f"<process {process}>\n{body}\n</process>\n{roots}</definitions>\n"
    ).encode()


def straight(node: str, node_id: str) -> bytes:
    """A process from start to end through one node."""
    return bpmn(
        f'<startEvent id="start"/>\n{node}\n<endEvent id="end"/>\n'
        f'<sequenceFlow id="f1" sourceRef="start" targetRef="{node_id}"/>\n'
        f'<sequenceFlow id="f2" sourceRef="{node_id}" targetRef="end"/>'
    )


def executed(name: str) -> Model:
    """The model of a diagram of the executed constructs, which has no errors."""
    model, problems = diagrams.read({f"{name}.bpmn": (EXECUTED / f"{name}.bpmn").read_bytes()})
    assert problems == []
    return model


def node(name: str, node_id: str) -> Node:
    """A node of such a diagram."""
    return executed(name).processes[0].nodes()[node_id]


def problems_of(file: str, data: bytes) -> list[Problem]:
    """What is wrong with one file."""
    return diagrams.read({file: data})[1]
