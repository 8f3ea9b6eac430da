"""Reads a whole DMN file: imports, item definitions and the elements of the requirement graph."""

from collections.abc import Sequence
from typing import Any

from service.dmn import elements as e
from service.dmn.document import (
    VERSIONS,
    Node,
    attribute,
    child,
    children,
    enclosing_id,
    line_of,
    local_name,
    namespace_of,
    text_of,
)
from service.dmn.findings import Findings
from service.dmn.read_expressions import ExpressionReader
from service.dmn.read_text import normal_name, read_item, read_type_ref, read_unary_tests
from service.dmn.vocabulary import check_vocabulary

_REQUIREMENTS = {
    "informationRequirement": ("requiredInput", "requiredDecision"),
    "knowledgeRequirement": ("requiredKnowledge",),
}


def read_definitions(root: Node, findings: Findings) -> e.Definitions:
    """Everything of a model file that evaluation needs; diagrams, sources and notes are left out."""
    namespace = namespace_of(root) or ""
    if namespace not in VERSIONS:
        findings.warning(
            "version",
            root,
            f"Expected a namespace of DMN 1.1 to 1.5, but it is {namespace}.",
            "Save the model as DMN 1.3 or later; it is read as DMN 1.5 meanwhile.",
        )
    check_vocabulary(root, findings)
    reader = _DefinitionsReader(findings)
    invocables = [each for node in children(root) if (each := reader.invocable(node)) is not None]
    _check_unique(invocables, findings)
    return e.Definitions(
        id=attribute(root, "id"),
        line=line_of(root),
        name=attribute(root, "name") or attribute(root, "id") or "",
        namespace=attribute(root, "namespace") or "",
        version=VERSIONS.get(namespace, "unknown"),
        language=attribute(root, "expressionLanguage"),
        imports=[_import(node) for node in children(root, "import")],
        item_definitions=[_item_definition(node, findings) for node in children(root, "itemDefinition")],
        invocables=invocables,
    )


def _check_unique(invocables: Sequence[e.Invocable], findings: Findings) -> None:
    ids: set[str] = set()
    names: set[str] = set()
    for each in invocables:
        if each.id is not None and each.id in ids:
            findings.error(
                "unique-id",
                each,
                f"Expected each id once, but {each.id} occurs again.",
                "Give the element another id.",
            )
        if each.name in names:
            findings.warning(
                "unique-name",
                each,
                f"Expected each name once, but {each.name} occurs again.",
                "Rename the element; by name the first one is found.",
            )
        ids.add(each.id or "")
        names.add(each.name)


def _import(node: Node) -> e.Import:
    return e.Import(
        id=attribute(node, "id"),
        line=line_of(node),
        name=normal_name(attribute(node, "name") or ""),
        namespace=attribute(node, "namespace") or "",
        location=attribute(node, "locationURI"),
        kind=attribute(node, "importType"),
    )


def _item_definition(node: Node, findings: Findings) -> e.ItemDefinition:
    allowed = child(node, "allowedValues")
    constraint = child(node, "typeConstraint")
    function = child(node, "functionItem")
    name = normal_name(attribute(node, "name") or "")
    if not name:
        findings.error(
            "name",
            node,
            f"Expected a name on <{local_name(node)}>, but there is none.",
            "Name the type or component.",
        )
    return e.ItemDefinition(
        id=enclosing_id(node),
        line=line_of(node),
        name=name,
        type_ref=read_type_ref(node),
        is_collection=(attribute(node, "isCollection") or "").lower() in ("true", "1"),
        components=[_item_definition(each, findings) for each in children(node, "itemComponent")],
        allowed_values=read_unary_tests(allowed) if allowed is not None else None,
        type_constraint=read_unary_tests(constraint) if constraint is not None else None,
        function=_function_item(function) if function is not None else None,
    )


def _function_item(node: Node) -> e.FunctionItem:
    return e.FunctionItem(
        id=enclosing_id(node),
        line=line_of(node),
        parameters=[read_item(each) for each in children(node, "parameters")],
        output_type_ref=attribute(node, "outputTypeRef") or (text_of(child(node, "outputTypeRef")).strip() or None),
    )


class _DefinitionsReader:
    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._expressions = ExpressionReader(findings)

    def invocable(self, node: Node) -> e.Invocable | None:
        """The decision, input, function or service that an element is; None if it is none of these."""
        kind = local_name(node)
        if kind not in ("inputData", "decision", "businessKnowledgeModel", "decisionService"):
            return None
        name = normal_name(attribute(node, "name") or attribute(node, "id") or "")
        if attribute(node, "name") is None:
            self._findings.error("name", node, f"Expected a name on <{kind}>, but there is none.", "Name the element.")
        common: dict[str, Any] = {
            "id": attribute(node, "id"),
            "line": line_of(node),
            "name": name,
            "variable": self._variable(node, name),
        }
        if kind == "inputData":
            return e.InputData(**common)
        if kind == "decisionService":
            return self._service(node, common)
        common["requirements"] = self._requirements(node)
        if kind == "decision":
            return self._decision(node, common)
        logic = child(node, "encapsulatedLogic")
        return e.BusinessKnowledgeModel(
            **common, logic=self._expressions.function(logic) if logic is not None else None
        )

    def _decision(self, node: Node, common: dict[str, Any]) -> e.Decision:
        decision = e.Decision(**common, logic=self._expressions.only_child(node))
        if decision.logic is None:
            self._findings.warning(
                "no-logic",
                node,
                f"Expected a table or an expression in {decision.name}, but there is none.",
                "Add its logic; until then its value is what the caller supplies, or null.",
            )
        return decision

    @staticmethod
    def _variable(node: Node, name: str) -> e.InformationItem:
        variable = child(node, "variable")
        item = read_item(variable if variable is not None else node)
        if variable is not None and item.name:
            return item
        return e.InformationItem(id=item.id, line=item.line, name=name, type_ref=item.type_ref)

    def _service(self, node: Node, common: dict[str, Any]) -> e.DecisionService:
        outputs = self._references(node, "outputDecision")
        if not outputs:
            self._findings.error(
                "service-output",
                node,
                "Expected an output decision in the decision service, but there is none.",
                "Draw a decision in the service's upper part.",
            )
        return e.DecisionService(
            **common,
            output_decisions=outputs,
            encapsulated_decisions=self._references(node, "encapsulatedDecision"),
            input_decisions=self._references(node, "inputDecision"),
            input_data=self._references(node, "inputData"),
        )

    def _requirements(self, node: Node) -> list[e.Reference]:
        found: list[e.Reference] = []
        for requirement in children(node, *_REQUIREMENTS):
            names = _REQUIREMENTS[local_name(requirement)]
            references = self._references(requirement, *names)
            if next(children(requirement, *names), None) is None:
                self._findings.error(
                    "reference",
                    requirement,
                    f"Expected a required element in <{local_name(requirement)}>, but there is none.",
                    "Draw the arrow again.",
                )
            found.extend(references)
        return found

    def _references(self, node: Node, *names: str) -> list[e.Reference]:
        found = []
        for each in children(node, *names):
            namespace, mark, target = (attribute(each, "href") or "").rpartition("#")
            if not target:
                self._findings.error(
                    "reference",
                    each,
                    f"Expected an href to an element in <{local_name(each)}>, but there is none.",
                    "Draw the arrow again.",
                )
                continue
            found.append(
                e.Reference(
                    id=enclosing_id(each),
                    line=line_of(each),
                    namespace=(namespace or None) if mark else None,
                    target=target,
                )
            )
        return found
