"""Small diagrams as text: only what a test is about is written there."""

from itertools import pairwise

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://example.com/test"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud"
  modeler:executionPlatformVersion="8.8.0">
"""


def process(process_id: str, body: str, flows: str, *, outside: str = "", tag: str = "") -> str:
    """A diagram of one process. `flows`: one `source target [condition]` a line."""
    version = f'<bpmn:extensionElements><zeebe:versionTag value="{tag}" /></bpmn:extensionElements>' if tag else ""
    lines = "".join(_flow(number, line) for number, line in enumerate(flows.strip().splitlines()))
    return (
        f'{_HEAD}<bpmn:process id="{process_id}" name="{process_id}" isExecutable="true">{version}'
        f"{body}{lines}</bpmn:process>{outside}</bpmn:definitions>"
    )


def sequence(process_id: str, *elements: tuple[str, str], outside: str = "") -> str:
    """A process of elements one after the other: id and XML, between a start and an end event."""
    ids = ["start", *(element_id for element_id, _ in elements), "end"]
    flows = "\n".join(f"{source} {target}" for source, target in pairwise(ids))
    body = "".join(xml for _, xml in elements)
    return process(process_id, START + body + END, flows, outside=outside)


START = '<bpmn:startEvent id="start" />'
END = '<bpmn:endEvent id="end" />'


def user_task(task_id: str, *, groups: str = "", assignee: str = "", reviews: str = "") -> tuple[str, str]:
    """A user task; `reviews` are the ids of the elements it reviews."""
    given = (f' candidateGroups="{groups}"' if groups else "") + (f' assignee="{assignee}"' if assignee else "")
    assignment = f"<zeebe:assignmentDefinition{given} />" if given else ""
    review = (
        f'<zeebe:properties><zeebe:property name="reviewOf" value="{reviews}" /></zeebe:properties>' if reviews else ""
    )
    return task_id, (
        f'<bpmn:userTask id="{task_id}" name="{task_id}"><bpmn:extensionElements><zeebe:userTask />{assignment}{review}'
        "</bpmn:extensionElements></bpmn:userTask>"
    )


def service_task(task_id: str, job_type: str, *, retries: int = 3, extra: str = "") -> tuple[str, str]:
    """A service task."""
    return task_id, (
        f'<bpmn:serviceTask id="{task_id}" name="{task_id}"><bpmn:extensionElements>'
        f'<zeebe:taskDefinition type="{job_type}" retries="{retries}" />{extra}'
        "</bpmn:extensionElements></bpmn:serviceTask>"
    )


def _flow(number: int, line: str) -> str:
    source, target, *condition = line.split(maxsplit=2)
    inner = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition[0]}</bpmn:conditionExpression>'
        if condition
        else ""
    )
    flow = f'<bpmn:sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}"'
    return f"{flow}>{inner}</bpmn:sequenceFlow>" if inner else f"{flow} />"
