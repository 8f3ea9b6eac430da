"""A small presales process that issues and signs papers on request: the real handlers, two papers, one on the other."""

import time

from service.main import create_service
from service.settings import Settings
from tests.acceptance.casework import OPENING
from tests.acceptance.diagrams import extensions, process, service_task, user_task
from tests.acceptance.serving import free_port, serve

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


def issuing_server(database_url, data_dir):
    """A server whose worker issues papers."""
    settings = Settings(
        database_url=database_url,
        port=free_port(),
        threads=8,
        data_dir=data_dir,
        public_url="https://insurer.example",
    )
    yield from serve(create_service(settings))


class Case:
    """A case whose papers are issued on request."""

    def __init__(self, http):
        self.http = http
        opened = http.post("/presales/cases", json=OPENING).json()
        self.key, self.number = opened["caseKey"], opened["caseNo"]

    def get(self, path="", **options):
        answer = self.http.get(f"/presales/cases/{self.number}{path}", **options)
        assert answer.status_code == 200, answer.text
        return answer

    def do(self, verb, **variables):
        """Complete the task that asks what to do, and wait until it asks again."""
        task = self._task()
        body = {"variables": {**TOPICS, "verb": verb, **variables}}
        assert self.http.post(f"/v2/user-tasks/{task}/completion", json=body).status_code == 204
        if verb != "end":
            self._task()

    def _task(self):
        for _ in range(400):
            found = self.get().json()
            assert not found["hasIncident"], self.http.post("/v2/incidents/search", json={}).text
            if found["nextTasks"]:
                return found["nextTasks"][0]["key"]
            time.sleep(0.02)
        raise AssertionError(found["waitingFor"])

    def sign(self, name, **more):
        self.do("sign", signing={"decision": "SIGN", "method": "E_SIGNATURE", "signed_by": name}, **more)

    def papers(self):
        return {
            paper["number"].removesuffix(f"-{self.number}-v{paper['version']}") + f"-v{paper['version']}": paper
            for paper in self.get("/documents").json()["items"]
        }

    def archive(self, tmp_path):
        file = tmp_path / "case.zip"
        file.write_bytes(self.get("/archive").content)
        return file


def signed_case(http, deploy):
    """Profile and report issued and signed; the profile issued again with other data, and signed again."""
    deploy(presales=PRESALES)
    case = Case(http)
    case.do("client_profile", applicant={"name": "陳志明"})
    case.do("potential_report")
    case.do("client_profile")
    case.sign("陳志明")
    case.sign("陳小美")
    case.do("client_profile", applicant={"name": "陳志明", "occupation": "教師"})
    case.sign("陳小美", signing_scope=["client_profile"])  # refused: it is the client's paper
    case.do("potential_report", applicant={"name": "陳志明", "occupation": "教師"})
    case.sign("陳志明")
    return case
