"""Keeps the clocks of a case's stages: starts one when a stage begins, stops it while only the client or a third party
is awaited, ends it with the stage. What changes is written with the step that changed it, in the same statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from handlers.calendar import BusinessCalendar, InvalidCalendar
from handlers.ports import Parameters
from service.commands.instance_work import InstanceWork
from service.engine import ActiveElement
from service.persistence import rows
from service.presales.stages.clock import StageClock, limits_of
from service.presales.stages.rules import answered, asked_of, level_found
from service.states import ElementType, Sla

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage that a case is in: its call activity, and what does something inside."""

    element: ActiveElement
    inside: list[ActiveElement]

    @property
    def awaits(self) -> str | None:
        """Whom outside it waits for, if for nobody else."""
        awaited = {each.node.properties.get("awaits") if each.waits else None for each in self.inside}
        if not awaited or None in awaited:
            return None
        return min(str(each) for each in awaited)  # CLIENT before THIRD_PARTY

    def seen(self, work: InstanceWork) -> Mapping[str, Any]:
        """The variables that what happens inside sees."""
        return work.instance.variables(self.inside[0].key if self.inside else work.facts.root_key)


@dataclass(slots=True)
class _Written:
    """Rows that a step writes."""

    begun: list[dict[str, Any]] = field(default_factory=list)
    turned: list[dict[str, Any]] = field(default_factory=list)
    limits: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    ended: list[dict[str, Any]] = field(default_factory=list)

    def add_to(self, work: InstanceWork) -> None:
        """Add them to what the step writes."""
        work.batch.rows(rows.NEW_STAGE_CLOCK, self.begun)
        work.batch.rows(rows.TURNED_STAGE_CLOCK, self.turned)
        work.batch.rows(rows.NEW_STAGE_LIMIT, self.limits)
        work.batch.rows(rows.MOVED_STAGE_LIMIT, self.moved)
        work.batch.rows(rows.ENDED_STAGE_LIMIT, self.ended)


