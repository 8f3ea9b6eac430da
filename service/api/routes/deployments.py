"""Deployments and resources: /v2/deployments, /v2/resources."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import Field
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.schemas import Body, Key
from service.api.searching import SearchRequest, answers, gets, searches
from service.commands.deploy import Deploy, Deployed, Deployment, deploy
from service.errors import InvalidArgument
from service.identity.permissions import Permission
from service.queries import resources
from service.queries.search.fields import TENANT

router = APIRouter(prefix="/v2", tags=["Deployment"], route_class=ExactRoute)
Deployer = Annotated[Edge, admit(Permission.DEPLOY)]
Reader = Annotated[Edge, admit(Permission.READ_DEFINITIONS)]


class DeployedProcess(Body):
    """A version of a process."""

    process_definition_id: str = Field(examples=["presales"])
    process_definition_version: int
    process_definition_key: Key
    resource_name: str
    tenant_id: str


class DeployedDecision(Body):
    """A version of a decision."""

    decision_definition_id: str
    decision_definition_key: Key
    name: str
    version: int
    decision_requirements_id: str
    decision_requirements_key: Key
    tenant_id: str


class DeployedRequirements(Body):
    """A version of a DMN file."""

    decision_requirements_id: str
    decision_requirements_name: str
    decision_requirements_key: Key
    version: int
    resource_name: str
    tenant_id: str


class DeployedForm(Body):
    """A version of a form."""

    form_id: str
    form_key: Key
    version: int
    resource_name: str
    tenant_id: str


class DeploymentEntry(Body):
    """One definition of the deployment: exactly one is not null."""

    process_definition: DeployedProcess | None
    decision_definition: DeployedDecision | None
    decision_requirements: DeployedRequirements | None
    form: DeployedForm | None
    resource: None


class DeploymentAnswer(Body):
    """What the deployment contained; what was unchanged has its old key and version."""

    deployment_key: Key
    tenant_id: str
    deployments: list[DeploymentEntry]


@router.post("/deployments", **answers(DeploymentAnswer, description="All deployed."))
def create_deployment(
    edge: Deployer,
    resources: Annotated[list[UploadFile], File(description="BPMN, DMN and form files.")],
    tenantId: Annotated[str | None, Form()] = None,  # noqa: N803, ARG001 - the contract has it
) -> Response:
    """Deploy files, all or nothing. A refusal lists every problem with file, element, line and remedy."""
    return edge.run(deploy, Deploy(_files(resources)), _answer)


def _files(uploads: list[UploadFile]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for upload in uploads:
        name = upload.filename or ""
        if not name:
            raise InvalidArgument("Expected each part `resources` to have a file name, but one has none.")
        if name in files:
            raise InvalidArgument(f"Expected each file once, but '{name}' is there twice.")
        files[name] = upload.file.read()
    return files


def _answer(deployment: Deployment) -> dict[str, Any]:
    return {
        "deploymentKey": str(deployment.key),
        "tenantId": TENANT,
        "deployments": [_entry(deployed) for deployed in deployment.definitions],
    }


def _entry(deployed: Deployed) -> dict[str, Any]:
    kinds = {"process": "processDefinition", "decision": "decisionDefinition", "form": "form"}
    kinds["decision_requirements"] = "decisionRequirements"
    entry: dict[str, Any] = dict.fromkeys([*kinds.values(), "resource"])
    return {**entry, kinds[deployed.kind]: _definition(deployed)}


def _definition(deployed: Deployed) -> dict[str, Any]:
    common = {"tenantId": TENANT, "version": deployed.version, "resourceName": deployed.resource_name}
    match deployed.kind:
        case "process":
            return {
                "processDefinitionId": deployed.id,
                "processDefinitionVersion": deployed.version,
                "processDefinitionKey": str(deployed.key),
                "resourceName": deployed.resource_name,
                "tenantId": TENANT,
            }
        case "decision":
            return {
                "version": deployed.version,
                "tenantId": TENANT,
                "decisionDefinitionId": deployed.id,
                "decisionDefinitionKey": str(deployed.key),
                "name": deployed.name or deployed.id,
                "decisionRequirementsId": deployed.decision_requirements_id,
                "decisionRequirementsKey": str(deployed.decision_requirements_key),
            }
        case "decision_requirements":
            return {
                **common,
                "decisionRequirementsId": deployed.id,
                "decisionRequirementsName": deployed.name or deployed.id,
                "decisionRequirementsKey": str(deployed.key),
            }
        case "form":
            return {**common, "formId": deployed.id, "formKey": str(deployed.key)}


@router.post("/resources/search", **searches(resources.NOUN))
def search_resources(wanted: SearchRequest, edge: Reader) -> Response:
    """Search uploaded files."""
    return JsonAnswer(edge.read(resources.search, wanted))


@router.get("/resources/{resourceKey}", **gets(resources.NOUN))
def get_resource(resourceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get what is known of an uploaded file."""
    return JsonAnswer(edge.read(resources.get, resourceKey))


BINARY = {"description": "The file.", "content": {"application/octet-stream": {}}}


@router.get("/resources/{resourceKey}/content/binary", responses={200: BINARY, **documented(404)})
def get_resource_content_binary(resourceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get an uploaded file, byte for byte."""
    return Response(edge.read(resources.content, resourceKey), media_type="application/octet-stream")
