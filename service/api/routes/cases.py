"""Presales cases and forms as JSON Schema: /presales."""

from functools import cache
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import Connection
from starlette.responses import Response

from service.api.answers import JsonAnswer, etag
from service.api.edge import Edge, admit
from service.api.exact_route import ExactRoute
from service.api.problems import documented
from service.api.routes.case_papers import Case, Paper
from service.api.schemas import Body, Key
from service.api.searching import SearchRequest, answers, lists, searches
from service.commands.context import CommandContext
from service.errors import InvalidArgument
from service.forms.json_schema import json_schema
from service.identity import roles
from service.identity.actor import Actor
from service.identity.permissions import Permission
from service.presales import cases, timeline
from service.presales.case_opening import Opening, open_case
from service.presales.papers import case_documents
from service.presales.parameters import ParameterFiles
from service.queries import forms

router = APIRouter(prefix="/presales", tags=["Presales case"], route_class=ExactRoute)
Opener = Annotated[Edge, admit(Permission.OPEN_CASES)]
Reader = Annotated[Edge, admit(Permission.READ_CASES)]
DefinitionReader = Annotated[Edge, admit(Permission.READ_DEFINITIONS)]
Limit = Annotated[int, Query(ge=0, le=10_000)]
After = Annotated[str | None, Query(description="The endCursor of the page before.")]


class CaseOwner(Body):
    """Who sells. By default the caller, as the users file knows them."""

    user: str | None = Field(default=None, examples=["amy"])
    name: str | None = Field(default=None, examples=["陳小美"])
    certificate_no: str | None = Field(default=None, examples=["02000131000080002019000123"])
    grade: int | None = Field(
        default=None, ge=1, le=4, examples=[2], description="Seller's grade, 4 (entry) to 1 (sells everything)."
    )


class Lead(Body):
    """Who asked, and for what."""

    name: str = Field(min_length=2, max_length=60, pattern=r"^\D*$", examples=["陳志明"])
    phone: str | None = Field(default=None, pattern=r"^\+[1-9][0-9]{6,14}$", examples=["+8613812345678"])
    email: str | None = Field(default=None, max_length=120, pattern=r"^[^@\s]+@[^@\s]+$")
    source: str | None = Field(default=None, max_length=60)
    interest: str | None = Field(default=None, max_length=1000)


class CaseToOpen(Body):
    """What the case is about. What may be combined and must be there is the jurisdiction's parameter set."""

    product_line: str = Field(examples=["LIFE"])
    client_type: str = Field(examples=["INDIVIDUAL"])
    channel: str = Field(examples=["AGENT"])
    jurisdiction: str | None = Field(default=None, description="By default the service's own.", examples=["CN"])
    currency: str | None = Field(default=None, examples=["CNY"])
    language: str = Field(default="zh-Hant", examples=["zh-Hant"])
    region: str | None = Field(default=None, max_length=60)
    owner: CaseOwner | None = None
    flags: list[str] = Field(default_factory=list)
    lead: Lead | None = None


class CaseOpened(Body):
    """Its key and number."""

    case_key: Key
    case_no: str = Field(examples=["PS-20261123-000001"])


class Wait(Body):
    """What a case waits for: USER_TASK (of whom), JOB (of which type), TIMER (until when), MESSAGE."""

    kind: str
    key: Key
    element_id: str
    name: str | None
    assignee: str | None
    candidate_groups: list[str]
    since: str | None
    due: str | None


class CaseAnswer(Body):
    """Where a case stands. `nextTasks` are the user tasks of `waitingFor`; `outputs` its papers so far."""

    case_key: Key
    case_no: str
    product_line: str
    client_type: str
    channel: str
    jurisdiction: str
    language: str
    owner: str
    state: str
    stage_id: str | None
    stage_name: str | None
    stage_since: str | None
    stage_due: str | None = Field(description="On the business calendar; null while the stage's clock stands still.")
    stage_sla: str | None = Field(description="ON_TIME, WARNED, OVERDUE or ESCALATED.")
    awaits: str | None = Field(description="CLIENT or THIRD_PARTY, if nobody else is awaited: the clock stands still.")
    waiting_since: str | None = Field(description="Since when the client or a third party is awaited.")
    waited_seconds: int = Field(description="How long they were awaited in all, before `waitingSince`.")
    end: str | None = Field(description="The end event by which it ended.")
    has_incident: bool
    opened_at: str
    ended_at: str | None
    waiting_for: list[Wait]
    next_tasks: list[Wait]
    outputs: list[Paper]


@cache
def _parameters(folder: FilePath) -> ParameterFiles:
    return ParameterFiles(folder)


