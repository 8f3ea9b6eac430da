"""Who may do what: one table, which the README prints and a test checks cell by cell."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from service.errors import Forbidden
from service.identity import roles
from service.identity.actor import Actor


class Permission(StrEnum):
    """What a call of the service needs. The value is the sentence of the README's table."""

    READ_DEFINITIONS = "read process definitions, decisions, forms"
    DEPLOY = "deploy diagrams, decisions, forms"
    EVALUATE = "evaluate decisions and expressions"
    START_INSTANCES = "start process instances, send messages"
    READ_INSTANCES = "read process instances, elements, variables, incidents, jobs"
    REPAIR_INSTANCES = "cancel instances, set variables, resolve incidents, change jobs"
    WORK_ON_JOBS = "activate, complete and fail jobs"
    DO_TASKS = "see and do the user tasks assigned or offered to one"
    LEAD_TASKS = "see all user tasks, assign and update them"
    OPEN_CASES = "open a presales case"
    READ_CASES = "read presales cases, their timelines and documents"
    ARCHIVE_CASES = "take the archive of a presales case"
    READ_PRODUCTS = "read the product catalogue"
    READ_NOTICES = "read and acknowledge the notices for one's roles and oneself"
    CALCULATE = "calculate needs and quotations outside a case"
    WRITE_DOCUMENTS = "upload and delete documents"
    TURN_CLOCK = "pin the clock (test mode)"


_STAFF = frozenset(roles.PROCEDURE)
_EVERYONE = frozenset(roles.ALL)
_LEADS = frozenset({"presales_lead", "senior_presales_lead", "process_manager", roles.OPERATOR})
#: an archive is everything that is known of a client, in one file that leaves the service
_ARCHIVISTS = _LEADS | {"account_manager", "presales_assistant", "compliance_officer", roles.INTEGRATOR}

ALLOWED: Mapping[Permission, frozenset[str]] = MappingProxyType(
    {
        Permission.READ_DEFINITIONS: _EVERYONE,
        Permission.DEPLOY: frozenset({roles.PROCESS_OWNER}),
        Permission.EVALUATE: frozenset({roles.PROCESS_OWNER, roles.INTEGRATOR, roles.OPERATOR, "improvement_team"}),
        Permission.START_INSTANCES: frozenset({roles.INTEGRATOR, roles.OPERATOR}),
        Permission.READ_INSTANCES: frozenset({roles.INTEGRATOR, roles.OPERATOR, "process_manager", "presales_lead"}),
        Permission.REPAIR_INSTANCES: frozenset({roles.OPERATOR}),
        Permission.WORK_ON_JOBS: frozenset({roles.WORKER}),
        Permission.DO_TASKS: _STAFF,
        Permission.LEAD_TASKS: _LEADS,
        Permission.OPEN_CASES: frozenset({"account_manager", "presales_specialist", "presales_lead", roles.INTEGRATOR}),
        Permission.READ_CASES: _STAFF | {roles.OPERATOR, roles.INTEGRATOR},
        Permission.ARCHIVE_CASES: _ARCHIVISTS,
        Permission.READ_PRODUCTS: _EVERYONE,
        Permission.READ_NOTICES: _STAFF | {roles.OPERATOR},
        Permission.CALCULATE: _STAFF | {roles.INTEGRATOR},
        Permission.WRITE_DOCUMENTS: _STAFF | {roles.INTEGRATOR, roles.WORKER},
        Permission.TURN_CLOCK: frozenset({roles.OPERATOR}),
    }
)


def may(actor: Actor, permission: Permission) -> bool:
    """Whether one of the actor's roles allows it."""
    return not ALLOWED[permission].isdisjoint(actor.roles)


def require(actor: Actor, *permissions: Permission) -> None:
    """Raise Forbidden unless one of the permissions is the actor's."""
    if not any(may(actor, permission) for permission in permissions):
        wanted = sorted(set().union(*(ALLOWED[permission] for permission in permissions)))
        raise Forbidden(
            f"Expected one of the roles {', '.join(wanted)} to {permissions[0].value}, "
            f"but {actor.name} has none of them. Ask an administrator for the role."
        )


def table() -> str:
    """The table as Markdown: a row for each role, a column for each permission."""
    columns = list(Permission)
    head = "| role | " + " | ".join(permission.value for permission in columns) + " |"
    rule = "| --- |" + " --- |" * len(columns)
    rows = [
        f"| `{role}` | " + " | ".join("yes" if role in ALLOWED[permission] else "–" for permission in columns) + " |"
        for role in roles.ALL
    ]
    return "\n".join([head, rule, *rows])
