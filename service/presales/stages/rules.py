"""The limits of a stage as decision D22 answers them, recorded with the stage."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from handlers.calendar import BusinessCalendar
from service.changes import Changes, DecisionEvaluated
from service.commands.instance_work import InstanceWork
from service.presales.stages.clock import limits_of
from service.states import Binding


def level_found(work: InstanceWork) -> bool:
    """Whether this step found the level of the final approval (D18), which its stage does not know when it begins.

    A process that is called gets a copy of what was found before, which is nothing new."""
    found = work.projection.variables.written("approval_route")
    return any(each.instance_key not in work.projection.tokens.new_instances for each in found)


def asked_of(stage: str, seen: Mapping[str, Any], calendar: BusinessCalendar) -> dict[str, Any]:
    """What D22 is asked: of the final approval also for the level, as soon as it is known."""
    case, route = seen.get("case") or {}, seen.get("approval_route") or {}
    hours = Decimal(str(calendar.hours_a_day))
    return {
        "stage": stage,
        "client_type": case.get("client_type"),
        "level": route.get("level"),
        "hours_per_day": hours,
    }


def answered(work: InstanceWork, element_key: int, jurisdiction: str, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answer, recorded. Raises KeyError, TypeError or ValueError if it does not say what limits are."""
    caller = work.instance.process_definition_key
    decision_id = f"{jurisdiction}_stage_sla"
    outcome = work.definitions.evaluate_decision(decision_id, Binding.LATEST, None, caller, asked)
    if outcome is None:
        raise KeyError(decision_id)
    evaluated = DecisionEvaluated(element_key, work.facts.root_key, outcome.decision_key, outcome.evaluation)
    work.projection.add(Changes([evaluated]))
    limits: Mapping[str, Any] = outcome.result or {}
    limits_of(limits)
    return limits
