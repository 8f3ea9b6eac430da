"""Incidents: /v2/incidents."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Key, OperationBody
from service.api.searching import SearchRequest, answers_nothing, gets, searches
from service.commands.resolve_incident import ResolveIncident, resolve_incident
from service.identity.permissions import Permission
from service.queries import incidents

router = APIRouter(prefix="/v2/incidents", tags=["Incident"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]
Operator = Annotated[Edge, admit(Permission.REPAIR_INSTANCES)]


@router.post("/search", **searches(incidents.NOUN))
def search_incidents(wanted: SearchRequest, edge: Reader) -> Response:
    """Search incidents."""
    return JsonAnswer(edge.read(incidents.search, wanted))


@router.get("/{incidentKey}", **gets(incidents.NOUN))
def get_incident(incidentKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get one incident."""
    return JsonAnswer(edge.read(incidents.get, incidentKey))


@router.post("/{incidentKey}/resolution", **answers_nothing(404, 409))
def resolve(
    incidentKey: Key,  # noqa: N803 - the contract's spelling
    edge: Operator,
    body: OperationBody | None = None,  # noqa: ARG001 - the contract takes it
) -> Response:
    """Resolve an incident whose cause was mended: what failed is tried again."""
    return edge.run(resolve_incident, ResolveIncident(incidentKey))
