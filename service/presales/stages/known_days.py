"""Whether the holidays of each jurisdiction are known for long enough: a table that has ended would make every holiday
a working day, and nobody would notice."""

from datetime import date, timedelta

from handlers.calendar import BusinessCalendar, InvalidCalendar
from service.diagrams.model import Problem
from service.presales.parameters import ParameterFiles

#: how long before the last day with known holidays people are told
AHEAD = timedelta(days=60)


def check_calendars(sets: ParameterFiles, today: date) -> list[Problem]:
    """What is wrong with the calendars in force: none, not to be reckoned with, or ending soon."""
    return [problem for each in sets.jurisdictions for problem in _check(sets, each, today)]


def _check(sets: ParameterFiles, jurisdiction: str, today: date) -> list[Problem]:
    try:
        calendar = BusinessCalendar.of(sets.at("calendar", jurisdiction, today))
    except KeyError as error:
        return [_problem(jurisdiction, "calendar-missing", str(error.args[0]), "Add one.", error=True)]
    except InvalidCalendar as error:
        return [_problem(jurisdiction, "calendar-invalid", str(error), "", error=True)]
    if calendar.knows(today) and calendar.knows(today + AHEAD):
        return []
    message = (
        f"Expected the holidays of {jurisdiction} to be known until {today + AHEAD}, but they are known from "
        f"{calendar.known_from} to {calendar.known_to}; other days count by their weekday alone."
    )
    return [_problem(jurisdiction, "calendar-ends", message, "Add a set `calendar` with the next year's holidays.")]


def _problem(jurisdiction: str, rule: str, message: str, remedy: str, *, error: bool = False) -> Problem:
    file = f"jurisdictions/{jurisdiction}/parameters.toml"
    return Problem(file, None, None, rule, message, remedy, "error" if error else "warning")
