"""What is kept in the file for people and tools, and has no effect on execution."""

from collections.abc import Mapping

from service.diagrams.vocabulary.disposition import Entry, Refusal, members
from service.diagrams.vocabulary.shared import BASE, DATA_FLOW, FLOW_ELEMENT, NAMED, PROPERTIES

EXTENSION = Refusal("must-understand", "Remove the extension: this service does not know it.", ("false",))
ITEM = "@itemSubjectRef dataState"
CONVERSATION = "participantRef messageFlowRef correlationKey"

ANNOTATIONS: Mapping[str, Entry] = {
    "documentation": Entry(members(annotation="@id @textFormat")),
    "extensionElements": Entry(members(annotation="@valueRef @extensionAttributeDefinition")),
    "extension": Entry(members({"@mustUnderstand": EXTENSION}, annotation="@definition documentation")),
    "relationship": Entry(members(BASE, annotation="@type @direction source target")),
    "auditing": Entry(BASE),
    "monitoring": Entry(BASE),
    # artifacts
    "textAnnotation": Entry(members(BASE, annotation="@textFormat text"), PROPERTIES),
    "association": Entry(members(BASE, executed="@sourceRef @targetRef", annotation="@associationDirection")),
    "group": Entry(members(BASE, annotation="@categoryValueRef")),
    "category": Entry(members(NAMED, annotation="categoryValue")),
    "categoryValue": Entry(members(BASE, annotation="@value")),
    # data, as drawn
    "dataObject": Entry(members(FLOW_ELEMENT, annotation=f"@isCollection {ITEM}"), PROPERTIES),
    "dataObjectReference": Entry(members(FLOW_ELEMENT, annotation=f"@dataObjectRef {ITEM}"), PROPERTIES),
    "dataStoreReference": Entry(members(FLOW_ELEMENT, annotation=f"@dataStoreRef {ITEM}"), PROPERTIES),
    "dataStore": Entry(members(NAMED, annotation=f"@capacity @isUnlimited {ITEM}")),
    "dataState": Entry(NAMED),
    "itemDefinition": Entry(members(BASE, annotation="@itemKind @structureRef @isCollection @import")),
    "property": Entry(members(NAMED, annotation=ITEM)),
    **dict.fromkeys(
        ("dataInputAssociation", "dataOutputAssociation"),
        Entry(members(BASE, {"transformation": DATA_FLOW, "assignment": DATA_FLOW}, annotation="sourceRef targetRef")),
    ),
    # who works together
    "collaboration": Entry(
        members(
            NAMED,
            annotation="@isClosed participant messageFlow textAnnotation association group conversation "
            "callConversation subConversation conversationAssociation participantAssociation "
            "messageFlowAssociation correlationKey choreographyRef conversationLink",
        ),
        PROPERTIES,
    ),
    "participant": Entry(
        members(NAMED, annotation="@processRef interfaceRef participantMultiplicity endPointRef"), PROPERTIES
    ),
    "participantMultiplicity": Entry(members(BASE, annotation="@minimum @maximum")),
    "participantAssociation": Entry(members(BASE, annotation="innerParticipantRef outerParticipantRef")),
    "messageFlow": Entry(members(NAMED, annotation="@sourceRef @targetRef @messageRef"), PROPERTIES),
    "messageFlowAssociation": Entry(members(BASE, annotation="@innerMessageFlowRef @outerMessageFlowRef")),
    "conversation": Entry(members(NAMED, annotation=CONVERSATION)),
    "callConversation": Entry(
        members(NAMED, annotation=f"@calledCollaborationRef participantAssociation {CONVERSATION}")
    ),
    "subConversation": Entry(
        members(NAMED, annotation=f"conversation callConversation subConversation {CONVERSATION}")
    ),
    "conversationLink": Entry(members(NAMED, annotation="@sourceRef @targetRef")),
    "conversationAssociation": Entry(members(BASE, annotation="@innerConversationNodeRef @outerConversationNodeRef")),
    "correlationKey": Entry(members(NAMED, annotation="correlationPropertyRef")),
    "partnerEntity": Entry(members(NAMED, annotation="participantRef")),
    "partnerRole": Entry(members(NAMED, annotation="participantRef")),
    "endPoint": Entry(BASE),
    "signal": Entry(members(NAMED, annotation="@structureRef"), PROPERTIES),
    "interface": Entry(members(NAMED, annotation="@implementationRef operation")),
    "operation": Entry(members(NAMED, annotation="@implementationRef inMessageRef outMessageRef errorRef")),
    "resource": Entry(members(NAMED, annotation="resourceParameter")),
    "resourceParameter": Entry(members(NAMED, annotation="@type @isRequired")),
    "partitionElement": Entry(BASE),
}

#: flow elements and artifacts that may stand in a process or sub-process beside its nodes and flows
IN_CONTAINERS = frozenset(
    {"dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "association", "group"}
)
