"""Process definitions: /v2/process-definitions."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from service.api.answers import JsonAnswer, nothing
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.routes.forms import FormAnswer
from service.api.schemas import Key
from service.api.searching import SearchRequest, answers, gets, searches
from service.identity.permissions import Permission
from service.queries import forms, process_definitions

router = APIRouter(prefix="/v2/process-definitions", tags=["Process definition"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_DEFINITIONS)]
NOUN = process_definitions.NOUN
XML: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file as it was uploaded.", "content": {"text/xml": {"schema": {"type": "string"}}}}
}


@router.post("/search", **searches(NOUN))
def search_process_definitions(wanted: SearchRequest, edge: Reader) -> Response:
    """Search process definitions."""
    return JsonAnswer(edge.read(process_definitions.search, wanted))


@router.get("/{processDefinitionKey}", **gets(NOUN))
def get_process_definition(processDefinitionKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get one process definition."""
    return JsonAnswer(edge.read(process_definitions.get, processDefinitionKey))


@router.get("/{processDefinitionKey}/xml", responses={**XML, **documented(404)})
def get_process_definition_xml(processDefinitionKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get its diagram, byte for byte as it was uploaded."""
    return Response(edge.read(process_definitions.xml, processDefinitionKey), media_type="text/xml")


@router.get("/{processDefinitionKey}/form", **answers(FormAnswer, 404, description="Its form; 204 if it has none."))
def get_start_process_form(processDefinitionKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's
    """Get the form by which an instance is started."""
    key = edge.read(process_definitions.start_form_key, processDefinitionKey)
    return nothing() if key is None else JsonAnswer(edge.read(forms.get, key))
