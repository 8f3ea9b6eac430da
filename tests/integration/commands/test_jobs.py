"""External workers: activate, complete, fail, throw errors."""

from decimal import Decimal

import pytest

from service.commands.activate_jobs import ActivateJobs, activate_jobs
from service.commands.complete_job import CompleteJob, complete_job
from service.commands.fail_job import FailJob, fail_job
from service.commands.resolve_incident import ResolveIncident, resolve_incident
from service.commands.throw_job_error import ThrowJobError, throw_job_error
from service.commands.update_job import UpdateJob, update_job
from service.errors import InvalidArgument, InvalidState, NotFound
from tests.integration.drawn import sequence, service_task


@pytest.fixture
def started(service):
    mapping = '<zeebe:ioMapping><zeebe:input source="=amount * 2" target="doubled" /></zeebe:ioMapping>'
    service.deploy(mail=sequence("mail", service_task("send", "mail", retries=2, extra=mapping)))
    return service.start("mail", variables={"amount": Decimal("1.10")}, business_id="case-1", tags=("vip",))


def activate(service, **options):
    command = ActivateJobs("mail", **{"timeout": 60_000, "max_jobs": 10, "worker": "w1", **options})
    return service.run(activate_jobs, command)


def test_an_activated_job_carries_what_its_element_sees(service, started):
    [job] = activate(service)
    assert job.variables == {"amount": Decimal("1.10"), "doubled": Decimal("2.20")}
    assert (job.process_instance_key, job.element_id, job.retries) == (started.key, "send", 2)
    assert (job.business_id, job.tags, job.worker) == ("case-1", ("vip",), "w1")
    assert job.deadline == service.now.replace(minute=1)


@pytest.mark.usefixtures("started")
def test_only_the_variables_asked_for(service):
    [job] = activate(service, fetch_variables=("doubled", "unknown"))
    assert job.variables == {"doubled": Decimal("2.20")}


@pytest.mark.usefixtures("started")
def test_a_job_is_one_workers_until_its_deadline_and_comes_back_with_its_retries(service):
    [first] = activate(service, timeout=1000)
    assert activate(service) == []
    service.later(seconds=2)
    [second] = activate(service)
    assert (second.key, second.retries) == (first.key, 2)


def test_completing_moves_on_and_only_once(service, started):
    [job] = activate(service)
    service.run(complete_job, CompleteJob(job.key, {"sent": True}))
    assert service.state(started.key) == "COMPLETED"
    with pytest.raises(NotFound):
        service.run(complete_job, CompleteJob(job.key, {"sent": True}))


@pytest.mark.usefixtures("started")
def test_a_failed_job_waits_for_its_back_off(service):
    [job] = activate(service)
    service.run(fail_job, FailJob(job.key, retries=1, message="smtp is down", back_off=5000, variables={"why": "io"}))
    assert activate(service) == []
    service.later(seconds=6)
    [again] = activate(service)
    assert (again.retries, again.variables["why"]) == (1, "io")


def test_at_zero_retries_an_incident_which_mended_retries_resolve(service, started):
    [job] = activate(service)
    service.run(fail_job, FailJob(job.key, message="smtp is down"))
    [incident] = service.rows("SELECT * FROM incident")
    assert (incident.state, incident.type, incident.message) == ("ACTIVE", "JOB_NO_RETRIES", "smtp is down")
    assert activate(service) == []

    with pytest.raises(InvalidState, match="retries"):
        service.run(resolve_incident, ResolveIncident(incident.key))
    with pytest.raises(InvalidState, match="Resolve the incident"):
        service.run(complete_job, CompleteJob(job.key))
    service.run(update_job, UpdateJob(job.key, retries=1))
    assert activate(service) == [], "raising the retries alone restarts nothing"
    service.run(resolve_incident, ResolveIncident(incident.key))

    [again] = activate(service)
    service.run(complete_job, CompleteJob(again.key))
    assert service.state(started.key) == "COMPLETED"
    assert service.scalar("SELECT state FROM incident") == "RESOLVED"


@pytest.mark.usefixtures("started")
def test_an_uncaught_error_is_an_incident_until_resolved(service):
    [job] = activate(service)
    service.run(throw_job_error, ThrowJobError(job.key, "UNKNOWN_CODE", "nobody catches it"))
    assert service.job("send").state == "ERROR_THROWN"
    [incident] = service.rows("SELECT * FROM incident")
    assert (incident.type, incident.job_key) == ("UNHANDLED_ERROR_EVENT", job.key)
    assert activate(service) == []

    service.run(resolve_incident, ResolveIncident(incident.key))
    [again] = activate(service)
    assert again.key == job.key


def test_higher_priority_first(service):
    service.deploy(mail=sequence("mail", service_task("send", "mail")))
    keys = [service.start("mail") and service.job("send").key for _ in range(3)]
    service.run(update_job, UpdateJob(keys[1], priority=9))
    assert [job.key for job in activate(service, max_jobs=2)] == [keys[1], keys[0]]


@pytest.mark.usefixtures("started")
def test_an_empty_update_is_refused(service):
    with pytest.raises(InvalidArgument):
        service.run(update_job, UpdateJob(service.job("send").key))


def test_a_job_of_our_own_handlers_is_nobody_elses(service):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow")))
    service.start("slow", variables={"amount": 1})
    assert service.run(activate_jobs, ActivateJobs("test.slow", timeout=1000, max_jobs=1)) == []
