"""Messages: /v2/messages, /v2/message-subscriptions."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from service.api.answers import JsonAnswer
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.schemas import Body, Key, TenantBody, Variables
from service.api.searching import SearchRequest, answers, searches
from service.commands.correlate_message import CorrelatedMessage, CorrelateMessage, correlate_message
from service.commands.publish_message import PublishMessage, publish_message
from service.identity.permissions import Permission
from service.queries import message_subscriptions
from service.queries.search.fields import TENANT

router = APIRouter(prefix="/v2", tags=["Message"], route_class=ExactRoute)
Sender = Annotated[Edge, admit(Permission.START_INSTANCES)]
Reader = Annotated[Edge, admit(Permission.READ_INSTANCES)]


class Message(TenantBody):
    """A message for whoever waits for its name and key."""

    name: str = Field(min_length=1, examples=["client_replied"])
    correlation_key: str = Field(default="", examples=["PS-20261123-000001"])
    variables: Variables = Field(default_factory=dict)
    business_id: str | None = Field(default=None, min_length=1, max_length=256)


class MessageToPublish(Message):
    """A message with an id that is refused a second time as long as it lives."""

    time_to_live: int = Field(default=0, ge=0, description="Milliseconds.")
    message_id: str = ""


class Published(Body):
    """The key of the message."""

    tenant_id: str
    message_key: Key


class Correlated(Published):
    """The first instance that took it."""

    process_instance_key: Key


@router.post("/messages/publication", **answers(Published, 409, description="Published."))
def publish(body: MessageToPublish, edge: Sender) -> Response:
    """Publish a message to whoever waits for it; nobody waiting is no error."""
    command = PublishMessage(
        body.name,
        body.correlation_key,
        body.variables,
        body.message_id or None,
        body.time_to_live,
        body.business_id,
    )
    return edge.run(publish_message, command, lambda key: {"tenantId": TENANT, "messageKey": str(key)})


@router.post("/messages/correlation", **answers(Correlated, 404, description="Correlated."))
def correlate(body: Message, edge: Sender) -> Response:
    """Give a message to whoever waits for it; it is an error if nobody does."""
    command = CorrelateMessage(body.name, body.correlation_key, body.variables, body.business_id)
    return edge.run(correlate_message, command, _correlated)


@router.post("/message-subscriptions/search", **searches(message_subscriptions.NOUN))
def search_message_subscriptions(wanted: SearchRequest, edge: Reader) -> Response:
    """Search who waits, or waited, for which message."""
    return JsonAnswer(edge.read(message_subscriptions.search, wanted))


def _correlated(message: CorrelatedMessage) -> dict[str, Any]:
    return {
        "tenantId": TENANT,
        "messageKey": str(message.key),
        "processInstanceKey": str(message.process_instance_key),
    }
