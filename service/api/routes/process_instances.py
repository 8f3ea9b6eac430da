"""Process instances: /v2/process-instances."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, model_validator
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.awaiting import completion
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body, Key, OperationBody, TenantBody, Variables
from service.api.searching import SearchRequest, answers, answers_nothing, gets, searches
from service.commands.cancel_process_instance import CancelProcessInstance, cancel_process_instance
from service.commands.resolve_instance_incidents import (
    ResolveInstanceIncidents,
    resolve_instance_incidents,
)
from service.commands.start_process_instance import (
    StartedProcessInstance,
    StartProcessInstance,
    start_process_instance,
)
from service.identity.permissions import Permission
from service.queries import incidents, process_instances
from service.queries.search.fields import TENANT

router = APIRouter(prefix="/v2/process-instances", tags=["Process instance"], route_class=ExactRoute)
Starter = Annotated[Edge, admit(Permission.START_INSTANCES)]
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]
Operator = Annotated[Edge, admit(Permission.REPAIR_INSTANCES)]
Tag = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$")]


class StartInstruction(Body):
    """An element to start before, instead of the start event."""

    element_id: str


class ProcessInstanceToStart(TenantBody):
    """By id (latest version, or one given by number or tag) or by key."""

    process_definition_id: str | None = Field(default=None, examples=["presales"])
    process_definition_key: Key | None = None
    process_definition_version: int = Field(default=-1, description="-1: the latest.")
    process_definition_version_tag: str | None = None
    variables: Variables = Field(default_factory=dict)
    start_instructions: list[StartInstruction] = Field(default_factory=list)
    runtime_instructions: list[dict[str, Any]] = Field(default_factory=list, max_length=0)
    await_completion: bool = False
    fetch_variables: list[str] = Field(default_factory=list, description="Empty: all.")
    request_timeout: int = Field(default=0, ge=0, description="Milliseconds; 0: 10 seconds.")
    tags: list[Tag] = Field(default_factory=list, max_length=10)
    business_id: str | None = Field(default=None, min_length=1, max_length=256)
    operation_reference: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _one_definition(self) -> "ProcessInstanceToStart":
        if (self.process_definition_id is None) == (self.process_definition_key is None):
            raise ValueError("exactly one of processDefinitionId and processDefinitionKey is required")
        if self.process_definition_version != -1 and self.process_definition_version_tag is not None:
            raise ValueError("only one of processDefinitionVersion and processDefinitionVersionTag is allowed")
        return self

    @property
    def command(self) -> StartProcessInstance:
        """The command."""
        version = self.process_definition_version
        return StartProcessInstance(
            self.process_definition_key,
            self.process_definition_id,
            None if version == -1 or self.process_definition_key is not None else version,
            self.process_definition_version_tag,
            self.variables,
            self.business_id,
            tuple(self.tags),
            tuple(instruction.element_id for instruction in self.start_instructions),
            self.await_completion,
        )


class ProcessInstanceStarted(Body):
    """The instance; `variables` only if its completion was awaited."""

    process_instance_key: Key
    process_definition_key: Key
    process_definition_id: str
    process_definition_version: int
    variables: Variables
    tags: list[str]
    business_id: str | None
    tenant_id: str


class BatchStarted(Body):
    """The operation."""

    batch_operation_key: str
    batch_operation_type: str


@router.post("", **answers(ProcessInstanceStarted, 404, 409, 504, description="Started."))
async def create_process_instance(body: ProcessInstanceToStart, edge: Starter) -> Response:
    """Start a process instance; with `awaitCompletion` the answer comes when it has ended."""
    answer = await run_in_threadpool(edge.run, start_process_instance, body.command, _started)
    if not body.await_completion:
        return answer
    return await completion(edge, answer, body.fetch_variables, body.request_timeout)


def _started(instance: StartedProcessInstance) -> dict[str, Any]:
    return {
        "processInstanceKey": str(instance.key),
        "processDefinitionKey": str(instance.process_definition_key),
        "processDefinitionId": instance.process_definition_id,
        "processDefinitionVersion": instance.version,
        "variables": {},
        "tags": instance.tags,
        "businessId": instance.business_id,
        "tenantId": TENANT,
    }


@router.post("/search", **searches(process_instances.NOUN))
def search_process_instances(wanted: SearchRequest, edge: Reader) -> Response:
    """Search process instances."""
    return JsonAnswer(edge.read(process_instances.search, wanted))


@router.get("/{processInstanceKey}", **gets(process_instances.NOUN))
def get_process_instance(processInstanceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get one process instance."""
    return JsonAnswer(edge.read(process_instances.get, processInstanceKey))


@router.post("/{processInstanceKey}/incidents/search", **searches(incidents.NOUN, 404))
def search_process_instance_incidents(
    processInstanceKey: Key,  # noqa: N803 - the contract's spelling
    wanted: SearchRequest,
    edge: Reader,
) -> Response:
    """Search the incidents of an instance and of those that it called."""
    return JsonAnswer(edge.read(incidents.search_of_instance, processInstanceKey, wanted))


@router.post("/{processInstanceKey}/cancellation", **answers_nothing(404, 409, 504))
def cancel(
    processInstanceKey: Key,  # noqa: N803 - the contract's spelling
    edge: Operator,
    body: OperationBody | None = None,  # noqa: ARG001 - the contract takes it
) -> Response:
    """Cancel an instance and those that it called."""
    return edge.run(cancel_process_instance, CancelProcessInstance(processInstanceKey))


@router.post("/{processInstanceKey}/incident-resolution", **answers(BatchStarted, 404, description="All resolved."))
def resolve_process_instance_incidents(
    processInstanceKey: Key,  # noqa: N803 - the contract's spelling
    edge: Operator,
) -> Response:
    """Resolve all incidents of an instance and of those that it called."""
    return edge.run(
        resolve_instance_incidents,
        ResolveInstanceIncidents(processInstanceKey),
        lambda key: {"batchOperationKey": str(key), "batchOperationType": "RESOLVE_INCIDENT"},
    )
