"""What people are told without having asked: /presales/notices."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Key
from service.api.searching import SearchRequest, answers_nothing, lists, searches
from service.identity.permissions import Permission
from service.presales import notices

router = APIRouter(prefix="/presales/notices", tags=["Notice"], route_class=ExactRoute)
Reader = Annotated[Edge, admit(Permission.READ_NOTICES)]


@router.post("/search", **searches(notices.NOUN))
def search_notices(wanted: SearchRequest, edge: Reader) -> Response:
    """Search the notices for one's roles and for oneself: stages that take too long, clients to be reminded."""
    return JsonAnswer(edge.read(notices.search, wanted, edge.actor))


@router.get("", **lists(notices.NOUN))
def list_notices(
    edge: Reader,
    acknowledged: Annotated[bool, Query(description="With those that somebody has taken note of.")] = False,
    limit: Annotated[int, Query(ge=0, le=10_000)] = 100,
    after: Annotated[str | None, Query(description="The endCursor of the page before.")] = None,
) -> Response:
    """List the notices for one's roles and for oneself, the newest first."""
    wanted: dict[str, Any] = {
        "filter": {} if acknowledged else {"acknowledgedAt": {"$exists": False}},
        "sort": [{"field": "noticeKey", "order": "DESC"}],
        "page": {"limit": limit, "after": after},
    }
    return JsonAnswer(edge.read(notices.search, wanted, edge.actor))


@router.post("/{noticeKey}/acknowledgement", **answers_nothing(404))
def acknowledge_notice(noticeKey: Key, edge: Reader) -> Response:  # noqa: N803 - as everywhere in paths
    """Take note of a notice, for everybody whom it was for. A second time changes nothing."""
    return edge.run(notices.acknowledge, noticeKey)