@router.post("/cases", **answers(CaseOpened, 409, status=201, description="Opened."))
def open_presales_case(body: CaseToOpen, edge: Opener) -> Response:
    """Open a case: the process starts, and its first tasks wait."""
    opening = _opening(body, edge)
    parameters = _parameters(edge.service.settings.bpmn_dir / "jurisdictions")

    def change(connection: Connection, context: CommandContext) -> Response:
        opened = open_case(connection, opening, context, parameters)
        return JsonAnswer({"caseKey": str(opened.key), "caseNo": opened.case_no}, 201)

    return edge.transact(change)


def _opening(body: CaseToOpen, edge: Edge) -> Opening:
    given = body.owner or CaseOwner()
    user = given.user or edge.actor.name
    known = edge.service.authenticator.registered(user)
    if known is None and given.user is not None and roles.INTEGRATOR not in edge.actor.roles:
        raise InvalidArgument(
            "Expected a case of a seller whom the register knows.",
            errors=[{"field": "owner.user", "message": f"Expected a user of the service, but {user} is none."}],
        )
    owner = {
        "user": user,
        "name": given.name or (known.display_name if known else None),
        "certificate_no": given.certificate_no or (known.certificate_no if known else None),
        "grade": _grade(given.grade, known, edge.actor),
    }
    lead = body.lead.model_dump(mode="json", exclude_none=True) if body.lead is not None else None
    return Opening(
        body.product_line,
        body.client_type,
        body.channel,
        body.jurisdiction or edge.service.settings.jurisdiction,
        owner,
        body.language,
        body.currency,
        body.region,
        body.flags,
        lead,
    )


def _grade(given: int | None, known: Actor | None, actor: Actor) -> int | None:
    """The seller's grade as the register has it: staff grade nobody, another system may vouch for its own sellers."""
    grade = known.grade if known else None
    if given is None or given == grade or (grade is None and roles.INTEGRATOR in actor.roles):
        return given or grade
    expected = "no grade, for the register has none" if grade is None else f"grade {grade}, as the register has it"
    raise InvalidArgument(
        "Expected a case of a seller whom the register knows.",
        errors=[{"field": "owner.grade", "message": f"Expected {expected}, but it is {given}. Leave it out."}],
    )


@router.post("/cases/search", **searches(cases.NOUN))
def search_cases(wanted: SearchRequest, edge: Reader) -> Response:
    """Search cases, with what each waits for."""
    return JsonAnswer(edge.read(cases.search, wanted))


@router.get("/cases", **lists(cases.NOUN))
def list_cases(
    edge: Reader,
    state: Annotated[str | None, Query(examples=["ACTIVE"])] = None,
    stage: Annotated[str | None, Query(examples=["needs_analysis"])] = None,
    owner: Annotated[str | None, Query()] = None,
    limit: Limit = 100,
    after: After = None,
) -> Response:
    """List cases, the newest first."""
    given = {"state": state, "stageId": stage, "owner": owner}
    wanted = {
        "filter": {name: value for name, value in given.items() if value is not None},
        "sort": [{"field": "caseKey", "order": "DESC"}],
        "page": {"limit": limit, "after": after},
    }
    return JsonAnswer(edge.read(cases.search, wanted))


@router.get("/cases/{case}", **answers(CaseAnswer, 404, description="Where it stands."))
def get_case(case: Case, edge: Reader) -> Response:
    """Where a case stands: stage, what it waits for and whom, since when, due, next tasks, outputs so far."""
    found = edge.read_at_once(_whole, case)
    return JsonAnswer(found, headers={"ETag": etag(found)})


def _whole(connection: Connection, case: str) -> dict[str, Any]:
    key = cases.key_of(connection, case)
    found = cases.get(connection, key)
    tasks = [wait for wait in found["waitingFor"] if wait["kind"] == "USER_TASK"]
    return {**found, "nextTasks": tasks, "outputs": case_documents.listing(connection, key)}


@router.get("/cases/{case}/timeline", **lists(timeline.noun(0), 404))
def get_timeline(case: Case, edge: Reader, limit: Limit = 1000, after: After = None) -> Response:
    """What happened in a case, the oldest first."""
    key = edge.read(cases.key_of, case)
    return JsonAnswer(edge.read(timeline.search, key, {"limit": limit, "after": after}))


@router.get("/forms/{formId}/json-schema", tags=["Form"], responses=documented(404))
def get_form_json_schema(formId: str, edge: DefinitionReader) -> Response:  # noqa: N803 - as in /v2/forms
    """The latest version of a form as JSON Schema, by its id; an older one by its key."""
    read = forms.get if formId.isdecimal() else forms.latest
    form = edge.read(read, int(formId) if formId.isdecimal() else formId)
    return JsonAnswer(json_schema(form["formId"], form["schema"]))
