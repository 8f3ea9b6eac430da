import threading
import time

import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import BadRequestError, NotFoundError

from tests.acceptance.diagrams import process, sequence, service_task

HEADERS = '<zeebe:taskHeaders><zeebe:header key="region" value="north" /></zeebe:taskHeaders>'
CAUGHT = """<bpmn:startEvent id="start" /><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="risky" />
<bpmn:serviceTask id="risky" name="risky"><bpmn:extensionElements><zeebe:taskDefinition type="risky" />
</bpmn:extensionElements></bpmn:serviceTask>
<bpmn:boundaryEvent id="boundary" attachedToRef="risky"><bpmn:errorEventDefinition errorRef="e" /></bpmn:boundaryEvent>
<bpmn:sequenceFlow id="f2" sourceRef="risky" targetRef="done" /><bpmn:endEvent id="done" />
<bpmn:sequenceFlow id="f3" sourceRef="boundary" targetRef="rescued" /><bpmn:endEvent id="rescued" />"""


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(
        work=sequence("work", service_task("step", "step", HEADERS)),
        poll=sequence("poll", service_task("poll_step", "poll")),
        caught=process("caught", CAUGHT, before='<bpmn:error id="e" name="NO" errorCode="NO" />'),
    )


def complete(client, job, **variables):
    client.complete_job(job_key=job.job_key, data=sdk.JobCompletionRequest.from_dict({"variables": variables}))


def fail(client, job, **request):
    client.fail_job(job_key=job.job_key, data=sdk.JobFailRequest.from_dict(request))


def test_a_worker_takes_a_job_and_completes_it(drive, client):
    instance = drive.start("work", {"a": 1, "b": 2}, businessId="J-1", tags=["vip"])
    [job] = drive.activate("step", worker="w1", fetchVariable=["a"])
    assert (job.element_id, job.process_definition_id, job.worker, job.retries) == ("step", "work", "w1", 3)
    assert (job.variables.to_dict(), job.custom_headers.to_dict()) == ({"a": 1}, {"region": "north"})
    assert (job.business_id, job.tags, job.physical_tenant_id) == ("J-1", ["vip"], "default")
    assert job.deadline > time.time() * 1000
    complete(client, job, result="ok")
    assert drive.state(instance) == "COMPLETED"
    assert drive.variables(instance)["result"] == '"ok"'


def test_an_activated_job_is_nobody_elses(drive, client):
    drive.start("work")
    [job] = drive.activate("step")
    assert drive.activate("step") == []
    complete(client, job)
    with pytest.raises(NotFoundError):
        complete(client, job)


def test_without_job_the_answer_is_an_empty_list(drive):
    assert drive.activate("nothing") == []


def test_a_waiting_worker_is_woken_by_a_new_job(server, drive):
    taken = []

    def work():
        with server.client() as own:
            request = {"type": "poll", "maxJobsToActivate": 5, "timeout": 60_000, "requestTimeout": 20_000}
            taken.extend(own.activate_jobs(data=sdk.JobActivationRequest.from_dict(request)).jobs)

    waiter = threading.Thread(target=work)
    waiter.start()
    instance = drive.start("poll")
    waiter.join(timeout=25)
    assert [job.process_instance_key for job in taken] == [instance.process_instance_key]


def test_a_failed_job_comes_again_until_an_incident_is_raised_and_resolved(drive, client):
    instance = drive.start("work")
    [job] = drive.activate("step")
    fail(client, job, retries=1, errorMessage="not yet")
    [job] = drive.activate("step")
    assert job.retries == 1
    fail(client, job, retries=0, errorMessage="broken")
    assert drive.activate("step") == []
    key = instance.process_instance_key
    [incident] = drive.find("incidents", processInstanceKey=key)
    assert (str(incident.error_type), incident.element_id, str(incident.state)) == ("JOB_NO_RETRIES", "step", "ACTIVE")
    assert incident.job_key == job.job_key
    assert client.get_process_instance(process_instance_key=key).has_incident
    [element] = drive.find("element_instances", processInstanceKey=key, hasIncident=True, type="SERVICE_TASK")
    assert element.incident_key == incident.incident_key
    assert client.get_incident(incident_key=incident.incident_key) == incident
    update = sdk.JobUpdateRequest.from_dict({"changeset": {"retries": 2}})
    client.update_job(job_key=job.job_key, data=update)
    client.resolve_incident(incident_key=incident.incident_key, data=sdk.IncidentResolutionRequest())
    [job] = drive.activate("step")
    complete(client, job)
    assert drive.state(instance) == "COMPLETED"
    assert not client.get_process_instance(process_instance_key=key).has_incident


