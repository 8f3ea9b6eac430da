"""The statements of the projection: one part for each kind of write, made once."""

from service.persistence.batch import Part, assignments, column_types, insert_part, recordset
from service.persistence.tables import (
    audit_event,
    case_exposure,
    decision_instance,
    element_instance,
    incident,
    job,
    message_subscription,
    notice,
    process_instance,
    sequence_flow,
    signal_subscription,
    stage_clock,
    stage_limit,
    timer,
    user_task,
    variable,
)

NEW_PROCESS_INSTANCE = insert_part(process_instance)
NEW_ELEMENT_INSTANCE = insert_part(element_instance)
NEW_USER_TASK = insert_part(user_task)
NEW_JOB = insert_part(job)
NEW_INCIDENT = insert_part(incident)
NEW_DECISION_INSTANCE = insert_part(decision_instance)
NEW_AUDIT_EVENT = insert_part(audit_event)
NEW_SIGNAL_SUBSCRIPTION = insert_part(signal_subscription)
#: a subscription that is opened again after it was met (a loop keeps no key, a resumed element does)
NEW_MESSAGE_SUBSCRIPTION = insert_part(
    message_subscription,
    conflict="ON CONFLICT (key) DO UPDATE SET state = excluded.state, message_name = excluded.message_name, "
    "correlation_key = excluded.correlation_key, updated_at = excluded.updated_at",
)
#: a cycle's next time has the key of the last
NEW_TIMER = insert_part(
    timer,
    conflict="ON CONFLICT (key) DO UPDATE SET due = excluded.due, repetitions = excluded.repetitions, "
    '"interval" = excluded."interval", dispatched_at = NULL',
)
WRITTEN_VARIABLE = insert_part(
    variable,
    name="written_variable",
    json_value="value",
    conflict="ON CONFLICT (scope_key, name) DO UPDATE SET value = excluded.value, open = excluded.open",
)
TAKEN_FLOW = insert_part(
    sequence_flow,
    name="taken_flow",
    conflict="ON CONFLICT (process_instance_key, flow_id) DO UPDATE SET taken = sequence_flow.taken + excluded.taken",
)


def _chosen(part: str, column: str = "key") -> str:
    """The rows meant, as an index condition. Joined to the recordset alone, whose size the planner takes for 100
    rows, a table of some size would be read as a whole."""
    keys = recordset(part, {"key": "BIGINT"})
    return f"t.{column} = r.key AND t.{column} = ANY(ARRAY(SELECT r.key FROM {keys}))"


def _update(name: str, table: str, changed: dict[str, str], *, column: str = "key", only: str = "") -> Part:
    columns = {"key": "BIGINT", **changed}
    condition = f" AND {only}" if only else ""
    source = recordset(name, columns)
    return Part(
        name, f"UPDATE {table} t SET {assignments(changed)} FROM {source} WHERE {_chosen(name, column)}{condition}"
    )


def _delete(name: str, table: str) -> Part:
    keys = recordset(name, {"key": "BIGINT"})
    return Part(name, f"DELETE FROM {table} t WHERE t.key = ANY(ARRAY(SELECT r.key FROM {keys}))")


ENDED_PROCESS_INSTANCE = _update(
    "ended_process_instance", "process_instance", column_types(process_instance, "state", "ended_at")
)
LEFT_ELEMENT_INSTANCE = _update(
    "left_element_instance", "element_instance", column_types(element_instance, "state", "ended_at")
)
CLOSED_USER_TASK = _update(
    "closed_user_task",
    "user_task",
    column_types(user_task, "state", "ended_at", "completed_by"),
    only="t.state = 'CREATED'",
)
CLOSED_JOB = _update(
    "closed_job",
    "job",
    column_types(job, "state", "ended_at", "updated_at"),
    only="t.ended_at IS NULL",
)
CLOSED_MESSAGE_SUBSCRIPTION = _update(
    "closed_message_subscription",
    "message_subscription",
    column_types(message_subscription, "state", "updated_at"),
    only="t.state = 'CREATED'",
)
CLEARED_INCIDENT = _update(
    "cleared_incident",
    "incident",
    column_types(incident, "state", "resolved_at"),
    column="element_instance_key",
    only="t.state = 'ACTIVE'",
)
CLOSED_TIMER = _delete("closed_timer", "timer")
CLOSED_SIGNAL_SUBSCRIPTION = _delete("closed_signal_subscription", "signal_subscription")
NEW_STAGE_CLOCK = insert_part(stage_clock)
TURNED_STAGE_CLOCK = _update(
    "turned_stage_clock",
    "stage_clock",
    column_types(stage_clock, "awaits", "since", "worked", "waited", "due_at", "ended_at", "limits"),
)
RATED_STAGE_CLOCK = _update("rated_stage_clock", "stage_clock", column_types(stage_clock, "sla"))
NEW_STAGE_LIMIT = insert_part(
    stage_limit,
    conflict="ON CONFLICT (stage_key, number) DO UPDATE SET kind = excluded.kind, level = excluded.level, "
    "role = excluded.role, due_at = excluded.due_at",
)
MOVED_STAGE_LIMIT = Part(
    "moved_stage_limit",
    "UPDATE stage_limit t SET due_at = r.due_at FROM "
    + recordset("moved_stage_limit", {"key": "BIGINT", **column_types(stage_limit, "number", "due_at")})
    + f" WHERE {_chosen('moved_stage_limit', 'stage_key')} AND t.number = r.number",
)
ENDED_STAGE_LIMIT = Part(
    "ended_stage_limit",
    "DELETE FROM stage_limit t WHERE t.stage_key = ANY(ARRAY(SELECT r.key FROM "
    + recordset("ended_stage_limit", {"key": "BIGINT"})
    + "))",
)
_EXPOSED = [name for name in column_types(case_exposure) if name != "key"]
CASE_EXPOSURE = insert_part(
    case_exposure,
    conflict=f"ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _EXPOSED)} "
    f"WHERE ({', '.join(f'case_exposure.{name}' for name in _EXPOSED)}) "
    f"IS DISTINCT FROM ({', '.join(f'excluded.{name}' for name in _EXPOSED)})",
)
#: what was told once is not told again
NEW_NOTICE = insert_part(notice, conflict="ON CONFLICT (subject) DO NOTHING")
#: `written` are the names that the same batch writes into the scope
CLOSED_SCOPE = Part(
    "closed_scope",
    "UPDATE variable t SET open = false FROM "
    + recordset("closed_scope", {"key": "BIGINT", "written": "TEXT[]"})
    + f" WHERE {_chosen('closed_scope', 'scope_key')} AND t.open AND NOT t.name = ANY(r.written)",
)
NEW_SNAPSHOT = Part(
    "new_snapshot",
    "INSERT INTO snapshot (root_process_instance_key, process_definition_key, content, awaited) VALUES "
    "(%(new_snapshot_root)s, %(new_snapshot_definition)s, %(new_snapshot_content)s, %(new_snapshot_awaited)s)",
)
SAVED_SNAPSHOT = Part(
    "saved_snapshot",
    "UPDATE snapshot SET content = %(saved_snapshot_content)s "
    "WHERE root_process_instance_key = %(saved_snapshot_root)s",
)
ENDED_SNAPSHOT = Part(
    "ended_snapshot", "DELETE FROM snapshot WHERE root_process_instance_key = %(ended_snapshot_root)s"
)
