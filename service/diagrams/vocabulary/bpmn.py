"""BPMN's elements beside the flow nodes (which stand in service/diagrams/elements)."""

from collections.abc import Mapping

from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members
from service.diagrams.vocabulary.shared import (
    BASE,
    DATA_FLOW_MEMBERS,
    EXPRESSION,
    FLOW_ELEMENT,
    LANGUAGE,
    NAMED,
    OPERATION,
    PROPERTIES,
    RESOURCE_MEMBERS,
)

LOOP = Refusal("loop-characteristics", "Use zeebe:loopCharacteristics (inputCollection, inputElement …).")
LOOP_DATA: Members = dict.fromkeys(
    (
        "loopCardinality",
        "loopDataInputRef",
        "loopDataOutputRef",
        "inputDataItem",
        "outputDataItem",
        "complexBehaviorDefinition",
        "@oneBehaviorEventRef",
        "@noneBehaviorEventRef",
    ),
    LOOP,
)
BEHAVIOR: Members = {"@behavior": Refusal("loop-characteristics", "Leave the behavior at All.", ("All", "all"))}
CORRELATION = Refusal("correlation", "Correlate by the correlation key of the message (zeebe:subscription).")
CORRELATION_MEMBERS: Members = dict.fromkeys(
    ("correlationKey", "correlationSubscription", "correlationProperty"), CORRELATION
)
IMMEDIATE: Members = {"@isImmediate": Refusal("immediate-flow", "Leave it at true.", ("true",))}
OPERATION_CHILD: Members = {"operationRef": OPERATION}
EXECUTED_LANGUAGE: Members = {
    "@expressionLanguage": Refusal(
        LANGUAGE.rule,
        LANGUAGE.remedy,
        ("FEEL", "feel", "http://www.w3.org/1999/XPath", "http://www.omg.org/spec/FEEL/20140401"),
    )
}
WAITING: Members = {
    "@waitForCompletion": Refusal(
        "wait-for-completion", "Leave it at true: the event goes on when all handlers are done.", ("true", "1")
    )
}
EVENT_DEFINITIONS = [
    "timer",
    "message",
    "signal",
    "error",
    "escalation",
    "link",
    "conditional",
    "compensate",
    "terminate",
]
ROOT_EVENTS: Members = dict.fromkeys(
    (f"{kind}EventDefinition" for kind in EVENT_DEFINITIONS),
    Refusal("event-definition-ref", "Put the event definition into the event."),
)
ROOT_ANNOTATIONS = (
    "signal interface endPoint partnerEntity partnerRole resource itemDefinition dataStore category relationship "
    "extension BPMNDiagram collaboration"
)

#: executed: read into the model
EXECUTED: Mapping[str, Entry] = {
    "definitions": Entry(
        members(
            NAMED,
            EXECUTED_LANGUAGE,
            ROOT_EVENTS,
            executed="process message error escalation",
            annotation=f"@targetNamespace @typeLanguage @exporter @exporterVersion {ROOT_ANNOTATIONS}",
        )
    ),
    "process": Entry(
        members(
            NAMED,
            DATA_FLOW_MEMBERS,
            RESOURCE_MEMBERS,
            CORRELATION_MEMBERS,
            executed="@isExecutable laneSet",
            annotation="@processType @isClosed @definitionalCollaborationRef auditing monitoring property supports "
            "supportedInterfaceRef",
        ),
        PROPERTIES | {"versionTag"},
        container=True,
    ),
    "laneSet": Entry(members(NAMED, executed="lane")),
    "childLaneSet": Entry(members(NAMED, executed="lane")),
    "lane": Entry(
        members(NAMED, executed="@name flowNodeRef childLaneSet", annotation="@partitionElementRef partitionElement"),
        PROPERTIES,
    ),
    "sequenceFlow": Entry(
        members(FLOW_ELEMENT, IMMEDIATE, executed="@sourceRef @targetRef conditionExpression"), PROPERTIES
    ),
    "multiInstanceLoopCharacteristics": Entry(
        members(BASE, LOOP_DATA, BEHAVIOR, executed="@isSequential completionCondition"),
        frozenset({"loopCharacteristics"}),
    ),
    "message": Entry(members(BASE, executed="@name", annotation="@itemRef"), PROPERTIES | {"subscription"}),
    "error": Entry(members(NAMED, executed="@errorCode", annotation="@structureRef"), PROPERTIES),
    "escalation": Entry(members(NAMED, executed="@escalationCode", annotation="@structureRef"), PROPERTIES),
    "timerEventDefinition": Entry(members(BASE, executed="timeDate timeCycle timeDuration")),
    "messageEventDefinition": Entry(members(BASE, OPERATION_CHILD, executed="@messageRef")),
    "signalEventDefinition": Entry(members(BASE, executed="@signalRef")),
    "errorEventDefinition": Entry(members(BASE, executed="@errorRef")),
    "escalationEventDefinition": Entry(members(BASE, executed="@escalationRef")),
    "linkEventDefinition": Entry(members(BASE, executed="@name", annotation="source target")),
    "conditionalEventDefinition": Entry(members(BASE, executed="condition")),
    "compensateEventDefinition": Entry(members(BASE, WAITING, executed="@activityRef")),
    "terminateEventDefinition": Entry(BASE),
    **dict.fromkeys(
        ("timeDate", "timeCycle", "timeDuration", "conditionExpression", "completionCondition", "condition"),
        Entry(EXPRESSION),
    ),
}
