"""What ops do: variables, incidents, cancelling."""

import pytest

from service.commands.cancel_process_instance import CancelProcessInstance, cancel_process_instance
from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.commands.resolve_incident import ResolveIncident, resolve_incident
from service.commands.set_variables import SetVariables, set_variables
from service.errors import AlreadyExists, InvalidArgument, InvalidState, NotFound
from tests.integration.drawn import END, START, process, sequence, service_task, user_task


def test_an_incident_of_a_gateway_is_resolved_after_mending_its_variable(service):
    body = START + '<bpmn:exclusiveGateway id="large" />' + user_task("review")[1] + END
    flows = "start large\nlarge review =amount &gt; 10\nreview end"
    service.deploy(choice=process("choice", body, flows))
    started = service.start("choice", variables={"amount": 5})
    [incident] = service.rows("SELECT * FROM incident")
    assert (incident.type, incident.element_id, incident.state) == ("CONDITION_ERROR", "large", "ACTIVE")

    service.run(resolve_incident, ResolveIncident(incident.key))
    incidents = service.rows("SELECT state FROM incident ORDER BY key")
    assert [each.state for each in incidents] == ["RESOLVED", "ACTIVE"], "it fails again: that is a new incident"

    service.run(set_variables, SetVariables(started.key, {"amount": 50}))
    key = service.scalar("SELECT key FROM incident WHERE state = 'ACTIVE'")
    service.run(resolve_incident, ResolveIncident(key), "olivia")

    assert service.task("review")
    assert service.scalar("SELECT count(*) FROM incident WHERE state = 'ACTIVE'") == 0
    with pytest.raises(InvalidState):
        service.run(resolve_incident, ResolveIncident(key))


def test_cancelling_terminates_everything_with_its_waits(service):
    service.deploy(one=sequence("one", user_task("task")))
    started = service.start("one")
    service.run(cancel_process_instance, CancelProcessInstance(started.key))

    assert service.state(started.key) == "TERMINATED"
    assert service.scalar("SELECT state FROM user_task") == "CANCELED"
    assert service.scalar("SELECT state FROM element_instance WHERE element_id = 'task'") == "TERMINATED"
    assert service.scalar("SELECT count(*) FROM variable WHERE open") == 0
    with pytest.raises(InvalidState):
        service.run(cancel_process_instance, CancelProcessInstance(started.key))
    with pytest.raises(NotFound):
        service.run(cancel_process_instance, CancelProcessInstance(1))


def test_a_called_instance_names_its_root_when_it_is_cancelled(service):
    call = (
        '<bpmn:callActivity id="call"><bpmn:extensionElements><zeebe:calledElement processId="called" />'
        "</bpmn:extensionElements></bpmn:callActivity>"
    )
    caller = process("caller", START + call + END, "start call\ncall end")
    service.deploy(caller=caller, called=sequence("called", user_task("task")))
    root = service.start("caller", variables={"a": 1})
    [called] = service.rows("SELECT * FROM process_instance WHERE parent_process_instance_key IS NOT NULL")
    assert (called.root_process_instance_key, called.process_definition_id) == (root.key, "called")

    with pytest.raises(InvalidState, match=str(root.key)):
        service.run(cancel_process_instance, CancelProcessInstance(called.key))
    service.run(complete_user_task, CompleteUserTask(service.task("task"), {"b": 2}))

    assert service.state(root.key) == service.state(called.key) == "COMPLETED"
    assert service.variables(root.key) == {"a": 1, "b": 2}


def test_variables_of_a_scope(service):
    service.deploy(one=sequence("one", user_task("task")))
    started = service.start("one", variables={"amount": 5})
    key = service.task("task")

    service.run(set_variables, SetVariables(key, {"amount": 6}))
    service.run(set_variables, SetVariables(key, {"amount": 7}, local=True))

    assert service.variables(started.key) == {"amount": 6}
    assert service.variables(key) == {"amount": 7}
    service.run(complete_user_task, CompleteUserTask(key))
    with pytest.raises((NotFound, InvalidState)):
        service.run(set_variables, SetVariables(key, {"amount": 8}))


def test_null_is_a_value(service):
    service.deploy(one=sequence("one", user_task("task")))
    started = service.start("one", variables={"nothing": None, "parts": [None, {"a": None}]})
    service.run(set_variables, SetVariables(started.key, {"parts": None}))
    rows = service.rows("SELECT name FROM variable WHERE value = 'null'::jsonb ORDER BY name")
    assert [row.name for row in rows] == ["nothing", "parts"]
    service.run(complete_user_task, CompleteUserTask(service.task("task")))
    assert service.variables(started.key) == {"nothing": None, "parts": None}


