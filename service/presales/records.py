"""What handlers read beside their variables, by the names in their `reads`.

A reader runs when the job is claimed, in that transaction; handlers themselves have no database."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from handlers.ports import Parameters
from service.commands.runtime import Reader
from service.handler_runner import JobRun
from service.identity.actor import Actor
from service.presales import cases, exposure, questions
from service.presales.catalogue import products
from service.presales.papers import drawn_names
from service.presales.papers.case_history import history
from service.presales.parameters import today


def _questions(connection: Connection, run: JobRun) -> list[dict[str, Any]]:
    return questions.asked(connection, run.process_instance_key)


def _case_history(connection: Connection, run: JobRun) -> dict[str, Any] | None:
    """The history of the case so far; None outside a presales case."""
    case_key = cases.key_of_instance(connection, run.process_instance_key)
    return None if case_key is None else history(connection, case_key, run.now)


def _drawn_names(connection: Connection, run: JobRun) -> Mapping[str, str]:
    """English names of what is drawn, for papers in English; others need none."""
    case = run.variables.get("case") or {}
    return drawn_names.english(connection) if case.get("language") == "en" else {}


#: whom the register has under a name
Registered = Callable[[str], Actor | None]


def readers(parameters: Parameters, registered: Registered | None = None) -> Mapping[str, Reader]:
    """The readers by name; days are those of the jurisdictions' calendars. `registered` is the register of sellers."""

    def product(connection: Connection, run: JobRun) -> dict[str, Any] | None:
        """The product that the plan names, in the version in force today; None if there is none."""
        plan, case = run.variables.get("plan") or {}, run.variables.get("case") or {}
        jurisdiction = str(case.get("jurisdiction"))
        try:
            on = today(parameters, jurisdiction, run.now)
        except KeyError:
            return None
        found = products.in_force(connection, str(plan.get("product_code")), on)
        return found if found is not None and found["jurisdiction"] == jurisdiction else None

    def products_on_sale(connection: Connection, run: JobRun) -> list[dict[str, Any]]:
        """The products on sale today in the line, channel and region of the case."""
        case = run.variables["case"]
        on = today(parameters, case["jurisdiction"], run.now)
        return products.offered(connection, case["jurisdiction"], on, case)

    def other_cases(connection: Connection, run: JobRun) -> dict[str, Any] | None:
        """What counts of the other cases of the same insured; None where the jurisdiction has no rule for it."""
        own_key = cases.key_of_instance(connection, run.process_instance_key)
        return exposure.find(connection, run.variables, own_key, parameters, run.now)

    def seller(_connection: Connection, run: JobRun) -> dict[str, Any] | None:
        """What the register says of the seller whom the form names; None if there is no register."""
        if registered is None:
            return None
        found = registered(str((run.variables.get("seller") or {}).get("user")))
        if found is None:
            return {"grade": None}
        facts = {"name": found.display_name, "certificate_no": found.certificate_no}
        return {"grade": found.grade} | {name: fact for name, fact in facts.items() if fact is not None}

    return {
        "seller": seller,
        "questions": _questions,
        "product": product,
        "products_on_sale": products_on_sale,
        "case_history": _case_history,
        "drawn_names": _drawn_names,
        "exposure": other_cases,
    }
