"""The service itself: /v2/topology, /v2/status, /v2/license, /v2/authentication/me, /v2/clock, /livez, /readyz."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field
from sqlalchemy import text
from starlette.responses import PlainTextResponse, Response

from service import times
from service.api.answers import JsonAnswer, nothing
from service.api.edge import Edge, admit, service_of
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.schemas import Body
from service.api.searching import answers, answers_nothing
from service.commands.pin_clock import PinClock, pin_clock
from service.errors import Forbidden, InvalidArgument, Rejection
from service.identity.permissions import Permission
from service.persistence import schema
from service.queries.search.fields import TENANT

#: the version of the contract that we answer as
CONTRACT_VERSION = "8.10.0"

router = APIRouter(route_class=ExactRoute)
Anybody = Annotated[Edge, admit()]
ClockTurner = Annotated[Edge, admit(Permission.TURN_CLOCK)]


class Unavailable(Rejection):
    """The service is not ready: its database does not answer or is not migrated."""

    status = 503
    title = "UNAVAILABLE"


class PartitionAnswer(Body):
    """The one partition."""

    partition_id: int
    role: str
    health: str
    state: str


class BrokerAnswer(Body):
    """The service."""

    node_id: int
    broker_id: str
    host: str
    port: int
    partitions: list[PartitionAnswer]
    version: str


class TenantAnswer(Body):
    """The one tenant."""

    tenant_id: str
    name: str
    description: str | None


class TopologyAnswer(Body):
    """One broker with one partition: the service and its database."""

    brokers: list[BrokerAnswer]
    cluster_id: str | None
    cluster_size: int
    partitions_count: int
    replication_factor: int
    gateway_version: str = Field(examples=[CONTRACT_VERSION])
    last_completed_change_id: str


class LicenseAnswer(Body):
    """None is needed."""

    valid_license: bool
    license_type: str
    is_commercial: bool
    expires_at: str | None


class MeAnswer(Body):
    """Who is calling, as the service sees it."""

    username: str
    display_name: str | None
    email: str | None
    authorized_components: list[str]
    tenants: list[TenantAnswer]
    groups: list[str]
    roles: list[str]
    sales_plan_type: str | None
    c8_links: dict[str, str] = Field(alias="c8Links")
    can_logout: bool


class ClockPin(Body):
    """The time that the clock shall stand at."""

    timestamp: int = Field(ge=0, description="Milliseconds since 1970.", examples=[1_780_000_000_000])


@router.get("/v2/topology", tags=["Cluster"], **answers(TopologyAnswer, description="The topology."))
def get_topology(edge: Anybody) -> Response:
    """Where the service runs and which version of the contract it offers."""
    settings = edge.service.settings
    partition = {"partitionId": 1, "role": "leader", "health": "healthy", "state": "active"}
    broker = {
        "nodeId": 0,
        "brokerId": "0",
        "host": settings.host,
        "port": settings.port,
        "partitions": [partition],
        "version": CONTRACT_VERSION,
    }
    return JsonAnswer(
        {
            "brokers": [broker],
            "clusterId": None,
            "clusterSize": 1,
            "partitionsCount": 1,
            "replicationFactor": 1,
            "gatewayVersion": CONTRACT_VERSION,
            "lastCompletedChangeId": "-1",
        }
    )


@router.get("/v2/status", tags=["Cluster"], **answers_nothing())
def get_status(request: Request) -> Response:
    """204 if the service can work."""
    _check_ready(request)
    return nothing()


@router.get("/v2/license", tags=["Cluster"], **answers(LicenseAnswer, description="No license is needed."))
def get_license() -> Response:
    """The license: none is needed."""
    return JsonAnswer({"validLicense": True, "licenseType": "unknown", "isCommercial": False, "expiresAt": None})


@router.get("/v2/authentication/me", tags=["Authentication"], **answers(MeAnswer, description="The caller."))
def get_authentication(edge: Anybody) -> Response:
    """Who is calling."""
    actor = edge.actor
    return JsonAnswer(
        {
            "username": actor.name,
            "displayName": actor.display_name,
            "email": actor.email,
            "authorizedComponents": [],
            "tenants": [{"tenantId": TENANT, "name": "Default", "description": None}],
            "groups": sorted(actor.roles),
            "roles": sorted(actor.roles),
            "salesPlanType": None,
            "c8Links": {},
            "canLogout": False,
        }
    )


@router.put("/v2/clock", tags=["Clock"], **answers_nothing())
def pin(body: ClockPin, edge: ClockTurner) -> Response:
    """Pin the clock (test mode only): time stands still for the whole service."""
    _require_test_mode(edge)
    try:
        at = times.from_milliseconds(body.timestamp)
    except (ValueError, OverflowError, OSError) as error:
        raise InvalidArgument(f"The value for timestamp is '{body.timestamp}' but must be a time.") from error
    return edge.run(pin_clock, PinClock(at))


@router.post("/v2/clock/reset", tags=["Clock"], **answers_nothing())
def reset(edge: ClockTurner) -> Response:
    """Let the clock run again (test mode only)."""
    _require_test_mode(edge)
    return edge.run(pin_clock, PinClock(None))


def _require_test_mode(edge: Edge) -> None:
    if not edge.service.settings.pinnable_clock:
        raise Forbidden(
            "Expected the service to run in test mode, but its clock cannot be pinned. "
            "Start it with PRESALES_PINNABLE_CLOCK=true."
        )


@router.get("/livez", tags=["Health"], response_class=PlainTextResponse)
async def livez() -> Response:
    """The process runs."""
    return PlainTextResponse("ok")


@router.get("/readyz", tags=["Health"], response_class=PlainTextResponse, responses=documented())
def readyz(request: Request) -> Response:
    """The database answers and is migrated."""
    _check_ready(request)
    return PlainTextResponse("ok")


def _check_ready(request: Request) -> None:
    with service_of(request).database.read() as connection:
        connection.execute(text("SELECT 1"))
        found, wanted = schema.current(connection), schema.head()
    if found != wanted:
        raise Unavailable(
            f"Expected the database to be migrated to {wanted}, but it is at {found}. Run `presales migrate`."
        )
