"""User tasks: /v2/user-tasks."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import AwareDatetime, Field, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator
from sqlalchemy import ColumnElement, Connection
from starlette.responses import Response

from service.api.answers import JsonAnswer, etag, nothing, require_match
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.routes.forms import FormAnswer
from service.api.routes.variables import Truncate
from service.api.schemas import Body, Key, Variables
from service.api.searching import SearchRequest, answers, answers_nothing, gets, searches
from service.api.submissions import check_submission
from service.commands.assign_user_task import AssignUserTask, assign_user_task
from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.commands.context import CommandContext
from service.commands.unassign_user_task import UnassignUserTask, unassign_user_task
from service.commands.update_user_task import UpdateUserTask, update_user_task
from service.identity.permissions import Permission
from service.queries import forms, user_tasks, variables

router = APIRouter(prefix="/v2/user-tasks", tags=["User task"], route_class=ExactRoute)
Staff = Annotated[Edge, admit(Permission.DO_TASKS, Permission.LEAD_TASKS)]


def _empty_or(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    return value if value == "" else read(value)


_DATE_SCHEMA = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "maxLength": 0}]}
#: a date, or an empty text that clears it
DateOrEmpty = Annotated[AwareDatetime, WrapValidator(_empty_or), WithJsonSchema(_DATE_SCHEMA)]


class Assignment(Body):
    """Who shall do the task; without `allowOverride` it must be nobody's yet."""

    assignee: str = Field(min_length=1, examples=["mei.lin"])
    allow_override: bool | None = True
    action: str | None = None


class Submission(Body):
    """What was filled in."""

    variables: Variables | None = None
    action: str | None = None


class TaskChanges(Body):
    """What is to change: null or absent stays, an empty text or list clears."""

    due_date: DateOrEmpty | None = None
    follow_up_date: DateOrEmpty | None = None
    candidate_users: list[str] | None = None
    candidate_groups: list[str] | None = None
    priority: int | None = Field(default=None, ge=0, le=100)

    @property
    def columns(self) -> dict[str, Any]:
        """The changes by column."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: None if value == "" else value for name, value in given.items() if value is not None}


class TaskUpdate(Body):
    """A change of a task."""

    changeset: TaskChanges | None = None
    action: str | None = None


def _visible(edge: Edge) -> Sequence[ColumnElement[bool]]:
    """What narrows the tasks to those that the actor may see."""
    return () if edge.may(Permission.LEAD_TASKS) else (user_tasks.offered_to(edge.actor),)


@router.post("/search", **searches(user_tasks.NOUN))
def search_user_tasks(wanted: SearchRequest, edge: Staff) -> Response:
    """Search the user tasks that are assigned or offered to the caller; leads see all."""
    return JsonAnswer(edge.read(user_tasks.search, wanted, _visible(edge)))


@router.get("/{userTaskKey}", **gets(user_tasks.NOUN))
def get_user_task(userTaskKey: Key, edge: Staff) -> Response:  # noqa: N803 - the contract's spelling
    """Get one user task; its ETag serves If-Match of changes."""
    task = edge.read(user_tasks.get, userTaskKey, _visible(edge))
    return JsonAnswer(task, headers={"ETag": etag(task)})


@router.get("/{userTaskKey}/form", **answers(FormAnswer, 404, description="Its form; 204 if it has none."))
def get_user_task_form(userTaskKey: Key, edge: Staff) -> Response:  # noqa: N803 - the contract's spelling
    """Get the form of a user task."""
    key = edge.read(user_tasks.get, userTaskKey, _visible(edge))["formKey"]
    return nothing() if key is None else JsonAnswer(edge.read(forms.get, int(key)))


@router.post("/{userTaskKey}/variables/search", **searches(variables.CUT, 404))
def search_user_task_variables(
    userTaskKey: Key,  # noqa: N803 - the contract's spelling
    wanted: SearchRequest,
    edge: Staff,
    truncate: Truncate = True,
) -> Response:
    """Search the variables of all scopes around a user task."""
    edge.read(user_tasks.get, userTaskKey, _visible(edge))
    return JsonAnswer(edge.read(variables.search_around, userTaskKey, wanted, cut=truncate))


@router.post("/{userTaskKey}/effective-variables/search", **searches(variables.CUT, 404))
def search_user_task_effective_variables(
    userTaskKey: Key,  # noqa: N803 - the contract's spelling
    wanted: SearchRequest,
    edge: Staff,
    truncate: Truncate = True,
) -> Response:
    """Search the variables that a user task sees: of each name the innermost."""
    edge.read(user_tasks.get, userTaskKey, _visible(edge))
    return JsonAnswer(edge.read(variables.search_effective, userTaskKey, wanted, cut=truncate))


def _change(edge: Edge, key: int, perform: Any, command: Any) -> Response:
    """Run a command on a task that the actor may see and, with If-Match, that nobody has changed since."""

    def change(connection: Connection, context: CommandContext) -> Response:
        if wanted := edge.request.headers.get("if-match"):
            user_tasks.lock(connection, key)
            require_match(wanted, user_tasks.get(connection, key, _visible(edge)))
        perform(connection, command, context)
        return nothing()

    return edge.transact(change)


@router.post("/{userTaskKey}/assignment", **answers_nothing(404, 409, 412, 504))
def assign(userTaskKey: Key, body: Assignment, edge: Staff) -> Response:  # noqa: N803 - the contract's spelling
    """Assign a user task, to oneself (claim) or to somebody else."""
    command = AssignUserTask(userTaskKey, body.assignee, body.allow_override is not False)
    return _change(edge, userTaskKey, assign_user_task, command)


@router.delete("/{userTaskKey}/assignee", **answers_nothing(404, 409, 412, 504))
def unassign(userTaskKey: Key, edge: Staff) -> Response:  # noqa: N803 - the contract's spelling
    """Give a user task back to its candidates."""
    return _change(edge, userTaskKey, unassign_user_task, UnassignUserTask(userTaskKey))


@router.post("/{userTaskKey}/completion", **answers_nothing(404, 409, 412, 504))
def complete(userTaskKey: Key, edge: Staff, body: Submission | None = None) -> Response:  # noqa: N803 - the contract's
    """Complete a user task; what was filled in is checked against its form."""
    command = CompleteUserTask(userTaskKey, (body and body.variables) or {}, check_submission)
    return _change(edge, userTaskKey, complete_user_task, command)


@router.patch("/{userTaskKey}", **answers_nothing(404, 409, 412, 504))
def update(userTaskKey: Key, edge: Staff, body: TaskUpdate | None = None) -> Response:  # noqa: N803 - the contract's
    """Change dates, candidates or priority of a user task."""
    changes = body.changeset.columns if body is not None and body.changeset is not None else {}
    return _change(edge, userTaskKey, update_user_task, UpdateUserTask(userTaskKey, changes))


@router.patch("/{userTaskKey}/update", **answers_nothing(404, 409, 412, 504))
def update_alias(userTaskKey: Key, body: TaskChanges, edge: Staff) -> Response:  # noqa: N803 - the contract's
    """The same, as the Node client sends it: a bare change."""
    return _change(edge, userTaskKey, update_user_task, UpdateUserTask(userTaskKey, body.columns))
