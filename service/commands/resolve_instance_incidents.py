"""All incidents of an instance, and of those that it called, are resolved at once."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from service.commands.context import CommandContext
from service.commands.resolve_incident import ResolveIncident, resolve_incident
from service.commands.update_job import UpdateJob, update_job
from service.persistence.tables.incident import incident
from service.persistence.tables.job import job
from service.queries import process_instances
from service.states import IncidentState


@dataclass(frozen=True, slots=True)
class ResolveInstanceIncidents:
    """The key of the instance."""

    key: int


def resolve_instance_incidents(
    connection: Connection, command: ResolveInstanceIncidents, context: CommandContext
) -> int:
    """Resolve them, oldest first, and answer a key for the operation. A job without retries gets one more.

    Raises NotFound."""
    tree = process_instances.tree(connection, command.key)
    open_incidents = (
        select(incident.c.key, incident.c.job_key, job.c.retries)
        .outerjoin(job, job.c.key == incident.c.job_key)
        .where(incident.c.process_instance_key.in_(tree), incident.c.state == IncidentState.ACTIVE)
        .order_by(incident.c.key)
    )
    for row in connection.execute(open_incidents).all():
        if row.job_key is not None and row.retries == 0:
            update_job(connection, UpdateJob(row.job_key, retries=1), context)
        resolve_incident(connection, ResolveIncident(row.key), context)
    return command.key
