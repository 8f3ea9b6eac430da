"""The clock of a stage: how long it has taken in working time, when its limits come, and when it stands still."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from handlers.calendar import BusinessCalendar
from service.states import NoticeKind, Sla

_MICROSECOND = timedelta(microseconds=1)
_ZERO = timedelta(0)


#: what a stage is after it was told about
RATED = {
    NoticeKind.STAGE_WARNED: Sla.WARNED,
    NoticeKind.STAGE_OVERDUE: Sla.OVERDUE,
    NoticeKind.STAGE_ESCALATED: Sla.ESCALATED,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a stage, in working time since it began. `role`: whom an escalation tells."""

    kind: NoticeKind
    after: timedelta
    level: int = 0
    role: str | None = None


def limits_of(answer: Mapping[str, Any]) -> tuple[Limit, ...]:
    """The limits that decision D22 answered, in order of time. Escalations are counted from when the stage is due.

    Raises KeyError, TypeError or ValueError for an answer of another shape."""
    due = timedelta(hours=float(answer["due_hours"]))
    limits = [
        Limit(NoticeKind.STAGE_WARNED, timedelta(hours=float(answer["warn_hours"]))),
        Limit(NoticeKind.STAGE_OVERDUE, due),
    ]
    for level, each in enumerate(answer["escalations"] or (), start=1):
        after = due + timedelta(hours=float(each["after_hours"]))
        limits.append(Limit(NoticeKind.STAGE_ESCALATED, after, level, each["role"]))
    return tuple(sorted(limits, key=lambda limit: limit.after))


@dataclass(frozen=True, slots=True)
class StageClock:
    """A clock that runs, or stands still while only the client or a third party is awaited."""

    key: int
    limits: Mapping[str, Any]
    jurisdiction: str
    awaits: str | None
    since: datetime
    worked: timedelta = _ZERO
    waited: timedelta = _ZERO

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "StageClock":
        """The clock in a row of `stage_clock` as it was loaded: times are texts."""
        return cls(
            key=row["key"],
            limits=row["limits"],
            jurisdiction=row["jurisdiction"],
            awaits=row["awaits"],
            since=datetime.fromisoformat(row["since"]),
            worked=row["worked"] * _MICROSECOND,
            waited=row["waited"] * _MICROSECOND,
        )

    def turned(self, awaits: str | None, now: datetime, calendar: BusinessCalendar) -> "StageClock":
        """The clock from now on: running, or still because somebody outside is awaited."""
        if self.awaits is None:
            worked, waited = self.worked + calendar.working_time(self.since, now), self.waited
        else:
            worked, waited = self.worked, self.waited + max(now - self.since, _ZERO)
        return replace(self, awaits=awaits, since=now, worked=worked, waited=waited)

    def comes_at(self, limit: Limit, calendar: BusinessCalendar) -> datetime | None:
        """When a limit comes if nothing stops the clock; None while it stands still."""
        if self.awaits is not None:
            return None
        return calendar.add_working_time(self.since, limit.after - self.worked)

    def due_at(self, calendar: BusinessCalendar) -> datetime | None:
        """When the stage is due; None while the clock stands still."""
        [due] = [limit for limit in limits_of(self.limits) if limit.kind is NoticeKind.STAGE_OVERDUE]
        return self.comes_at(due, calendar)

    def columns(self, calendar: BusinessCalendar) -> dict[str, Any]:
        """What changes in its row when it is turned."""
        return {
            "key": self.key,
            "awaits": self.awaits,
            "since": self.since,
            "worked": self.worked // _MICROSECOND,
            "waited": self.waited // _MICROSECOND,
            "due_at": self.due_at(calendar),
            "limits": self.limits,
        }

    def limit_rows(self, calendar: BusinessCalendar) -> Iterable[dict[str, Any]]:
        """The rows of its limits, with the moments at which they come."""
        for number, limit in enumerate(limits_of(self.limits), start=1):
            yield {
                "stage_key": self.key,
                "number": number,
                "kind": limit.kind,
                "level": limit.level,
                "role": limit.role,
                "due_at": self.comes_at(limit, calendar),
            }
