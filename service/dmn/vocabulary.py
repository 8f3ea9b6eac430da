"""The element names of DMN 1.1 to 1.5, so that a misspelt element is told and not passed over."""

from service.dmn.document import VERSIONS, Node, local_name, namespace_of
from service.dmn.findings import Findings

_ELEMENTS = frozenset(
    name
    for group in (
        "definitions import importedElement importedValues elementCollection drgElement extensionElements description",
        "decision inputData businessKnowledgeModel knowledgeSource decisionService variable question allowedAnswers",
        "informationRequirement requiredInput requiredDecision knowledgeRequirement requiredKnowledge",
        "authorityRequirement requiredAuthority supportedObjective impactedPerformanceIndicator decisionMaker",
        "decisionOwner usingProcess usingTask performanceIndicator impactingDecision organizationUnit decisionMade",
        "decisionOwned businessContextElement type owner artifact association sourceRef targetRef textAnnotation group",
        "encapsulatedLogic formalParameter outputDecision encapsulatedDecision inputDecision itemDefinition",
        "itemComponent typeRef allowedValues typeConstraint functionItem parameters outputTypeRef expression text",
        "literalExpression context contextEntry invocation binding parameter list relation column row",
        "functionDefinition conditional if then else filter in match for return some every satisfies decisionTable",
        "input inputExpression inputValues output outputValues defaultOutputEntry rule inputEntry outputEntry",
        "annotation annotationEntry",
    )
    for name in group.split()
)


def check_vocabulary(root: Node, findings: Findings) -> None:
    """Report elements in DMN's namespace that DMN does not have, and DMN's elements outside it: neither has effect."""
    own = namespace_of(root)
    for node in root.iter("*"):
        name, namespace = local_name(node), namespace_of(node)
        if namespace == own:
            if name not in _ELEMENTS:
                findings.warning(
                    "unknown-element",
                    node,
                    f"Expected an element of the DMN standard, but it is <{name}>.",
                    "Correct its name or remove it; it has no effect.",
                )
        elif (namespace is None or namespace in VERSIONS) and name in _ELEMENTS and not _is_extension(node):
            findings.warning(
                "namespace",
                node,
                f"Expected <{name}> in the namespace {own}, but it is in {namespace or 'none'}.",
                "Give all elements the namespace of <definitions>; until then it has no effect.",
            )


def _is_extension(node: Node) -> bool:
    return any(local_name(each) == "extensionElements" for each in node.iterancestors())
