"""What comes of slow handlers, good and bad."""

import hashlib
from decimal import Decimal

import pytest

from service.handler_runner import HandlerRunner
from service.worker.handler_process import HandlerProcesses
from service.worker.steps import Steps
from tests.integration.drawn import END, START, process, sequence, service_task
from tests.integration.driver import NoParameters


@pytest.fixture(scope="module")
def processes():
    """Shared, since each start imports the handlers."""
    started = HandlerProcesses(HandlerRunner(NoParameters(), "tests.integration.job_handlers:REGISTRY"), 1)
    yield started
    started.end()


@pytest.fixture
def steps(service, processes):
    return Steps(service.database, service.runtime, processes)


def run_until(service, steps, element_id, state):
    """Run the job of an element as often as it takes."""
    for _ in range(5):
        job = service.job(element_id)
        if job.state == state and (state != "FAILED" or job.retries == 0):
            return job
        with service.database.begin() as connection:  # the back-off is over
            connection.exec_driver_sql("UPDATE job SET not_before = NULL")
        steps.run_job(job.key)
    return service.job(element_id)


def test_a_slow_handler_completes_its_job(service, steps):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow")))
    started = service.start("slow", variables={"amount": Decimal("1.05")})
    assert service.state(started.key) == "ACTIVE"

    assert steps.run_job(service.job("work").key)

    assert service.state(started.key) == "COMPLETED"
    assert service.variables(started.key)["total"] == Decimal("2.10")
    assert not steps.run_job(service.job("work").key)


@pytest.mark.parametrize(
    ("job_type", "retries", "said"),
    [
        ("test.hang", 1, "Expected 'test.hang' to end within 1 s, but it did not."),
        ("test.slow_break", 2, "RuntimeError: out of order"),
        ("test.misfit", 3, "Expected variables that fit Total of 'test.misfit', but total: Input should be a valid"),
        ("test.large", 3, "Expected at most 4194304 bytes of variables from 'test.large', but it returned 5000012."),
        ("test.die", 1, "Expected 'test.die' to return, but its process died"),
    ],
)
def test_a_slow_handler_that_fails_ends_in_an_incident(service, steps, job_type, retries, said):
    service.deploy(slow=sequence("slow", service_task("work", job_type, retries=retries)))
    started = service.start("slow")

    job = run_until(service, steps, "work", "FAILED")

    assert (job.state, job.retries) == ("FAILED", 0)
    [incident] = service.rows("SELECT * FROM incident WHERE state = 'ACTIVE'")
    assert (incident.type, incident.element_id, incident.job_key) == ("JOB_NO_RETRIES", "work", job.key)
    assert incident.message.startswith(said)
    assert service.state(started.key) == "ACTIVE"


def test_a_failure_costs_one_retry_and_waits(service, steps):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow_break", retries=3)))
    service.start("slow")

    steps.run_job(service.job("work").key)

    job = service.job("work")
    assert (job.state, job.retries, job.has_failed_with_retries_left) == ("FAILED", 2, True)
    assert job.not_before is not None
    assert not steps.run_job(job.key), "not before the back-off is over"
    assert service.scalar("SELECT count(*) FROM incident") == 0


def test_a_quick_handler_takes_the_modelled_path_on_an_error(service):
    boundary = (
        '<bpmn:boundaryEvent id="too_large" attachedToRef="check"><bpmn:extensionElements><zeebe:ioMapping>'
        '<zeebe:output source="=limit" target="limit" /></zeebe:ioMapping></bpmn:extensionElements>'
        '<bpmn:errorEventDefinition errorRef="error" /></bpmn:boundaryEvent>'
    )
    body = START + service_task("check", "test.reject")[1] + boundary + END + '<bpmn:endEvent id="rejected" />'
    flows = "start check\ncheck end\ntoo_large rejected"
    error = '<bpmn:error id="error" errorCode="TOO_LARGE" />'
    service.deploy(quick=process("quick", body, flows, outside=error))

    started = service.start("quick", variables={"amount": 100})

    assert service.state(started.key) == "COMPLETED"
    assert service.variables(started.key)["limit"] == Decimal("10.50")
    job = service.job("check")
    assert (job.state, job.error_code) == ("ERROR_THROWN", "TOO_LARGE")


def test_a_quick_handler_that_breaks_loses_nothing_and_is_tried_again(service, steps):
    service.deploy(quick=sequence("quick", service_task("work", "test.break", retries=2)))
    started = service.start("quick", variables={"amount": 1})

    job = service.job("work")
    assert (job.state, job.retries) == ("FAILED", 1)
    job = run_until(service, steps, "work", "FAILED")

    assert job.retries == 0
    assert service.scalar("SELECT message FROM incident") == "RuntimeError: out of order"
    assert service.variables(started.key) == {"amount": 1}


def test_documents_are_stored_with_the_job_once(service):
    service.deploy(paper=sequence("paper", service_task("issue", "test.paper")))
    started = service.start("paper")

    [document] = service.rows("SELECT * FROM document")
    assert (document.file_name, bytes(document.content), document.kind) == ("paper.txt", b"paper", "note")
    assert document.process_instance_key == started.key
    assert document.sha256.hex() == hashlib.sha256(b"paper").hexdigest()