class StageWatch:
    """The watcher of commands that keeps the clocks. `parameters` have the calendars."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    def __call__(self, work: InstanceWork) -> None:
        """Bring the clocks of the case to where it stands now."""
        try:
            self._watch(work)
        except InvalidCalendar as error:  # a calendar that is gone must not hold up the case
            _log.error("stage_clock_left", process_instance_key=work.facts.root_key, reason=str(error))

    def _watch(self, work: InstanceWork) -> None:
        stages = _stages(work)
        clocks = {row["key"]: StageClock.of(row) for row in work.stage_clocks}
        written = _Written()
        for key, clock in clocks.items():
            if key not in stages:
                self._end(work, clock, written)
        for key, stage in stages.items():
            kept = clocks.get(key)
            if kept is None and key in work.projection.tokens.new_elements:
                kept = self._begin(work, stage, written)
            elif kept is not None:
                kept = self._follow(work, stage, kept, written)
            if kept is not None and kept.awaits is None:
                self._give_due_date(work, stage, kept)
        written.add_to(work)

    def _begin(self, work: InstanceWork, stage: _Stage, written: _Written) -> StageClock | None:
        """Start the clock of a stage; none if its limits are not to be had."""
        root_key, now = work.facts.root_key, work.context.now
        jurisdiction = str((stage.seen(work).get("case") or {}).get("jurisdiction"))
        try:
            calendar = self._calendar(work, jurisdiction)
            limits = self._limits(work, stage, jurisdiction, calendar)
        except (KeyError, TypeError, ValueError) as error:
            name = stage.element.node.properties["stage"]
            _log.warning("stage_without_limits", stage=name, jurisdiction=jurisdiction, reason=str(error))
            return None
        clock = StageClock(stage.element.key, limits, jurisdiction, stage.awaits, now)
        _warn_of_unknown_days(clock, calendar)
        written.begun.append(
            {
                **clock.columns(calendar),
                "root_process_instance_key": root_key,
                "stage": stage.element.node.properties["stage"],
                "element_id": stage.element.node.id,
                "jurisdiction": jurisdiction,
                "sla": Sla.ON_TIME,
                "started_at": now,
            }
        )
        written.limits += [{**row, "root_process_instance_key": root_key} for row in clock.limit_rows(calendar)]
        return clock

    def _follow(self, work: InstanceWork, stage: _Stage, clock: StageClock, written: _Written) -> StageClock:
        """Stop the clock or let it go on, and measure it anew if the level that its limits depend on is known now."""
        if level_found(work):
            try:
                return self._measure(work, stage, clock, written)
            except (KeyError, TypeError, ValueError) as error:
                name = stage.element.node.properties["stage"]
                _log.warning("stage_keeps_limits", stage=name, jurisdiction=clock.jurisdiction, reason=str(error))
        return clock if clock.awaits == stage.awaits else self._turn(work, clock, stage.awaits, written)

    def _measure(self, work: InstanceWork, stage: _Stage, clock: StageClock, written: _Written) -> StageClock:
        """Give the clock the limits that D22 answers now; what was told stays told."""
        calendar = self._calendar(work, clock.jurisdiction)
        limits = self._limits(work, stage, clock.jurisdiction, calendar)
        again = replace(clock, limits=limits).turned(stage.awaits, work.context.now, calendar)
        written.turned.append({**again.columns(calendar), "ended_at": None})
        rows_now = [*again.limit_rows(calendar)]
        surplus = range(len(rows_now) + 1, len(limits_of(clock.limits)) + 1)
        rows_now += [{**rows_now[-1], "number": number, "due_at": None} for number in surplus]
        written.limits += [{**row, "root_process_instance_key": work.facts.root_key} for row in rows_now]
        return again

    def _limits(
        self, work: InstanceWork, stage: _Stage, jurisdiction: str, calendar: BusinessCalendar
    ) -> Mapping[str, Any]:
        """What D22 answers for a stage."""
        asked = asked_of(stage.element.node.properties["stage"], stage.seen(work), calendar)
        return answered(work, stage.element.key, jurisdiction, asked)

    def _turn(self, work: InstanceWork, clock: StageClock, awaits: str | None, written: _Written) -> StageClock:
        """Stop the clock, or let it go on."""
        calendar = self._calendar(work, clock.jurisdiction)
        now_on = clock.turned(awaits, work.context.now, calendar)
        written.turned.append({**now_on.columns(calendar), "ended_at": None})
        written.moved += [{**row, "key": clock.key} for row in now_on.limit_rows(calendar)]
        return now_on

    def _end(self, work: InstanceWork, clock: StageClock, written: _Written) -> None:
        """The stage is over, and nothing is told about it any more."""
        calendar = self._calendar(work, clock.jurisdiction)
        ended = clock.turned(None, work.context.now, calendar).columns(calendar)
        written.turned.append({**ended, "due_at": None, "ended_at": work.context.now})
        written.ended.append({"key": clock.key})

    def _give_due_date(self, work: InstanceWork, stage: _Stage, clock: StageClock) -> None:
        """Tasks that are ours to do are due when the stage is. The clock cannot stop before they are done, so that
        moment stays."""
        for each in stage.inside:
            task = work.projection.waits.tasks.get(each.key)
            if task is not None and task["due_date"] is None and "awaits" not in each.node.properties:
                task["due_date"] = clock.due_at(self._calendar(work, clock.jurisdiction))

    def _calendar(self, work: InstanceWork, jurisdiction: str) -> BusinessCalendar:
        """The business calendar in force. Raises InvalidCalendar, also if the jurisdiction has none."""
        try:
            return BusinessCalendar.of(self._parameters.at("calendar", jurisdiction, work.context.now.date()))
        except KeyError as error:
            raise InvalidCalendar(str(error.args[0])) from error


def _warn_of_unknown_days(clock: StageClock, calendar: BusinessCalendar) -> None:
    """The last limit may lie where holidays are not known yet."""
    last = max((each["due_at"] for each in clock.limit_rows(calendar) if each["due_at"] is not None), default=None)
    if last is not None and not calendar.knows(calendar.day_of(last)):
        known_to = calendar.known_to.isoformat()
        _log.warning("holidays_unknown", jurisdiction=clock.jurisdiction, known_to=known_to, needed=last.isoformat())


def _stages(work: InstanceWork) -> dict[int, _Stage]:
    """The stages that the case is in, by the keys of their call activities on the sheet."""
    process = work.definitions.built(work.instance.process_definition_key).process
    if work.instance.finished or not any("stage" in node.properties for node in process.scope.nodes.values()):
        return {}
    elements = work.instance.active_elements()
    return {
        each.key: _Stage(each, [one for one in elements if each.key in one.around and not one.is_container])
        for each in elements
        if not each.around and each.node.type is ElementType.CALL_ACTIVITY and "stage" in each.node.properties
    }
