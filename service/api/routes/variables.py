"""Variables: /v2/variables."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Key
from service.api.searching import SearchRequest, gets, searches
from service.identity.permissions import Permission
from service.queries import variables

router = APIRouter(prefix="/v2/variables", tags=["Variable"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]
#: whether long values are cut in the answer
Truncate = Annotated[bool, Query(alias="truncateValues", description="Cut values longer than 8191 characters.")]


@router.post("/search", **searches(variables.CUT))
def search_variables(wanted: SearchRequest, edge: Reader, truncate: Truncate = True) -> Response:
    """Search variables of all scopes, live and ended."""
    return JsonAnswer(edge.read(variables.search, wanted, cut=truncate))


@router.get("/{variableKey}", **gets(variables.NOUN))
def get_variable(variableKey: Key, edge: Reader) -> Response:  # noqa: N803 - the contract's spelling
    """Get one variable, its value whole."""
    return JsonAnswer(edge.read(variables.get, variableKey))
