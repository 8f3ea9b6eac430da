"""Multi-instance: a body that counts, and items that are tokens of the activity itself."""

from typing import TYPE_CHECKING, Any

from service.diagrams.model import MultiInstance
from service.engine.expressions import Expression, Failure, optional
from service.engine.mappings import NONE as NO_MAPPINGS
from service.engine.node import Begin, NodeSpec
from service.states import ElementType, IncidentType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.diagrams.model import Node
    from service.engine.build import ScopeSpec
    from service.engine.token import Token


class BodySpec(NodeSpec):
    """The body of a multi-instance activity. Boundary events and sequence flows are the body's, mappings the items'.

    Facts of its token: `size` of the collection, frozen at the beginning; how many items were `begun` and `done`.
    """

    #: the activity as an item, wired by `build`
    item: NodeSpec

    def __init__(self, scope: "ScopeSpec", name: str, node: "Node", loop: MultiInstance) -> None:
        super().__init__(scope, name, node)
        self.element_type = ElementType.MULTI_INSTANCE_BODY
        self.input_mappings = self.output_mappings = NO_MAPPINGS
        self._sequential = loop.sequential
        self._collection = Expression(loop.input_collection)
        self._input_element = loop.input_element
        self._output_collection = loop.output_collection
        self._output_element = optional(loop.output_element)
        self._placeholder = _variable_of(loop.output_element)
        self._condition = optional(loop.completion_condition)

    def prepare(self, token: "Token") -> Begin:
        """Evaluate the collection."""
        items = self._items(token)

        def begin() -> bool:
            token.facts.update(size=len(items), begun=0, done=0)
            self._write_output(token, [None] * len(items))
            for value in items[:1] if self._sequential else items:
                self._begin_item(token, value)
            return bool(items)

        return begin

    def _items(self, token: "Token") -> "Sequence[Any]":
        items, most = self._collection.items(token.view()), token.execution.limits.collection
        if len(items) > most:
            raise Failure(
                IncidentType.EXTRACT_VALUE_ERROR,
                f"Expected '{self._collection.text}' to have at most {most} items, but it has {len(items)}.",
            )
        return items

    def _begin_item(self, token: "Token", value: Any) -> None:
        execution, scope, index = token.execution, token.workflow, token.facts["begun"]
        token.facts["begun"] = index + 1
        local: dict[str, Any] = {"loopCounter": index + 1}
        if self._placeholder:
            local[self._placeholder] = None
        if self._input_element:
            local[self._input_element] = value
        item = execution.spawn(scope, self.item, token, {"item": index})
        execution.variables.write(scope.instance_key, item.key, local)

    def collect(self, item: "Token") -> None:
        """Phase COLLECT of an item, which stays with an incident if something fails.

        The completion condition sees this item as completed.
        """
        body, view = item.host, item.view()
        results = self._results(body)
        if results is not None and self._output_element is not None:
            results = [*results]
            results[item.facts["item"]] = self._output_element.evaluate(view)
        if self._condition is not None:
            facts = body.facts
            counts = {
                "numberOfInstances": facts["size"],
                "numberOfActiveInstances": facts["begun"] - facts["done"] - 1,
                "numberOfCompletedInstances": facts["done"] + 1,
                "numberOfTerminatedInstances": 0,
            }
            seen = view if results is None else view.over({self._output_collection or "": results})
            if self._condition.boolean(seen.over(counts)):
                item.facts["enough"] = True
        if results is not None:
            self._write_output(body, results)

    def item_done(self, token: "Token", item: "Token") -> None:
        """Go on with the next item, or end if this was the last or the condition holds."""
        facts = token.facts
        facts["done"] += 1
        if item.facts.get("enough") or facts["done"] == facts["size"]:
            facts["ended"] = 1
            for other in token.dependents:
                if other.is_item and other is not item:
                    token.execution.terminate(other)
            token.execution.wake(token)
        elif self._sequential:
            token.execution.wake(token)

    def _run_hook(self, token: "Token") -> bool | None:
        """A sequential body that is woken before its end begins the next item: it may fail and be tried again."""
        facts = token.facts
        if self._sequential and facts.get("done", 0) and not facts.get("ended"):
            self._next(token)
            return None
        return super()._run_hook(token)

    def _next(self, token: "Token") -> None:
        items, index = self._items(token), token.facts["begun"]
        if index >= len(items):
            raise Failure(
                IncidentType.EXTRACT_VALUE_ERROR,
                f"Expected '{self._collection.text}' to have {token.facts['size']} items still, but it has "
                f"{len(items)}.",
            )
        self._begin_item(token, items[index])

    def apply_outputs(self, token: "Token") -> None:
        """Only now does the output collection leave the body."""
        results = self._results(token)
        if results is not None and self._output_collection:
            chain = token.outer_chain()
            token.execution.variables.merge(chain, {self._output_collection: results})

    def _results(self, token: "Token") -> "list[Any] | None":
        if not self._output_collection:
            return None
        results: list[Any] = token.execution.variables.local(token.key).get(self._output_collection, [])
        return results

    def _write_output(self, token: "Token", results: list[Any]) -> None:
        if self._output_collection:
            instance_key = token.workflow.instance_key
            token.execution.variables.write(instance_key, token.key, {self._output_collection: results})


def _variable_of(expression: str | None) -> str | None:
    """The variable that a plain name or path starts with."""
    path = (expression or "").strip().lstrip("=").strip()
    name, *rest = path.split(".")
    return name if all(part.isidentifier() for part in (name, *rest)) else None
