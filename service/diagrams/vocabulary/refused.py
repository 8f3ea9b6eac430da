"""Elements that are not executed, wherever they stand. Supporting one: remove its row, add it to what is executed."""

from collections.abc import Mapping

from service.diagrams.vocabulary.disposition import Refusal

CHOREOGRAPHY = Refusal("choreography", "Draw the process of each participant instead.")
GLOBAL_TASK = Refusal("global-task", "Draw the task inside the process, or call a process of its own.")
CORRELATION = Refusal("correlation", "Correlate by the correlation key of the message (zeebe:subscription).")

REFUSED: Mapping[str, Refusal] = {
    "complexGateway": Refusal("complex-gateway", "Use inclusive and exclusive gateways."),
    "adHocSubProcess": Refusal("ad-hoc-sub-process", "Draw the order of the tasks, or a loop over a choice of them."),
    "transaction": Refusal("transaction", "Use an embedded sub-process with an error boundary event."),
    "cancelEventDefinition": Refusal("cancel-event", "Use an error end event and an error boundary event."),
    "implicitThrowEvent": Refusal("implicit-throw-event", "Draw the event."),
    "choreography": CHOREOGRAPHY,
    "globalChoreographyTask": CHOREOGRAPHY,
    "choreographyTask": CHOREOGRAPHY,
    "subChoreography": CHOREOGRAPHY,
    "callChoreography": CHOREOGRAPHY,
    "globalConversation": Refusal("choreography", "Draw a collaboration of pools instead."),
    "globalTask": GLOBAL_TASK,
    "globalUserTask": GLOBAL_TASK,
    "globalManualTask": GLOBAL_TASK,
    "globalScriptTask": GLOBAL_TASK,
    "globalBusinessRuleTask": GLOBAL_TASK,
    "import": Refusal("import", "Put what is imported into this file, or deploy both files together."),
    "correlationProperty": CORRELATION,
    "correlationSubscription": CORRELATION,
}
