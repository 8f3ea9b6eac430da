"""Jobs: /v2/jobs."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from service import times
from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.schemas import Body, Key, OperationBody, Variables
from service.api.searching import SearchRequest, answers, answers_nothing, searches
from service.api.wakeups import woken
from service.commands.activate_jobs import ActivatedJob, ActivateJobs, activate_jobs
from service.commands.complete_job import CompleteJob, complete_job
from service.commands.context import CommandContext
from service.commands.fail_job import FailJob, fail_job
from service.commands.throw_job_error import ThrowJobError, throw_job_error
from service.commands.update_job import UpdateJob, update_job
from service.identity.permissions import Permission
from service.persistence.channels import JOB_AVAILABLE
from service.queries import jobs
from service.queries.search.fields import TENANT

router = APIRouter(prefix="/v2/jobs", tags=["Job"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]
Worker = Annotated[Edge, admit(Permission.WORK_ON_JOBS)]
Repairer = Annotated[Edge, admit(Permission.REPAIR_INSTANCES, Permission.WORK_ON_JOBS)]

#: seconds that an activation waits for a job if the request does not say
_DEFAULT_WAIT = 10.0


class JobsToActivate(Body):
    """How many jobs of which type a worker wants, and for how long (`timeout`, milliseconds) they are its own."""

    type: str = Field(min_length=1, examples=["check_credit"])
    timeout: int = Field(ge=1, examples=[60_000])
    max_jobs_to_activate: int = Field(ge=1, examples=[10])
    worker: str = ""
    fetch_variable: list[str] = Field(default_factory=list, description="Empty: all that the element sees.")
    request_timeout: int = Field(
        default=0, description="Milliseconds to wait for a job; 0: 10 seconds; negative: not at all."
    )
    tenant_ids: list[str] | None = None
    tenant_filter: str | None = None
    with_lease: bool | None = None

    @property
    def wait(self) -> float:
        """Seconds to wait for a job."""
        return _DEFAULT_WAIT if self.request_timeout == 0 else max(self.request_timeout / 1000, 0)


class ActivatedJobAnswer(Body):
    """A job with what its worker needs."""

    job_key: Key
    type: str
    process_instance_key: Key
    root_process_instance_key: Key | None
    process_definition_key: Key
    process_definition_id: str
    process_definition_version: int
    element_id: str
    element_instance_key: Key
    custom_headers: dict[str, str]
    worker: str
    retries: int
    deadline: int = Field(description="Milliseconds since 1970.")
    variables: Variables
    kind: str
    listener_event_type: str
    user_task: dict[str, Any] | None
    tags: list[str]
    priority: int
    business_id: str | None
    tenant_id: str
    physical_tenant_id: str
    job_lease_token: str | None


class ActivatedJobsAnswer(Body):
    """The jobs; none if there was none in time."""

    jobs: list[ActivatedJobAnswer]


class JobResult(Body):
    """What a worker found out."""

    variables: Variables | None = None
    result: dict[str, Any] | None = Field(default=None, description="For listeners; not offered.")
    job_lease_token: str | None = None
    business_id: str | None = None


class JobFailure(Body):
    """Why a job could not be done, and how often (`retries`) it may be tried again."""

    retries: int = 0
    error_message: str | None = None
    retry_back_off: int = Field(default=0, ge=0, description="Milliseconds.")
    variables: Variables | None = None
    job_lease_token: str | None = None


class JobError(Body):
    """An error that the diagram catches by its code."""

    error_code: str = Field(examples=["CLIENT_UNKNOWN"])
    error_message: str | None = None
    variables: Variables | None = None
    job_lease_token: str | None = None


class JobChanges(Body):
    """What is to change; what is absent stays."""

    retries: int | None = Field(default=None, ge=1)
    timeout: int | None = Field(default=None, ge=1, description="Milliseconds from now.")
    priority: int | None = None


class JobUpdate(OperationBody):
    """A change of a job."""

    changeset: JobChanges
    job_lease_token: str | None = None


class _NoJobs(Exception):
    pass


@router.post("/activation", **answers(ActivatedJobsAnswer, description="The jobs; none if none came in time."))
async def activate(body: JobsToActivate, edge: Worker) -> Response:
    """Activate jobs of a type; waits for one if there is none."""
    loop = asyncio.get_running_loop()
    until = loop.time() + body.wait
    async with edge.service.wakeups.waiting(JOB_AVAILABLE, body.type) as event:
        while not await edge.request.is_disconnected():
            try:
                return await run_in_threadpool(edge.transact, _activation(body))
            except _NoJobs:
                if (left := until - loop.time()) <= 0 or edge.service.wakeups.stopping:
                    break
                await woken(event, left)
    return JsonAnswer({"jobs": []})


def _activation(body: JobsToActivate) -> Any:
    command = ActivateJobs(body.type, body.timeout, body.max_jobs_to_activate, body.worker, tuple(body.fetch_variable))

    def activation(connection: Any, context: CommandContext) -> Response:
        activated = activate_jobs(connection, command, context)
        if not activated:
            raise _NoJobs
        return JsonAnswer({"jobs": [_activated(job) for job in activated]})

    return activation


def _activated(job: ActivatedJob) -> dict[str, Any]:
    return {
        "jobKey": str(job.key),
        "type": job.type,
        "processInstanceKey": str(job.process_instance_key),
        "rootProcessInstanceKey": str(job.root_process_instance_key),
        "processDefinitionKey": str(job.process_definition_key),
        "processDefinitionId": job.process_definition_id,
        "processDefinitionVersion": job.process_definition_version,
        "elementId": job.element_id,
        "elementInstanceKey": str(job.key),
        "customHeaders": job.custom_headers,
        "worker": job.worker,
        "retries": job.retries,
        "deadline": times.milliseconds(job.deadline),
        "variables": job.variables,
        "kind": "BPMN_ELEMENT",
        "listenerEventType": "UNSPECIFIED",
        "userTask": None,
        "tags": job.tags,
        "priority": job.priority,
        "businessId": job.business_id,
        "tenantId": TENANT,
        "physicalTenantId": "default",
        "jobLeaseToken": None,
    }


@router.post("/search", **searches(jobs.NOUN))
def search_jobs(wanted: SearchRequest, edge: Reader) -> Response:
    """Search jobs."""
    return JsonAnswer(edge.read(jobs.search, wanted))


@router.post("/{jobKey}/completion", **answers_nothing(404, 409))
def complete(jobKey: Key, edge: Worker, body: JobResult | None = None) -> Response:  # noqa: N803 - the contract's
    """Complete a job; its variables are the result."""
    return edge.run(complete_job, CompleteJob(jobKey, (body and body.variables) or {}))


@router.post("/{jobKey}/failure", **answers_nothing(404, 409))
def fail(jobKey: Key, edge: Worker, body: JobFailure | None = None) -> Response:  # noqa: N803 - the contract's
    """Report a failure; at zero retries an incident is raised."""
    failure = body or JobFailure()
    return edge.run(
        fail_job,
        FailJob(jobKey, failure.retries, failure.error_message, failure.retry_back_off, failure.variables or {}),
    )


@router.post("/{jobKey}/error", **answers_nothing(404, 409))
def throw_error(jobKey: Key, body: JobError, edge: Worker) -> Response:  # noqa: N803 - the contract's spelling
    """Throw an error that the diagram models."""
    return edge.run(throw_job_error, ThrowJobError(jobKey, body.error_code, body.error_message, body.variables or {}))


@router.patch("/{jobKey}", status_code=204, responses=documented(404, 409))
def update(jobKey: Key, body: JobUpdate, edge: Repairer) -> Response:  # noqa: N803 - the contract's spelling
    """Change retries, timeout or priority of a job."""
    changes = body.changeset
    return edge.run(update_job, UpdateJob(jobKey, changes.retries, changes.timeout, changes.priority))
