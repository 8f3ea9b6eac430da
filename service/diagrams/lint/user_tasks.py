"""User tasks: form, assignment, schedule, priority, review."""

import re
from collections.abc import Iterator

from service.diagrams.diagram import attribute, extension, flag, properties, tag
from service.diagrams.elements.user_task import EXCLUDED_USERS, REVIEW_OF
from service.diagrams.lint.rule import Finding, Sheet, rule
from service.diagrams.lint.timers import DATE, is_date

#: extension property: whom outside the company a task waits for
AWAITS = "awaits"
OUTSIDE = ("CLIENT", "THIRD_PARTY")
PRIORITY = re.compile(r"\d{1,2}|100")


@rule("zeebe-user-task")
def native(sheet: Sheet) -> Iterator[Finding]:
    """A user task is a native one: job-based ones would wait for a worker, not for a person."""
    for task in sheet.all("userTask"):
        if extension(task, "userTask") is None:
            yield Finding(
                task,
                "Expected the implementation Camunda user task, but the marker zeebe:userTask is missing.",
                "Choose Camunda user task as implementation in the modeler.",
            )


@rule("user-task-definition", "warning")
def has_form(sheet: Sheet) -> Iterator[Finding]:
    """A user task has a form."""
    for task in sheet.all("userTask"):
        if extension(task, "formDefinition") is None:
            yield Finding(
                task,
                "Expected a form, but the task has none: whoever does it sees no fields.",
                "Link a form by its id.",
            )


@rule("user-task-form")
def form_named(sheet: Sheet) -> Iterator[Finding]:
    """A form definition names a form, or something outside."""
    for owner in sheet.all("userTask", "startEvent"):
        definition = extension(owner, "formDefinition")
        if definition is None or attribute(definition, "formKey") is not None:
            continue
        named = [name for name in ("formId", "externalReference") if attribute(definition, name) is not None]
        if len(named) != 1:
            yield Finding(
                definition,
                f"Expected either formId or externalReference, but found {' and '.join(named) or 'neither'}.",
                "Name one form.",
            )


@rule("start-event-form")
def form_at_start(sheet: Sheet) -> Iterator[Finding]:
    """Only the start event of a process without definition has a form."""
    for start in sheet.all("startEvent"):
        parent = start.getparent()
        if extension(start, "formDefinition") is not None and parent is not None and tag(parent) != "process":
            yield Finding(
                start,
                "Expected a form only at the start of a process, but this start event lies in a sub-process.",
                "Remove the form, or put a user task behind the event.",
            )


@rule("priority-definition")
def priority(sheet: Sheet) -> Iterator[Finding]:
    """A fixed priority is a number from 0 to 100."""
    for task in sheet.all("userTask"):
        definition = extension(task, "priorityDefinition")
        value = attribute(definition, "priority")
        if definition is not None and (value is None or _is_fixed(value)) and not PRIORITY.fullmatch(value or ""):
            yield Finding(
                definition,
                f"Expected a priority from 0 to 100 or a FEEL expression, but it is {value or 'empty'}.",
                "Write a number such as 50.",
            )


@rule("task-schedule")
def schedule(sheet: Sheet) -> Iterator[Finding]:
    """Fixed due and follow-up dates are ISO 8601 date-times with an offset."""
    for task in sheet.all("userTask"):
        definition = extension(task, "taskSchedule")
        for name in ("dueDate", "followUpDate"):
            value = attribute(definition, name)
            if definition is not None and value is not None and _is_fixed(value) and not is_date(value):
                yield Finding(
                    definition,
                    f"Expected {name} to be {DATE} or a FEEL expression, but it is {value}.",
                    'Write an expression such as =now() + duration("P3D").',
                )


def _is_fixed(value: str) -> bool:
    return not value.startswith("=")


@rule("review-of")
def reviewed(sheet: Sheet) -> Iterator[Finding]:
    """Who may not do a user task is told there: reviewOf names other user tasks; those of other files are checked with
    them."""
    for holder in sheet.all("extensionElements"):
        owner = holder.getparent()
        if owner is None or tag(owner) == "userTask":
            continue
        for name in (each for each in (REVIEW_OF, EXCLUDED_USERS) if each in properties(owner)):
            yield Finding(
                owner,
                f"Expected {name} on a user task, but this is a {tag(owner)}, where it has no effect.",
                "Move the property to the task that it is about.",
            )
    for task in sheet.all("userTask"):
        for name in (part.strip() for part in properties(task).get(REVIEW_OF, "").split(",")):
            other = sheet.diagram.by_id.get(name)
            if name and (other is task or (other is not None and tag(other) != "userTask")):
                yield Finding(
                    task,
                    f"Expected {REVIEW_OF} to name another user task, but {name} is none.",
                    "Write the ids of the tasks that are reviewed, separated by commas.",
                )


@rule("awaits")
def awaited(sheet: Sheet) -> Iterator[Finding]:
    """Whom outside a user task waits for is the client or a third party: the stage's clock stands still then."""
    for task in sheet.all("userTask"):
        whom = properties(task).get(AWAITS)
        if whom is not None and whom not in OUTSIDE:
            yield Finding(
                task,
                f"Expected {AWAITS} to be {' or '.join(OUTSIDE)}, but it is '{whom}'.",
                "Choose one of them, or remove the property if the task is ours to do.",
            )


@rule("interrupting-start", "warning")
def interrupting_only_in_event_sub_process(sheet: Sheet) -> Iterator[Finding]:
    """IsInterrupting means something only for the start of an event sub-process."""
    for start in sheet.all("startEvent"):
        parent = start.getparent()
        inside = parent is not None and flag(parent, "triggeredByEvent", default=False)
        if not inside and not flag(start, "isInterrupting", default=True):
            yield Finding(
                start,
                "Expected isInterrupting only in event sub-processes, but this start event is not in one.",
                "Remove the attribute: it has no effect.",
            )
