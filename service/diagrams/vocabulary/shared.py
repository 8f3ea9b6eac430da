"""Members that many elements of BPMN have in common, and why some of them are refused."""

from service.diagrams.vocabulary.disposition import Members, Refusal, members

DATA_FLOW = Refusal("data-flow", "Use input and output mappings (zeebe:ioMapping).")
RESOURCES = Refusal("resource-role", "Use the assignment of the user task, or the role of its lane.")
QUANTITY = Refusal("token-quantity", "Leave it at 1; join or multiply tokens with gateways.", ("1",))
OPERATION = Refusal("operation", "Name a job type (zeebe:taskDefinition) or a message instead of an operation.")
INSTANTIATE = Refusal("instantiate", "Start the process with a start event in front of it.", ("false",))
LANGUAGE = Refusal("expression-language", "Write expressions in FEEL.", ("FEEL", "feel"))

#: refused as members of what is otherwise supported
OPERATION_MEMBERS: Members = {"@operationRef": OPERATION}
DATA_FLOW_MEMBERS: Members = {
    "ioSpecification": DATA_FLOW,
    "ioBinding": DATA_FLOW,
    "dataInput": DATA_FLOW,
    "dataOutput": DATA_FLOW,
    "inputSet": DATA_FLOW,
    "outputSet": DATA_FLOW,
}
RESOURCE_MEMBERS: Members = dict.fromkeys(("resourceRole", "performer", "humanPerformer", "potentialOwner"), RESOURCES)
ONLY_ACTIVITIES: Members = {
    "@startQuantity": QUANTITY,
    "@completionQuantity": QUANTITY,
    "standardLoopCharacteristics": Refusal(
        "standard-loop", "Draw the loop with an exclusive gateway, or mark the activity as multi-instance."
    ),
}

BASE = members(executed="@id", annotation="documentation extensionElements extensionDefinitions")
NAMED = members(BASE, annotation="@name")
FLOW_ELEMENT = members(NAMED, annotation="auditing monitoring categoryValueRef")
FLOW_NODE = members(FLOW_ELEMENT, annotation="incoming outgoing")
EXPRESSION = members(BASE, {"@language": LANGUAGE}, annotation="@evaluatesToTypeRef")
ACTIVITY = members(
    FLOW_NODE,
    DATA_FLOW_MEMBERS,
    RESOURCE_MEMBERS,
    ONLY_ACTIVITIES,
    executed="@default @isForCompensation multiInstanceLoopCharacteristics",
    annotation="boundaryEventRefs property dataInputAssociation dataOutputAssociation",
)
TASK = members(ACTIVITY, annotation="@implementation")

#: extension elements
PROPERTIES = frozenset({"properties"})
MAPPINGS = frozenset({"properties", "ioMapping"})
JOB = frozenset({"properties", "ioMapping", "taskDefinition", "taskHeaders"})
