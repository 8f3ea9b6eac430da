"""Tasks: jobs, user tasks, scripts, decisions."""

from typing import TYPE_CHECKING

from service.changes import DecisionEvaluated, JobOpened, UserTaskOpened
from service.engine.expressions import Expression, Failure, optional
from service.engine.mappings import result_of
from service.engine.node import Begin, NodeSpec
from service.states import IncidentType

if TYPE_CHECKING:
    from service.diagrams.model import CalledDecision, JobDefinition, Node, Script, UserTaskDefinition
    from service.engine.build import ScopeSpec
    from service.engine.token import Token

_MOST_RETRIES = 2**31 - 1
_MOST_PRIORITY = 100


class JobSpec(NodeSpec):
    """Waits for a handler or an external worker."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node", job: "JobDefinition") -> None:
        super().__init__(scope, name, node)
        self._type = Expression(job.type)
        self._retries = Expression(job.retries)
        self._headers = job.headers

    def prepare(self, token: "Token") -> Begin:
        """Evaluate type and retries."""
        view = token.view()
        kind = self._type.string(view)
        retries = self._retries.integer(view, 0, _MOST_RETRIES)

        def begin() -> bool:
            instance_key = token.workflow.instance_key
            token.facts["waits"] = 1
            token.execution.note(JobOpened(token.key, instance_key, self.element_id, kind, retries, self._headers))
            return True

        return begin


class UserTaskSpec(NodeSpec):
    """Waits for a person."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node", task: "UserTaskDefinition") -> None:
        super().__init__(scope, name, node)
        self._task = task
        self._assignee = optional(task.assignee)
        self._groups = optional(task.candidate_groups)
        self._users = optional(task.candidate_users)
        self._excluded = optional(task.excluded_users)
        self._due = optional(task.due_date)
        self._follow_up = optional(task.follow_up_date)
        self._priority = Expression(task.priority)
        self._form_id = optional(task.form.form_id if task.form else None)
        self._external = optional(task.form.external_reference if task.form else None)

    def prepare(self, token: "Token") -> Begin:
        """Evaluate who shall do it, until when, and with which form."""
        view, task = token.view(), self._task
        lane = (self.node.lane,) if self.node.lane else ()
        opened = UserTaskOpened(
            key=token.key,
            instance_key=token.workflow.instance_key,
            element_id=self.element_id,
            name=self.node.name,
            assignee=self._assignee.optional_string(view) if self._assignee else None,
            candidate_groups=self._groups.strings(view) if self._groups else lane,
            candidate_users=self._users.strings(view) if self._users else (),
            due_date=self._due.moment(view) if self._due else None,
            follow_up_date=self._follow_up.moment(view) if self._follow_up else None,
            priority=self._priority.integer(view, 0, _MOST_PRIORITY),
            form_key=self._form(token),
            external_form_reference=self._external.string(view) if self._external else None,
            headers=task.headers,
            review_of=task.review_of,
            excluded_users=self._excluded.strings(view) if self._excluded else (),
        )

        def begin() -> bool:
            token.facts["waits"] = 1
            token.execution.note(opened)
            return True

        return begin

    def _form(self, token: "Token") -> int | None:
        form = self._task.form
        if form is None or self._form_id is None:
            return None
        form_id = self._form_id.string(token.view())
        caller = token.workflow.definition.definition_key
        key = token.execution.definitions.form(form_id, form.binding, form.version_tag, caller)
        if key is None:
            raise Failure(
                IncidentType.FORM_NOT_FOUND,
                f"Expected to find a form with id '{form_id}' (binding {form.binding}), but there is none. Deploy it, "
                "then resolve the incident.",
            )
        return key


class ScriptSpec(NodeSpec):
    """Evaluates a FEEL expression into a variable."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node", script: "Script") -> None:
        super().__init__(scope, name, node)
        self._expression = Expression(script.expression)
        self._result = script.result_variable

    def prepare(self, token: "Token") -> Begin:
        """Evaluate the expression."""
        view = token.view()
        result = result_of(self._result, self._expression.evaluate(view), view)

        def begin() -> bool:
            token.execution.deliver(token, result)
            return False

        return begin


class BusinessRuleSpec(NodeSpec):
    """Evaluates a decision into a variable."""

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node", called: "CalledDecision") -> None:
        super().__init__(scope, name, node)
        self._called = called
        self._decision_id = Expression(called.decision_id)

    def prepare(self, token: "Token") -> Begin:
        """Evaluate the decision; the record of a failed evaluation is kept too."""
        execution, called = token.execution, self._called
        view = token.view()
        decision_id = self._decision_id.string(view)
        caller = token.workflow.definition.definition_key
        outcome = execution.definitions.evaluate_decision(
            decision_id, called.binding, called.version_tag, caller, view.visible()
        )
        if outcome is None:
            raise Failure(
                IncidentType.CALLED_DECISION_ERROR,
                f"Expected to evaluate decision '{decision_id}' (binding {called.binding}), but there is none. "
                "Deploy it, then resolve the incident.",
            )
        record = outcome.evaluation
        instance_key = token.workflow.instance_key
        execution.note(DecisionEvaluated(token.key, instance_key, outcome.decision_key, record))
        if outcome.failure is not None:
            raise Failure(
                IncidentType.DECISION_EVALUATION_ERROR,
                f"Expected to evaluate decision '{decision_id}', but: {outcome.failure}",
            )

        def begin() -> bool:
            execution.deliver(token, result_of(called.result_variable, outcome.result, view))
            return False

        return begin
