"""The dialect: elements and attributes of the zeebe namespace."""

from collections.abc import Mapping

from service.diagrams.vocabulary.disposition import Entry, Members, Refusal, members

EXECUTION_LISTENERS = Refusal("execution-listener", "Draw what the listener does as a task.")
TASK_LISTENERS = Refusal("task-listener", "Draw what the listener does as a task.")
RESOURCES = Refusal("linked-resource", "Name the resource in a task header or an input mapping.")
AD_HOC = Refusal("ad-hoc-sub-process", "Draw the order of the tasks, or a loop over a choice of them.")
JOB_FORM = Refusal("user-task-form", "Link a form by its id (zeebe:formDefinition formId).")
PROCESS_EXPRESSION = Refusal("called-element", "Write the expression into processId, with a leading =.")
BUSINESS_ID = Refusal("business-id", "Pass the id on as a variable.")

BINDING = members(executed="@bindingType @versionTag")
REFUSED_CALL: Members = {"@processIdExpression": PROCESS_EXPRESSION, "@businessId": BUSINESS_ID}
FORM_KEY: Members = {"@formKey": JOB_FORM}
CONFIGURATION = members(annotation="@modelerConfigurationTemplate @modelerConfigurationName")

ELEMENTS: Mapping[str, Entry | Refusal] = {
    "taskDefinition": Entry(members(executed="@type @retries")),
    "ioMapping": Entry(members(executed="input output")),
    "input": Entry(members(CONFIGURATION, executed="@source @target")),
    "output": Entry(members(executed="@source @target")),
    "taskHeaders": Entry(members(executed="header")),
    "header": Entry(members(executed="@key @value", annotation="@id")),
    "loopCharacteristics": Entry(members(executed="@inputCollection @inputElement @outputCollection @outputElement")),
    "calledElement": Entry(
        members(BINDING, REFUSED_CALL, executed="@processId @propagateAllChildVariables @propagateAllParentVariables")
    ),
    "calledDecision": Entry(members(BINDING, executed="@decisionId @resultVariable")),
    "script": Entry(members(executed="@expression @resultVariable")),
    "subscription": Entry(members(executed="@correlationKey")),
    "userTask": Entry({}),
    "formDefinition": Entry(members(BINDING, FORM_KEY, executed="@formId @externalReference")),
    "assignmentDefinition": Entry(members(executed="@assignee @candidateGroups @candidateUsers")),
    "taskSchedule": Entry(members(executed="@dueDate @followUpDate")),
    "priorityDefinition": Entry(members(executed="@priority")),
    "versionTag": Entry(members(executed="@value")),
    "properties": Entry(members(executed="property")),
    "property": Entry(members(CONFIGURATION, executed="@name @value")),
    "userTaskForm": JOB_FORM,
    "jobPriorityDefinition": Refusal("job-priority", "Leave it out: jobs are worked on in the order they come."),
    "executionListeners": EXECUTION_LISTENERS,
    "executionListener": EXECUTION_LISTENERS,
    "taskListeners": TASK_LISTENERS,
    "taskListener": TASK_LISTENERS,
    "linkedResources": RESOURCES,
    "linkedResource": RESOURCES,
    "adHoc": AD_HOC,
    "conditionalFilter": Refusal("conditional-event", "Wait for a message, or ask with an exclusive gateway."),
    "agentDefinition": Refusal("agent", "Use a service task with a job type of its own."),
    "publishMessage": Refusal("publish-message", "Send the message by a job (zeebe:taskDefinition)."),
}

#: attributes of the namespace on BPMN's elements
ATTRIBUTES = members(annotation="@retryCounter @modelerTemplate @modelerTemplateVersion @modelerTemplateIcon")
