"""Who may do a user task, and who may give it to somebody.

A task is done by its assignee and its candidates; whoever leads may give it to others. Of a review (property
`reviewOf`) everybody is excluded who performed one of the reviewed elements in the same root instance; of any task
those whom it names (property `excludedUsers`), such as the seller of the case. A review is an act of authority: it is
done by a candidate of the diagram alone, whoever assigned it, and its candidates stay as they are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from service.commands.instance_work import InstanceWork
from service.errors import Forbidden, InvalidState
from service.identity.actor import Actor
from service.identity.permissions import Permission, may
from service.persistence.user_tasks import performers
from service.states import UserTaskState


def require_open(task: Mapping[str, Any]) -> None:
    """Raise InvalidState unless the task waits for somebody."""
    if task["state"] != UserTaskState.CREATED:
        raise InvalidState(f"Expected the user task with key '{task['key']}' to be open, but it is {task['state']}.")


def require_performer(work: InstanceWork, task: Mapping[str, Any]) -> None:
    """Raise Forbidden unless the actor may complete the task, InvalidState for a review that nobody claimed."""
    actor = work.context.actor
    if not _offered(actor, task):
        raise Forbidden(
            f"Expected the assignee or a candidate to complete the user task '{task['element_id']}', but {actor.name} "
            "is neither. Ask for the role, or for the task."
        )
    require_independent(work, task, actor.name)
    if not task["review_of"]:
        return
    if _has_candidates(task) and not _is_candidate(actor, task):
        raise Forbidden(
            f"Expected one of {', '.join([*task['candidate_groups'], *task['candidate_users']])} to do the review "
            f"'{task['element_id']}', but {actor.name} is none of them: authority is not passed on by assigning. "
            "Give it to somebody who has the role."
        )
    if task["assignee"] is None:
        raise InvalidState(
            f"Expected the review '{task['element_id']}' to have an assignee, but nobody has claimed it. "
            "Claim it, then complete it."
        )
    if task["assignee"] != actor.name:
        raise Forbidden(
            f"Expected {task['assignee']}, who claimed the review '{task['element_id']}', to complete it, "
            f"but it was {actor.name}. Assign it anew."
        )


def require_assigner(work: InstanceWork, task: Mapping[str, Any]) -> None:
    """Raise Forbidden unless the actor may give the task to somebody, or change it."""
    actor = work.context.actor
    if not (_offered(actor, task) or may(actor, Permission.LEAD_TASKS)):
        raise Forbidden(
            f"Expected the assignee, a candidate or a lead to assign or change the user task '{task['element_id']}', "
            f"but {actor.name} is none of them."
        )


def require_same_authority(task: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Raise Forbidden for changes of the candidates of a review."""
    if task["review_of"] and not {"candidate_groups", "candidate_users"}.isdisjoint(changes):
        raise Forbidden(
            f"Expected the candidates of the review '{task['element_id']}' to stay as the diagram has them, "
            "but they would change. Change the diagram or the decision that names them."
        )


def require_independent(work: InstanceWork, task: Mapping[str, Any], person: str) -> None:
    """Raise Forbidden if the person performed what the task reviews (four eyes), or is one whom it excludes."""
    if person in task["excluded_users"]:
        raise Forbidden(
            f"Expected somebody else to do '{task['element_id']}', but {person} may not: the task excludes those with "
            "a stake in it. Leave it to another."
        )
    reviewed: Sequence[str] = task["review_of"]
    if not reviewed:
        return
    if person in performers(work.connection, work.facts.root_key, reviewed):
        raise Forbidden(
            f"Expected somebody else to do the review '{task['element_id']}', but {person} performed one of the "
            f"reviewed tasks ({', '.join(reviewed)}). Leave it to another."
        )


def _offered(actor: Actor, task: Mapping[str, Any]) -> bool:
    if actor.name == task["assignee"] or _is_candidate(actor, task):
        return True
    return task["assignee"] is None and not _has_candidates(task)


def _is_candidate(actor: Actor, task: Mapping[str, Any]) -> bool:
    return actor.name in task["candidate_users"] or not actor.roles.isdisjoint(task["candidate_groups"])


def _has_candidates(task: Mapping[str, Any]) -> bool:
    return bool(task["candidate_groups"] or task["candidate_users"])