def test_all_incidents_of_an_instance_are_resolved_at_once(drive, client):
    instance = drive.start("work")
    [job] = drive.activate("step")
    fail(client, job, retries=0, errorMessage="broken")
    key = instance.process_instance_key
    query = sdk.IncidentSearchQuery()
    assert client.search_process_instance_incidents(process_instance_key=key, data=query).page.total_items == 1
    element = sdk.ElementInstanceKey(job.element_instance_key)
    assert client.search_element_instance_incidents(element_instance_key=element, data=query).page.total_items == 1
    operation = client.resolve_process_instance_incidents(process_instance_key=key)
    assert str(operation.batch_operation_type) == "RESOLVE_INCIDENT"
    assert [each.job_key for each in drive.activate("step")] == [job.job_key]


def test_an_incident_is_resolved_by_a_bare_post(drive, client, http):
    drive.start("work")
    [job] = drive.activate("step")
    fail(client, job)
    [incident] = drive.find("incidents", jobKey=job.job_key)
    path = f"/v2/incidents/{incident.incident_key}/resolution"
    http.patch(f"/v2/jobs/{job.job_key}", json={"changeset": {"retries": 1}})
    assert http.post(path, headers={"Content-Type": "application/json"}).status_code == 204
    assert http.post(path).status_code == 409


def test_an_error_takes_the_modelled_path(drive, client):
    instance = drive.start("caught")
    [job] = drive.activate("risky")
    client.throw_job_error(job_key=job.job_key, data=sdk.JobErrorRequest.from_dict({"errorCode": "NO"}))
    assert drive.state(instance) == "COMPLETED"
    [end] = drive.find("element_instances", processInstanceKey=instance.process_instance_key, type="END_EVENT")
    assert end.element_id == "rescued"
    [found] = drive.find("jobs", jobKey=job.job_key)
    assert str(found.state) == "ERROR_THROWN"


def test_an_error_that_nobody_catches_is_an_incident(drive, client):
    instance = drive.start("caught")
    [job] = drive.activate("risky")
    request = sdk.JobErrorRequest.from_dict({"errorCode": "OTHER", "errorMessage": "unknown"})
    client.throw_job_error(job_key=job.job_key, data=request)
    [incident] = drive.find("incidents", processInstanceKey=instance.process_instance_key)
    assert str(incident.error_type) == "UNHANDLED_ERROR_EVENT"


def test_jobs_are_searched(drive):
    instance = drive.start("work")
    [job] = drive.find("jobs", processInstanceKey=instance.process_instance_key)
    assert (job.type_, str(job.state), str(job.kind), job.worker) == ("step", "CREATED", "BPMN_ELEMENT", "")
    assert drive.find("jobs", jobKey=job.job_key, type={"$like": "s?ep"}, retries={"$gte": 3})
    assert drive.find("jobs", jobKey=job.job_key, state="COMPLETED") == []


def test_a_job_s_time_can_be_changed_and_an_empty_change_is_refused(drive, client):
    drive.start("work")
    [job] = drive.activate("step")
    client.update_job(job_key=job.job_key, data=sdk.JobUpdateRequest.from_dict({"changeset": {"timeout": 1}}))
    while not (again := [each for each in drive.activate("step", maximum=50) if each.job_key == job.job_key]):
        pass
    assert again[0].retries == job.retries
    with pytest.raises(BadRequestError):
        client.update_job(job_key=job.job_key, data=sdk.JobUpdateRequest.from_dict({"changeset": {}}))


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"maxJobsToActivate": 0}, {"type": ""}, {"colour": 1}])
def test_an_activation_that_does_not_fit_is_refused(http, wrong):
    request = {"type": "step", "maxJobsToActivate": 1, "timeout": 1000, "requestTimeout": -1} | wrong
    assert http.post("/v2/jobs/activation", json=request).status_code == 400
