"""What is recorded beside the tokens: incidents, decisions, audit events."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

from service.changes import DecisionEvaluated, IncidentCleared, IncidentRaised
from service.persistence import rows
from service.persistence.decision_rows import decision_rows
from service.states import IncidentState, IncidentType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.persistence.batch import Batch
    from service.persistence.projection import InstanceFacts


class Records:
    """Incidents raised and cleared, decisions evaluated, events for the audit."""

    def __init__(self, facts: InstanceFacts, decision_keys: Callable[[int], Mapping[str, int]]) -> None:
        self._facts = facts
        self._raised: dict[int, dict[str, Any]] = {}
        self._past: list[dict[str, Any]] = []
        self._cleared: set[int] = set()
        self._decisions: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._decision_keys = decision_keys
        #: jobs whose workers threw errors: if nothing catches one, its incident is the job's
        self.throwing_jobs: set[int] = set()

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What this collector takes in."""
        return {
            IncidentRaised: self._incident_raised,
            IncidentCleared: self._incident_cleared,
            DecisionEvaluated: self._decision_evaluated,
        }

    def audit(self, event: dict[str, Any]) -> None:
        """Add an audit event: a row of its table, but for the key."""
        self._events.append({**event, "key": self._facts.new_key()})

    def write(self, batch: Batch) -> None:
        """Add the writes to a batch."""
        cleared = [
            {"key": key, "state": IncidentState.RESOLVED, "resolved_at": self._facts.now} for key in self._cleared
        ]
        batch.rows(rows.NEW_INCIDENT, [*self._past, *self._raised.values()])
        batch.rows(rows.CLEARED_INCIDENT, cleared)
        batch.rows(rows.NEW_DECISION_INSTANCE, self._decisions)
        batch.rows(rows.NEW_AUDIT_EVENT, self._events)

    def _incident_raised(self, change: IncidentRaised) -> None:
        self._raised[change.element_key] = {
            **self._facts.place(change.instance_key),
            "key": self._facts.new_key(),
            "element_instance_key": change.element_key,
            "job_key": change.element_key if self._is_of_a_job(change) else None,
            "element_id": change.element_id,
            "type": change.type,
            "state": IncidentState.ACTIVE,
            "message": change.message,
            "error_hash": error_hash(change.message),
            "created_at": self._facts.now,
            "resolved_at": None,
        }

    def _is_of_a_job(self, change: IncidentRaised) -> bool:
        return change.type is IncidentType.JOB_NO_RETRIES or change.element_key in self.throwing_jobs

    def _incident_cleared(self, change: IncidentCleared) -> None:
        raised = self._raised.pop(change.element_key, None)
        if raised is None:
            self._cleared.add(change.element_key)
        else:
            self._past.append({**raised, "state": IncidentState.RESOLVED, "resolved_at": self._facts.now})

    def _decision_evaluated(self, change: DecisionEvaluated) -> None:
        place = {**self._facts.place(change.instance_key), "element_instance_key": change.element_key}
        self._decisions += decision_rows(
            self._facts.new_key(),
            change.decision_key,
            change.evaluation,
            self._decision_keys(change.decision_key),
            {**place, "evaluated_at": self._facts.now},
        )


def error_hash(message: str) -> int:
    """CRC-32 of a message as a signed 32-bit number, as the column holds it."""
    crc = zlib.crc32(message.encode())
    return crc - (1 << 32) if crc >= 1 << 31 else crc
