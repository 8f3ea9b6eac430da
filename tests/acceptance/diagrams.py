"""Tiny diagrams for the tests, one construct each."""

from itertools import pairwise

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitions" targetNamespace="http://example.com" '
    'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">\n'
)


def extensions(*elements):
    return f"<bpmn:extensionElements>{''.join(elements)}</bpmn:extensionElements>" if elements else ""


def user_task(task_id, *elements, name=None):
    return (
        f'<bpmn:userTask id="{task_id}" name="{name or task_id}">'
        f"{extensions('<zeebe:userTask />', *elements)}</bpmn:userTask>"
    )


def service_task(task_id, job_type, *elements, retries="3"):
    definition = f'<zeebe:taskDefinition type="{job_type}" retries="{retries}" />'
    return f'<bpmn:serviceTask id="{task_id}" name="{task_id}">{extensions(definition, *elements)}</bpmn:serviceTask>'


def script_task(task_id, expression, result):
    script = f'<zeebe:script expression="{expression}" resultVariable="{result}" />'
    return f'<bpmn:scriptTask id="{task_id}" name="{task_id}">{extensions(script)}</bpmn:scriptTask>'


def form(form_id):
    return f'<zeebe:formDefinition formId="{form_id}" bindingType="deployment" />'


def groups(*names):
    return f'<zeebe:assignmentDefinition candidateGroups="{",".join(names)}" />'


def sequence(process_id, *activities, name=None, more=""):
    """A process of activities in a row; `more` goes in beside them, and `messages` before the process."""
    ids = [activity.split('id="', 1)[1].split('"', 1)[0] for activity in activities]
    nodes = ["start", *ids, "end"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="flow_{index}" sourceRef="{source}" targetRef="{target}" />'
        for index, (source, target) in enumerate(pairwise(nodes))
    )
    return process(
        process_id, f'<bpmn:startEvent id="start" />{"".join(activities)}<bpmn:endEvent id="end" />{flows}{more}', name
    )


def process(process_id, content, name=None, before=""):
    name = name or process_id
    text = (
        f'{_HEAD}{before}<bpmn:process id="{process_id}" name="{name}" isExecutable="true">{content}'
        "</bpmn:process></bpmn:definitions>"
    )
    return text.encode()