def test_a_business_id_is_unique_while_running(service):
    service.deploy(one=sequence("one", user_task("task")))
    first = service.start("one", business_id="PS-1")
    with pytest.raises(AlreadyExists, match="PS-1"):
        service.start("one", business_id="PS-1")
    service.run(cancel_process_instance, CancelProcessInstance(first.key))
    assert service.start("one", business_id="PS-1").key > first.key


def test_a_process_is_started_by_id_version_tag_or_key(service):
    first = service.deploy(one=sequence("one", user_task("task")))
    service.deploy(one=process("one", START + user_task("task")[1] + END, "start task\ntask end", tag="v2"))
    assert service.start("one").version == 2
    assert service.start("one", version=1).version == 1
    assert service.start("one", version_tag="v2").version == 2
    for options in ({"version": 3}, {"version_tag": "v3"}):
        with pytest.raises(NotFound):
            service.start("one", **options)
    with pytest.raises(NotFound):
        service.start("two")
    with pytest.raises(InvalidArgument):
        service.start("one", process_definition_key=first.definitions[0].key)


def test_a_value_that_no_database_holds_is_refused(service):
    service.deploy(one=sequence("one", user_task("task")))
    with pytest.raises(InvalidArgument, match=r"U\+0000"):
        service.start("one", variables={"name": "a\x00b"})
    assert service.scalar("SELECT count(*) FROM process_instance") == 0


def test_an_output_mapping_is_mended_without_doing_the_work_again(service):
    mapping = '<zeebe:ioMapping><zeebe:output source="=assert(limit, limit &gt; 0)" target="kept" /></zeebe:ioMapping>'
    service.deploy(one=sequence("one", service_task("work", "test.double", extra=mapping)))
    started = service.start("one", variables={"amount": 5, "limit": 0})
    [incident] = service.rows("SELECT * FROM incident")
    assert (incident.type, incident.element_id) == ("IO_MAPPING_ERROR", "work")
    assert service.job("work").state == "COMPLETED"

    service.run(set_variables, SetVariables(started.key, {"limit": 7}))
    service.run(resolve_incident, ResolveIncident(incident.key))

    assert service.state(started.key) == "COMPLETED"
    assert service.variables(started.key)["kept"] == 7
    assert service.scalar("SELECT count(*) FROM job") == 1


def test_what_does_not_fit_a_handlers_inputs_is_an_incident_that_names_the_field(service):
    service.deploy(one=sequence("one", service_task("work", "test.double")))
    started = service.start("one", variables={"amount": "a secret"})
    [incident] = service.rows("SELECT * FROM incident")
    assert incident.type == "JOB_NO_RETRIES"
    assert incident.message.startswith("Expected variables that fit Amount of 'test.double', but amount: ")
    assert "a secret" not in incident.message

    service.run(set_variables, SetVariables(started.key, {"amount": 4}))
    service.run(resolve_incident, ResolveIncident(incident.key))
    job = service.job("work")
    assert (job.state, job.retries, job.queue) == ("CREATED", 1, "quick")
    assert service.scalar("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'quick'") == 1


def test_a_loop_of_quick_handlers_is_left_to_the_worker_after_a_while(service):
    body = START + service_task("work", "test.double")[1] + '<bpmn:exclusiveGateway id="again" default="f3" />' + END
    flows = "start work\nwork again\nagain work =total &lt; 1000000\nagain end"
    service.deploy(loop=process("loop", body, flows))
    started = service.start("loop", variables={"amount": 1})

    assert service.state(started.key) == "ACTIVE"
    assert service.scalar("SELECT count(*) FROM job WHERE state = 'COMPLETED'") == 200
    job = service.job("work")
    assert (job.state, job.queue) == ("CREATED", "quick")


def test_a_start_before_an_element_that_is_not_there_is_refused(service):
    service.deploy(one=sequence("one", user_task("first"), user_task("second")))
    started = service.start("one", start_at=("second",))
    assert service.task("second")
    assert service.scalar("SELECT count(*) FROM user_task WHERE element_id = 'first'") == 0
    with pytest.raises(InvalidArgument, match="third"):
        service.start("one", start_at=("third",))
    assert service.state(started.key) == "ACTIVE"
