"""Tells people about stages that take too long: each limit that has come becomes a notice, once.

As with timers, a row says what is to come and is deleted in the transaction that tells it. The case is locked
meanwhile, as any command on it does, so that no step stops the clock at the same time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from service.persistence import rows
from service.persistence.batch import Batch
from service.presales.stages.clock import RATED
from service.states import NoticeKind

#: who acts when a limit has come
_ACTOR = "presales-worker"
_DUE = text("""
    SELECT l.stage_key, l.number, l.kind, l.level, l.role, l.due_at, l.root_process_instance_key AS root,
           c.stage, c.element_id, p.owner,
           EXISTS (SELECT 1 FROM notice n WHERE n.subject = 'stage/' || l.stage_key || '/' || l.number) AS told
    FROM stage_limit l
    JOIN snapshot s ON s.root_process_instance_key = l.root_process_instance_key
    JOIN stage_clock c ON c.key = l.stage_key
    LEFT JOIN presales_case p ON p.key = l.root_process_instance_key
    WHERE l.due_at <= :now ORDER BY l.due_at, l.stage_key, l.number LIMIT :limit
    FOR UPDATE OF l, s SKIP LOCKED
""")
_TOLD = text("""
    DELETE FROM stage_limit t USING unnest(CAST(:stages AS bigint[]), CAST(:numbers AS integer[])) AS r(stage, number)
    WHERE t.stage_key = ANY(CAST(:stages AS bigint[])) AND t.stage_key = r.stage AND t.number = r.number
""")
_AT_WORK = text("""
    SELECT root_process_instance_key AS root, assignee, candidate_groups FROM user_task
    WHERE root_process_instance_key = ANY(CAST(:roots AS bigint[])) AND state = 'CREATED'
""")


def tell_due(connection: Connection, now: datetime, new_key: Callable[[], int], limit: int = 200) -> int:
    """Make notices of the limits that have come, each once; answer how many have come."""
    found = connection.execute(_DUE, {"now": now, "limit": limit})
    due = [dict(row) for row in found.mappings()]
    if not due:
        return 0
    connection.execute(_TOLD, {"stages": [row["stage_key"] for row in due], "numbers": [row["number"] for row in due]})
    news = [row for row in due if not row["told"]]  # a stage that was measured anew has its limits again
    responsible = _responsible(connection, {row["root"] for row in news})
    batch = Batch()
    batch.rows(rows.NEW_NOTICE, [_notice(row, responsible[row["root"]], now, new_key()) for row in news])
    batch.rows(rows.NEW_AUDIT_EVENT, [_event(row, now, new_key()) for row in news])
    rated = {row["stage_key"]: RATED[NoticeKind(row["kind"])] for row in due}  # the last to come counts
    batch.rows(rows.RATED_STAGE_CLOCK, [{"key": key, "sla": sla} for key, sla in rated.items()])
    batch.execute(connection)
    return len(due)


def _responsible(connection: Connection, roots: Iterable[int]) -> Mapping[int, tuple[set[str], set[str]]]:
    """Who is to act in these cases: roles and people that their open tasks are offered or assigned to."""
    found: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in connection.execute(_AT_WORK, {"roots": sorted(roots)}):
        roles, people = found[row.root]
        if row.assignee is None:
            roles.update(row.candidate_groups)
        else:
            people.add(row.assignee)
    return found


def _notice(row: Mapping[str, Any], responsible: tuple[set[str], set[str]], now: datetime, key: int) -> dict[str, Any]:
    """A warning goes to those who are to act and to the owner of the case, an escalation to its role."""
    roles, people = responsible
    escalated: Sequence[str] = () if row["role"] is None else (row["role"],)
    owner = set() if row["owner"] is None else {row["owner"]}
    return {
        "key": key,
        "kind": row["kind"],
        "subject": f"stage/{row['stage_key']}/{row['number']}",
        "root_process_instance_key": row["root"],
        "stage": row["stage"],
        "element_id": row["element_id"],
        "level": row["level"],
        "roles": escalated or sorted(roles),
        "users": () if escalated else sorted(people | owner),
        "due_at": row["due_at"],
        "created_at": now,
    }


def _event(row: Mapping[str, Any], now: datetime, key: int) -> dict[str, Any]:
    told = {"stage": row["stage"], "level": row["level"], "role": row["role"], "dueAt": row["due_at"].isoformat()}
    return {
        "key": key,
        "type": row["kind"].lower(),
        "entity_type": "stage",
        "entity_key": row["stage_key"],
        "process_instance_key": row["root"],
        "root_process_instance_key": row["root"],
        "actor": _ACTOR,
        "at": now,
        "details": told,
    }
