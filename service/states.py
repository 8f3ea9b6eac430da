r"""Every state and enumeration of the contract, spelled as REST spells it, with the transitions drawn.

Process instance and element instance::

    ACTIVE --> COMPLETED | TERMINATED          (an incident is a flag beside the state)

User task::

    CREATED --> COMPLETED                      (completed by a person)
       \-----> CANCELED                        (its element was terminated)

Job::

    CREATED --> COMPLETED | ERROR_THROWN | CANCELED
       |  ^
       v  | retries left (after the back-off)
    FAILED                                     (no retries left: incident JOB_NO_RETRIES)

Stage of a case, by its limits::

    ON_TIME --> WARNED --> OVERDUE --> ESCALATED

Incident::

    ACTIVE --> RESOLVED                        (resolved, or its element is gone)

Document::

    CURRENT --> SUPERSEDED                     (a newer version of it, or of a paper that it rests on)
       \-----> VOID                            (signed in a case that closed without a contract)

Signature::

    VALID --> VOID                             (what was signed is superseded or void)
"""

from enum import StrEnum


class InstanceState(StrEnum):
    """State of a process instance or an element instance."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


class ElementType(StrEnum):
    """Kinds of elements, as element instances report them."""

    PROCESS = "PROCESS"
    SUB_PROCESS = "SUB_PROCESS"
    EVENT_SUB_PROCESS = "EVENT_SUB_PROCESS"
    AD_HOC_SUB_PROCESS = "AD_HOC_SUB_PROCESS"
    START_EVENT = "START_EVENT"
    INTERMEDIATE_CATCH_EVENT = "INTERMEDIATE_CATCH_EVENT"
    INTERMEDIATE_THROW_EVENT = "INTERMEDIATE_THROW_EVENT"
    BOUNDARY_EVENT = "BOUNDARY_EVENT"
    END_EVENT = "END_EVENT"
    SERVICE_TASK = "SERVICE_TASK"
    RECEIVE_TASK = "RECEIVE_TASK"
    USER_TASK = "USER_TASK"
    MANUAL_TASK = "MANUAL_TASK"
    TASK = "TASK"
    EXCLUSIVE_GATEWAY = "EXCLUSIVE_GATEWAY"
    INCLUSIVE_GATEWAY = "INCLUSIVE_GATEWAY"
    PARALLEL_GATEWAY = "PARALLEL_GATEWAY"
    EVENT_BASED_GATEWAY = "EVENT_BASED_GATEWAY"
    MULTI_INSTANCE_BODY = "MULTI_INSTANCE_BODY"
    CALL_ACTIVITY = "CALL_ACTIVITY"
    BUSINESS_RULE_TASK = "BUSINESS_RULE_TASK"
    SCRIPT_TASK = "SCRIPT_TASK"
    SEND_TASK = "SEND_TASK"


class UserTaskState(StrEnum):
    """State of a user task."""

    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    CANCELED = "CANCELED"


class JobState(StrEnum):
    """State of a job. An activated job is CREATED with a deadline in the future."""

    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    ERROR_THROWN = "ERROR_THROWN"


class IncidentState(StrEnum):
    """State of an incident."""

    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"


class IncidentType(StrEnum):
    """Why an instance cannot go on."""

    JOB_NO_RETRIES = "JOB_NO_RETRIES"
    UNHANDLED_ERROR_EVENT = "UNHANDLED_ERROR_EVENT"
    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    CONDITION_ERROR = "CONDITION_ERROR"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    CALLED_DECISION_ERROR = "CALLED_DECISION_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    UNKNOWN = "UNKNOWN"


class Binding(StrEnum):
    """Which version a reference means: zeebe:bindingType."""

    LATEST = "latest"
    DEPLOYMENT = "deployment"
    VERSION_TAG = "versionTag"


class SubscriptionState(StrEnum):
    """State of a message subscription."""

    CREATED = "CREATED"
    CORRELATED = "CORRELATED"
    DELETED = "DELETED"


class DocumentState(StrEnum):
    """State of a stored document."""

    CURRENT = "CURRENT"
    SUPERSEDED = "SUPERSEDED"
    VOID = "VOID"


class SignatureState(StrEnum):
    """State of a signing that was recorded."""

    VALID = "VALID"
    VOID = "VOID"


class NoticeKind(StrEnum):
    """What people are told without having asked."""

    STAGE_WARNED = "STAGE_WARNED"
    STAGE_OVERDUE = "STAGE_OVERDUE"
    STAGE_ESCALATED = "STAGE_ESCALATED"
    CLIENT_REMINDED = "CLIENT_REMINDED"


class Sla(StrEnum):
    """How a stage keeps to its limits."""

    ON_TIME = "ON_TIME"
    WARNED = "WARNED"
    OVERDUE = "OVERDUE"
    ESCALATED = "ESCALATED"
