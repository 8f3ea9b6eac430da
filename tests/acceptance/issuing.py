"""A small presales process that issues and signs papers on request: the real handlers, two papers, one on the other."""

from tests.acceptance.diagrams import extensions, process, service_task, user_task

ORDER = [
    {"step": 1, "type": "client_profile", "capacities": ["APPLICANT"]},
    {"step": 2, "type": "potential_report", "capacities": ["SELLER"]},
]
TOPICS = {
    "contact": {"method": "VISIT", "privacy_consent": True},
    "first_needs": {"need_types": ["PROTECTION"]},
    "potential": {"score": 88, "fit": 50, "intent": 38, "negative": 0, "tier": "A"},
    "communication": {"entries": []},
    "signature_order": ORDER,
    "signing_scope": ["client_profile", "potential_report"],
}


def _paper(kind):
    mapping = f'<zeebe:ioMapping><zeebe:output source="=document" target="documents.{kind}" /></zeebe:ioMapping>'
    return service_task(kind, f"presales.document.{kind}", mapping)


_VERBS = ("client_profile", "potential_report", "comm_log", "closing_letter", "sign")


_PROBLEM = '<zeebe:ioMapping><zeebe:output source="=signing_problem" target="signing_problem" /></zeebe:ioMapping>'


def _presales():
    branches = "".join(
        f'<bpmn:sequenceFlow id="to_{verb}" sourceRef="which" targetRef="{"open" if verb == "sign" else verb}">'
        f'<bpmn:conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:type="bpmn:tFormalExpression">=verb = "{verb}"</bpmn:conditionExpression></bpmn:sequenceFlow>'
        f'<bpmn:sequenceFlow id="from_{verb}" sourceRef="{verb}" targetRef="again" />'
        for verb in _VERBS
    )
    papers = "".join(_paper(kind) for kind in _VERBS if kind != "sign")
    return process(
        "presales",
        '<bpmn:startEvent id="start" /><bpmn:exclusiveGateway id="again" />'
        '<bpmn:exclusiveGateway id="which" default="to_end" /><bpmn:endEvent id="end" />'
        f"{user_task('next')}{papers}{service_task('open', 'presales.signature.open')}"
        f"{service_task('sign', 'presales.signature.record')}"
        '<bpmn:boundaryEvent id="refused" attachedToRef="sign">'
        f"{extensions(_PROBLEM)}"
        '<bpmn:errorEventDefinition id="refusal" errorRef="SIGNATURE_REFUSED" /></bpmn:boundaryEvent>'
        '<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="again" />'
        '<bpmn:sequenceFlow id="f2" sourceRef="again" targetRef="next" />'
        '<bpmn:sequenceFlow id="f3" sourceRef="next" targetRef="which" />'
        '<bpmn:sequenceFlow id="f4" sourceRef="open" targetRef="sign" />'
        '<bpmn:sequenceFlow id="f5" sourceRef="refused" targetRef="again" />'
        f'<bpmn:sequenceFlow id="to_end" sourceRef="which" targetRef="end" />{branches}',
        before='<bpmn:error id="SIGNATURE_REFUSED" name="refused" errorCode="SIGNATURE_REFUSED" />',
    )


PRESALES = _presales()
