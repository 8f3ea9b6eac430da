"""Keeps `case_exposure` up with the variables of a case: what a step changed is written with that step."""

from service.commands.instance_work import InstanceWork
from service.persistence import rows
from service.presales.case_opening import PROCESS_ID
from service.presales.exposure import row_of

#: variables from which the row follows
_TOPICS = ("applicant", "application", "plan", "illustration", "premium")


def watch_exposure(work: InstanceWork) -> None:
    """Write the row of the case anew if the step wrote one of its topics.

    They are seen from the innermost process that was written to: called processes work on copies. What an element takes
    as its own inputs has another shape, and is left aside."""
    if work.instance.finished:
        return
    written = [
        each.scope_key for each in work.projection.variables.written(*_TOPICS) if each.scope_key == each.instance_key
    ]
    if not written or work.definitions.built(work.instance.process_definition_key).process_definition_id != PROCESS_ID:
        return
    row = row_of(work.instance.variables(max(written)))
    if row is not None:
        work.batch.rows(rows.CASE_EXPOSURE, [{**row, "key": work.facts.root_key}])
