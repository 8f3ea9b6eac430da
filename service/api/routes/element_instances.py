"""Element instances: /v2/element-instances."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Key, OperationBody, Variables
from service.api.searching import SearchRequest, answers_nothing, gets, searches
from service.commands.set_variables import SetVariables, set_variables
from service.identity.permissions import Permission
from service.queries import element_instances, incidents

router = APIRouter(prefix="/v2/element-instances", tags=["Element instance"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]
Operator = Annotated[Edge, admit(Permission.REPAIR_INSTANCES)]


class VariablesToSet(OperationBody):
    """Variables to write; `local`: into this very scope, else where each lives."""

    variables: Variables
    local: bool = False


@router.post("/search", **searches(element_instances.NOUN))
def search_element_instances(wanted: SearchRequest, edge: Reader) -> Response:
    """Search element instances."""
    return JsonAnswer(edge.read(element_instances.search, wanted))


@router.get("/{elementInstanceKey}", **gets(element_instances.NOUN))
def get_element_instance(elementInstanceKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get one element instance."""
    return JsonAnswer(edge.read(element_instances.get, elementInstanceKey))


@router.post("/{elementInstanceKey}/incidents/search", **searches(incidents.NOUN, 404))
def search_element_instance_incidents(
    elementInstanceKey: Key,  # noqa: N803 - the contract's spelling
    wanted: SearchRequest,
    edge: Reader,
) -> Response:
    """Search the incidents of an element instance and of what is inside it."""
    return JsonAnswer(edge.read(incidents.search_of_element, elementInstanceKey, wanted))


@router.put("/{elementInstanceKey}/variables", **answers_nothing(404, 504))
def create_element_instance_variables(
    elementInstanceKey: Key,  # noqa: N803 - the contract's spelling
    body: VariablesToSet,
    edge: Operator,
) -> Response:
    """Set variables of an element instance or a process instance."""
    return edge.run(set_variables, SetVariables(elementInstanceKey, body.variables, body.local))
