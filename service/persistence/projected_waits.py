"""What elements wait for: user tasks, jobs, timers, subscriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.changes import (
    JobOpened,
    MessageSubscriptionOpened,
    SignalSubscriptionOpened,
    TimerOpened,
    UserTaskOpened,
    WaitClosed,
)
from service.persistence import rows
from service.states import JobState, SubscriptionState, UserTaskState

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.persistence.batch import Batch
    from service.persistence.projection import InstanceFacts

Row = dict[str, Any]


class Waits:
    """Waits opened and closed. A wait and its element instance have the same key."""

    def __init__(self, facts: InstanceFacts, queue_of: Callable[[str], str | None]) -> None:
        self._facts = facts
        self._queue_of = queue_of
        #: user tasks opened in this transaction
        self.tasks: dict[int, Row] = {}
        #: jobs opened in this transaction
        self.jobs: dict[int, Row] = {}
        self._timers: dict[int, Row] = {}
        self._messages: dict[int, Row] = {}
        self._signals: dict[int, Row] = {}
        self._closed: dict[int, bool] = {}
        #: states of jobs that ended otherwise than by completion, by key
        self.job_states: dict[int, JobState] = {}

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What this collector takes in."""
        return {
            UserTaskOpened: self._user_task_opened,
            JobOpened: self._job_opened,
            TimerOpened: self._timer_opened,
            MessageSubscriptionOpened: self._message_subscription_opened,
            SignalSubscriptionOpened: self._signal_subscription_opened,
            WaitClosed: self._wait_closed,
        }

    def write(self, batch: Batch) -> None:
        """Add the writes to a batch."""
        batch.rows(rows.NEW_USER_TASK, list(self.tasks.values()))
        batch.rows(rows.NEW_JOB, list(self.jobs.values()))
        batch.rows(rows.NEW_TIMER, list(self._timers.values()))
        batch.rows(rows.NEW_MESSAGE_SUBSCRIPTION, list(self._messages.values()))
        batch.rows(rows.NEW_SIGNAL_SUBSCRIPTION, list(self._signals.values()))
        self._write_closed(batch)

    def _write_closed(self, batch: Batch) -> None:
        """Close what was open before. A change does not say what kind of wait it closes: a task that a person
        completed is known, any other key is looked for in each table, by primary key."""
        performed = self._facts.performers
        others = {key: completed for key, completed in self._closed.items() if key not in performed}
        tasks = [self._closed_task(key, completed) for key, completed in self._closed.items()]
        keys = [{"key": key} for key in others]
        batch.rows(rows.CLOSED_USER_TASK, tasks)
        batch.rows(rows.CLOSED_JOB, [self._closed_job(key, completed) for key, completed in others.items()])
        batch.rows(
            rows.CLOSED_MESSAGE_SUBSCRIPTION,
            [
                {"key": key, "state": _subscription_state(completed), "updated_at": self._facts.now}
                for key, completed in others.items()
            ],
        )
        batch.rows(rows.CLOSED_TIMER, keys)
        batch.rows(rows.CLOSED_SIGNAL_SUBSCRIPTION, keys)

    def _wait_closed(self, change: WaitClosed) -> None:
        key, completed = change.key, change.completed
        if key in self.tasks:
            self.tasks[key].update(self._closed_task(key, completed))
        elif key in self.jobs:
            self.jobs[key].update(self._closed_job(key, completed))
        elif key in self._messages:
            self._messages[key]["state"] = _subscription_state(completed)
        elif self._timers.pop(key, None) is None and self._signals.pop(key, None) is None:
            self._closed[key] = completed

    def _closed_task(self, key: int, completed: bool) -> Row:
        state = UserTaskState.COMPLETED if completed else UserTaskState.CANCELED
        facts = self._facts
        return {"key": key, "state": state, "ended_at": facts.now, "completed_by": facts.performers.get(key)}

    def _closed_job(self, key: int, completed: bool) -> Row:
        state = self.job_states.get(key, JobState.COMPLETED if completed else JobState.CANCELED)
        return {"key": key, "state": state, "ended_at": self._facts.now, "updated_at": self._facts.now}

    def _user_task_opened(self, change: UserTaskOpened) -> None:
        self.tasks[change.key] = {
            **self._facts.place(change.instance_key),
            "key": change.key,
            "element_id": change.element_id,
            "name": change.name,
            "state": UserTaskState.CREATED,
            "assignee": change.assignee,
            "candidate_groups": change.candidate_groups,
            "candidate_users": change.candidate_users,
            "due_date": change.due_date,
            "follow_up_date": change.follow_up_date,
            "priority": change.priority,
            "form_key": change.form_key,
            "external_form_reference": change.external_form_reference,
            "custom_headers": dict(change.headers),
            "review_of": change.review_of,
            "excluded_users": change.excluded_users,
            "created_at": self._facts.now,
        }

    def _job_opened(self, change: JobOpened) -> None:
        self.jobs[change.key] = {
            **self._facts.place(change.instance_key),
            "key": change.key,
            "element_id": change.element_id,
            "type": change.type,
            "state": JobState.CREATED,
            "retries": change.retries,
            "priority": change.priority,
            "custom_headers": dict(change.headers),
            "queue": self._queue_of(change.type),
            "has_failed_with_retries_left": False,
            "created_at": self._facts.now,
            "updated_at": self._facts.now,
        }

    def _timer_opened(self, change: TimerOpened) -> None:
        self._closed.pop(change.key, None)
        self._timers[change.key] = {
            **self._facts.place(change.instance_key),
            "key": change.key,
            "element_id": change.element_id,
            "due": change.due,
            "repetitions": change.repetitions,
            "interval": change.interval,
        }

    def _message_subscription_opened(self, change: MessageSubscriptionOpened) -> None:
        self._closed.pop(change.key, None)
        place = self._facts.place(change.instance_key)
        self._messages[change.key] = {
            **place,
            "key": change.key,
            "process_definition_id": self._facts.describe(place["process_definition_key"]).process_definition_id,
            "element_id": change.element_id,
            "message_name": change.message_name,
            "correlation_key": change.correlation_key,
            "state": SubscriptionState.CREATED,
            "business_id": self._facts.business_id,
            "updated_at": self._facts.now,
        }

    def _signal_subscription_opened(self, change: SignalSubscriptionOpened) -> None:
        self._signals[change.key] = {
            **self._facts.place(change.instance_key),
            "key": change.key,
            "element_id": change.element_id,
            "signal_name": change.signal_name,
        }


def _subscription_state(completed: bool) -> SubscriptionState:
    return SubscriptionState.CORRELATED if completed else SubscriptionState.DELETED
