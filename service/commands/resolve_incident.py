"""Somebody mended the cause of an incident: what failed is tried again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from service.commands.advance import advance
from service.commands.context import CommandContext
from service.commands.instance_work import InstanceWork, open_instance
from service.errors import InvalidState
from service.persistence import channels, dispatch, jobs
from service.states import IncidentState, JobState


@dataclass(frozen=True, slots=True)
class ResolveIncident:
    """The key of the incident."""

    key: int


def resolve_incident(connection: Connection, command: ResolveIncident, context: CommandContext) -> None:
    """Resolve it and try again; if it fails again, that is a new incident.

    Raises NotFound, InvalidState (not open, or its job has no retries left)."""
    work = open_instance(connection, context, "incident", command.key)
    incident = work.row
    if incident["state"] != IncidentState.ACTIVE:
        raise InvalidState(f"Expected the incident with key '{command.key}' to be active, but it is resolved.")
    job = jobs.get(connection, incident["element_instance_key"])
    if job is not None and job["ended_at"] is None and job["state"] in (JobState.FAILED, JobState.ERROR_THROWN):
        _enable(work, job)
    work.instance.resume(incident["element_instance_key"])
    work.audit(
        "incident_resolved",
        "incident",
        command.key,
        incident["process_instance_key"],
        elementId=incident["element_id"],
        incidentType=incident["type"],
    )
    advance(work)


def _enable(work: InstanceWork, job: dict[str, Any]) -> None:
    """Let the job be worked on again. Ours get a fresh try; an external worker's retries are set by its operator."""
    handlers = work.context.runtime.handlers
    retries = job["retries"] or (1 if handlers.knows(job["type"]) else 0)
    if retries == 0:
        raise InvalidState(
            f"Expected the job with key '{job['key']}' to have retries left, but it has none. "
            "Update its retries, then resolve the incident."
        )
    columns = {"state": JobState.CREATED, "retries": retries, "not_before": None, "deadline": None}
    stamps = {"updated_at": work.context.now, "dispatched_at": work.context.now if job["queue"] else None}
    jobs.amend(work.connection, job["key"], {**columns, **stamps})
    if job["queue"] is not None:
        dispatch.defer_jobs(work.connection, job["queue"], [job["key"]])
    elif not handlers.knows(job["type"]):
        work.batch.notify(channels.JOB_AVAILABLE, job["type"])
