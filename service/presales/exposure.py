"""What the company would carry on one person over several cases: the guard against split cases (D18).

The insured is the applicant, as this path has it. Another case is the same person's if name and date of birth are the
same, or kind and number of the document; not if both have a document of one kind, with different numbers. It counts
while it is open, and for `window_days` after it came to one of `counted_ends` (dated parameter set `exposure`)."""

import hashlib
import unicodedata
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from handlers.documents.language import simplified
from handlers.ports import Parameters
from service.persistence.tables.case_exposure import case_exposure as table
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.presales_case import presales_case
from service.persistence.tables.process_instance import process_instance
from service.presales.parameters import today
from service.states import ElementType, InstanceState


def row_of(variables: Mapping[str, Any]) -> dict[str, Any] | None:
    """The columns of `case_exposure` that follow from a case's variables; None while nobody is known."""
    case, applicant, application, plan = (
        _topic(variables, each) for each in ("case", "applicant", "application", "plan")
    )
    jurisdiction, id_type = _text(case, "jurisdiction"), _text(application, "id_type")
    person = _fingerprint(jurisdiction, _text(applicant, "name"), _text(applicant, "birth_date"))
    identity = _fingerprint(jurisdiction, id_type, _text(application, "id_no"))
    if person is None and identity is None:
        return None
    quoted = _topic(variables, "premium") or _topic(variables, "illustration")
    premium = "single_premium" if plan.get("pay_mode") == "SINGLE" else "annual_premium"
    return {
        "person": person,
        "identity_type": None if identity is None else id_type,
        "identity": identity,
        "life_sum_insured": _amount(plan, "sum_insured"),
        premium: _amount(quoted, "annual_premium"),
    }


def find(
    connection: Connection, variables: Mapping[str, Any], own_key: int | None, parameters: Parameters, now: datetime
) -> dict[str, Any] | None:
    """The other cases that count for the person of these variables, the oldest first, with what each comes to; and
    `window_days`. None where the jurisdiction has no calendar or no set `exposure`."""
    jurisdiction = str(_text(_topic(variables, "case"), "jurisdiction"))
    try:
        on = today(parameters, jurisdiction, now)
        rules = parameters.at("exposure", jurisdiction, on)
        zone = ZoneInfo(parameters.at("calendar", jurisdiction, on)["time_zone"])
    except KeyError:
        return None
    first_day = on - timedelta(days=int(rules["window_days"]))
    since = datetime.combine(first_day, time.min, zone)
    own = row_of(variables)
    found = [] if own is None else _counted(connection, own, own_key, since, list(rules["counted_ends"]))
    return {"window_days": int(rules["window_days"]), "cases": found}


def _counted(
    connection: Connection, own: Mapping[str, Any], own_key: int | None, since: datetime, ends: list[str]
) -> list[dict[str, Any]]:
    statement = (
        select(presales_case.c.case_no, table.c.life_sum_insured, table.c.annual_premium, table.c.single_premium)
        .join(presales_case, presales_case.c.key == table.c.key)
        .join(process_instance, process_instance.c.key == table.c.key)
        .where(_same_person(own), table.c.key != (own_key or 0), _counts(since, ends))
        .order_by(table.c.key)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def _same_person(own: Mapping[str, Any]) -> ColumnElement[bool]:
    known = [table.c[name] == own[name] for name in ("person", "identity") if own[name] is not None]
    if own["identity"] is None:
        return or_(*known)
    no_other = or_(
        table.c.identity.is_(None), table.c.identity_type != own["identity_type"], table.c.identity == own["identity"]
    )
    return and_(or_(*known), no_other)


def _counts(since: datetime, ends: list[str]) -> ColumnElement[bool]:
    came_to = exists().where(
        element_instance.c.process_instance_key == table.c.key,
        element_instance.c.type == ElementType.END_EVENT,
        element_instance.c.state == InstanceState.COMPLETED,
        element_instance.c.element_id.in_(ends),
    )
    ended = and_(process_instance.c.state == InstanceState.COMPLETED, process_instance.c.ended_at >= since, came_to)
    return or_(process_instance.c.state == InstanceState.ACTIVE, ended)


def _topic(variables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    topic = variables.get(name)
    return topic if isinstance(topic, Mapping) else {}


def _text(topic: Mapping[str, Any], name: str) -> str | None:
    value = topic.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _amount(topic: Mapping[str, Any], name: str) -> Decimal | None:
    value = topic.get(name)
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _fingerprint(*parts: str | None) -> str | None:
    """SHA-256 over what somebody is known by, however it is written: width, case, spaces, traditional or simplified."""
    if None in parts:
        return None
    written = ["".join(simplified(unicodedata.normalize("NFKC", str(part)).casefold()).split()) for part in parts]
    return hashlib.sha256("\x1f".join(written).encode()).hexdigest()
