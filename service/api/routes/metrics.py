"""Metrics for Prometheus: /metrics."""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import PlainTextResponse

from service import clock, metrics
from service.api.edge import service_of
from service.api.problems import documented
from service.queries.figures import operating_figures

router = APIRouter()


@router.get(
    "/metrics",
    tags=["Health"],
    response_class=PlainTextResponse,
    responses={200: {"description": "Prometheus' text format."}, **documented()},
)
def read_metrics(request: Request) -> PlainTextResponse:
    """Requests, steps, jobs, incidents, timers: counted by all processes of this server together."""
    with service_of(request).database.read() as connection:
        figures = operating_figures(connection, clock.now())
    return PlainTextResponse(metrics.exposition(figures), media_type=CONTENT_TYPE_LATEST)
