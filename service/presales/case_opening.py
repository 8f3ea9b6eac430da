"""A case is opened: checked against what the jurisdiction offers, numbered, and its process started."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic.alias_generators import to_camel
from sqlalchemy import Connection, insert
from sqlalchemy.dialects.postgresql import insert as upsert

from service.commands.context import CommandContext
from service.commands.start_process_instance import StartProcessInstance, start_process_instance
from service.errors import InvalidArgument
from service.persistence.tables.case_number import case_number
from service.persistence.tables.presales_case import presales_case
from service.presales.parameters import ParameterFiles

PROCESS_ID = "presales"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case is about. `owner`: user, name, certificate_no, grade. `lead`: who asked, and for what."""

    product_line: str
    client_type: str
    channel: str
    jurisdiction: str
    owner: Mapping[str, str | int | None]
    language: str
    currency: str | None = None
    region: str | None = None
    flags: Sequence[str] = ()
    lead: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The key of its process instance, and its number."""

    key: int
    case_no: str


def open_case(
    connection: Connection, opening: Opening, context: CommandContext, parameters: ParameterFiles
) -> OpenedCase:
    """Open it. Raises InvalidArgument naming each field that the jurisdiction does not offer or that is missing."""
    today, rules = _rules(opening, context, parameters)
    case = _checked(opening, rules)
    case["opened_on"] = today.isoformat()
    case["case_no"] = _next_number(connection, today)
    variables = {"case": case} | ({"lead": dict(opening.lead)} if opening.lead is not None else {})
    command = StartProcessInstance(process_definition_id=PROCESS_ID, variables=variables, business_id=case["case_no"])
    started = start_process_instance(connection, command, context)
    row = {name: case[name] for name in ("case_no", "product_line", "client_type", "channel")}
    connection.execute(
        insert(presales_case).values(
            **row,
            key=started.key,
            jurisdiction=opening.jurisdiction,
            language=opening.language,
            owner=opening.owner["user"],
            opened_at=context.now,
        )
    )
    return OpenedCase(started.key, case["case_no"])


def _rules(opening: Opening, context: CommandContext, parameters: ParameterFiles) -> tuple[date, Mapping[str, Any]]:
    day = context.now.date()
    try:
        zone = ZoneInfo(parameters.at("calendar", opening.jurisdiction, day)["time_zone"])
        today = context.now.astimezone(zone).date()
        return today, parameters.at("case_opening", opening.jurisdiction, today)
    except KeyError as error:
        raise _refused({"jurisdiction": error.args[0]}) from error


def _checked(opening: Opening, rules: Mapping[str, Any]) -> dict[str, Any]:
    """The variable `case`, with the defaults of the jurisdiction."""
    offer = _offer(opening, rules)
    case: dict[str, Any] = {
        "product_line": opening.product_line,
        "client_type": opening.client_type,
        "channel": opening.channel,
        "jurisdiction": opening.jurisdiction,
        "currency": opening.currency or rules["currency"],
        "language": opening.language,
        "region": opening.region,
        "owner": {**opening.owner, "grade": opening.owner.get("grade") or rules["seller_grade"]},
        "company": dict(rules["company"]),
        "flags": list(opening.flags),
    }
    wrong = {
        path: f"Expected a value, for {opening.channel} cases need it, but there is none."
        for path in offer["required"]
        if _at(case, path) in (None, "")
    }
    if case["currency"] != rules["currency"]:
        wrong["currency"] = f"Expected {rules['currency']}, but it is {case['currency']}."
    if unknown := sorted(set(opening.flags) - set(rules["flags"])):
        wrong["flags"] = f"Expected any of {', '.join(rules['flags'])}, but there is {unknown[0]}."
    regions = rules.get("regions", ())
    if opening.region is not None and regions and opening.region not in regions:
        wrong["region"] = f"Expected one of {', '.join(regions)}, but it is {opening.region}."
    if opening.language not in rules["languages"]:
        wrong["language"] = f"Expected one of {', '.join(rules['languages'])}, but it is {opening.language}."
    if wrong:
        raise _refused(wrong)
    return case


def _offer(opening: Opening, rules: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the jurisdiction says of this product line, client group and channel."""
    wanted = {name: getattr(opening, name) for name in ("product_line", "client_type", "channel")}
    offers = list(rules["offer"])
    for name, value in wanted.items():
        fitting = [offer for offer in offers if offer[name] == value]
        if not fitting:
            offered = ", ".join(sorted({offer[name] for offer in offers}))
            raise _refused({name: f"Expected one of {offered}, but it is {value}."})
        offers = fitting
    found: Mapping[str, Any] = offers[0]
    return found


def _next_number(connection: Connection, day: date) -> str:
    """The next number of the day; openings of one day wait for each other here."""
    statement = upsert(case_number).values(day=day, last=1)
    statement = statement.on_conflict_do_update(index_elements=["day"], set_={"last": case_number.c.last + 1})
    last = connection.execute(statement.returning(case_number.c.last)).scalar_one()
    return f"PS-{day:%Y%m%d}-{last:06d}"


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _refused(wrong: Mapping[str, str]) -> InvalidArgument:
    named = {".".join(to_camel(part) for part in field.split(".")): message for field, message in wrong.items()}
    entries = [{"field": field, "message": message} for field, message in named.items()]
    return InvalidArgument(" ".join(f"{field}: {message}" for field, message in named.items()), errors=entries)
