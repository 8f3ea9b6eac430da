import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import NotFoundError

from tests.acceptance.diagrams import sequence, service_task, user_task

CALL = """<bpmn:callActivity id="call" name="call"><bpmn:extensionElements>
<zeebe:calledElement processId="called" propagateAllChildVariables="true" /></bpmn:extensionElements>
</bpmn:callActivity>"""


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    called = sequence("called", user_task("inner"), service_task("work", "overview"), name="Called")
    deploy(called=called, calling=sequence("calling", CALL, name="Calling"))


@pytest.fixture(scope="module")
def both(drive):
    """A calling instance and the one that it called."""
    calling = drive.start("calling", businessId="O-1")
    [called] = drive.find("process_instances", parentProcessInstanceKey=calling.process_instance_key)
    return calling, called


def test_the_hierarchy_leads_from_the_root_to_the_instance(client, both):
    calling, called = both
    hierarchy = client.get_process_instance_call_hierarchy(process_instance_key=called.process_instance_key)
    assert [(each.process_instance_key, each.process_definition_name) for each in hierarchy] == [
        (calling.process_instance_key, "Calling"),
        (called.process_instance_key, "Called"),
    ]


def test_a_called_instance_names_its_root_and_cannot_be_cancelled_alone(drive, both):
    calling, called = both
    assert called.root_process_instance_key == calling.process_instance_key
    assert called.parent_element_instance_key is not None
    with pytest.raises(sdk.errors.ConflictError, match=str(calling.process_instance_key)):
        drive.cancel(called)


def test_flows_elements_and_incidents_are_counted(client, drive, both):
    _, called = both
    key = called.process_instance_key
    [task] = drive.find("user_tasks", processInstanceKey=key)
    assert task.business_id == "O-1"
    drive.complete(task)
    [job] = drive.activate("overview")
    client.fail_job(job_key=job.job_key, data=sdk.JobFailRequest.from_dict({"retries": 0}))
    flows = client.get_process_instance_sequence_flows(process_instance_key=key).items
    assert [flow.element_id for flow in flows] == ["flow_0", "flow_1"]
    figures = {item.element_id: item for item in client.get_process_instance_statistics(process_instance_key=key).items}
    assert (figures["inner"].completed, figures["inner"].active) == (1, 0)
    assert (figures["work"].incidents, figures["work"].active) == (1, 0)
    root = client.get_process_instance(process_instance_key=called.root_process_instance_key)
    assert root.has_incident


def test_of_what_is_not_there_the_hierarchy_is_a_404_and_the_rest_is_empty(client):
    missing = sdk.ProcessInstanceKey("1")
    with pytest.raises(NotFoundError):
        client.get_process_instance_call_hierarchy(process_instance_key=missing)
    assert client.get_process_instance_sequence_flows(process_instance_key=missing).items == []
    assert client.get_process_instance_statistics(process_instance_key=missing).items == []
