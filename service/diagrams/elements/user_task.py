"""User tasks: what a person does, with a form."""

from typing import TYPE_CHECKING

from service.diagrams.binding import binding
from service.diagrams.diagram import attribute, extension, properties
from service.diagrams.elements.job_tasks import headers
from service.diagrams.elements.kind import Details, ElementKind
from service.diagrams.model import FormReference, UserTaskDefinition
from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members
from service.diagrams.vocabulary.shared import MAPPINGS, TASK
from service.states import ElementType

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from service.diagrams.build import Builder

#: extension property: ids, separated by commas, of the elements whose performers may not do this task
REVIEW_OF = "reviewOf"
#: extension property: users who may not do this task, whatever their role; FEEL, or names separated by commas
EXCLUDED_USERS = "excludedUsers"


def form(element: "Element") -> FormReference | None:
    """The form that a user task or start event names."""
    definition = extension(element, "formDefinition")
    if definition is None:
        return None
    return FormReference(
        form_id=attribute(definition, "formId"),
        external_reference=attribute(definition, "externalReference"),
        binding=binding(definition),
        version_tag=attribute(definition, "versionTag"),
    )


def read(element: "Element", _builder: "Builder") -> Details:
    """Form, assignment, schedule, priority, whose work it reviews and who may not do it."""
    assignment = extension(element, "assignmentDefinition")
    schedule = extension(element, "taskSchedule")
    reviewed = properties(element).get(REVIEW_OF, "").split(",")
    definition = UserTaskDefinition(
        form=form(element),
        assignee=attribute(assignment, "assignee"),
        candidate_groups=attribute(assignment, "candidateGroups"),
        candidate_users=attribute(assignment, "candidateUsers"),
        due_date=attribute(schedule, "dueDate"),
        follow_up_date=attribute(schedule, "followUpDate"),
        priority=attribute(extension(element, "priorityDefinition"), "priority") or "50",
        headers=headers(element),
        review_of=tuple(name.strip() for name in reviewed if name.strip()),
        excluded_users=properties(element).get(EXCLUDED_USERS) or None,
    )
    return {"user_task": definition}


RENDERING: Members = {"rendering": Refusal("user-task-form", "Use a form (zeebe:formDefinition).")}
EXTENSIONS = {
    "userTask",
    "formDefinition",
    "assignmentDefinition",
    "taskSchedule",
    "priorityDefinition",
    "taskHeaders",
}

KINDS = (ElementKind("userTask", ElementType.USER_TASK, Entry(members(TASK, RENDERING), MAPPINGS | EXTENSIONS), read),)
