"""All tables, one a file, so that whoever imports one of them knows them all (Alembic, tests)."""

from service.persistence.metadata import metadata
from service.persistence.tables.audit_event import audit_event
from service.persistence.tables.case_exposure import case_exposure
from service.persistence.tables.case_number import case_number
from service.persistence.tables.clock_pin import clock_pin
from service.persistence.tables.decision_definition import decision_definition
from service.persistence.tables.decision_instance import decision_instance
from service.persistence.tables.decision_requirements import decision_requirements
from service.persistence.tables.deployment import deployment
from service.persistence.tables.document import document
from service.persistence.tables.element_instance import element_instance
from service.persistence.tables.form import form
from service.persistence.tables.idempotency_key import idempotency_key
from service.persistence.tables.incident import incident
from service.persistence.tables.job import job
from service.persistence.tables.message import message
from service.persistence.tables.message_subscription import message_subscription
from service.persistence.tables.notice import notice
from service.persistence.tables.presales_case import presales_case
from service.persistence.tables.process_definition import process_definition
from service.persistence.tables.process_instance import process_instance
from service.persistence.tables.product_version import product_version
from service.persistence.tables.resource import resource
from service.persistence.tables.sequence_flow import sequence_flow
from service.persistence.tables.signal_subscription import signal_subscription
from service.persistence.tables.signature import signature
from service.persistence.tables.snapshot import snapshot
from service.persistence.tables.stage_clock import stage_clock
from service.persistence.tables.stage_limit import stage_limit
from service.persistence.tables.timer import timer
from service.persistence.tables.user_task import user_task
from service.persistence.tables.variable import variable

__all__ = [
    "audit_event",
    "case_exposure",
    "case_number",
    "clock_pin",
    "decision_definition",
    "decision_instance",
    "decision_requirements",
    "deployment",
    "document",
    "element_instance",
    "form",
    "idempotency_key",
    "incident",
    "job",
    "message",
    "message_subscription",
    "metadata",
    "notice",
    "presales_case",
    "process_definition",
    "process_instance",
    "product_version",
    "resource",
    "sequence_flow",
    "signal_subscription",
    "signature",
    "snapshot",
    "stage_clock",
    "stage_limit",
    "timer",
    "user_task",
    "variable",
]
