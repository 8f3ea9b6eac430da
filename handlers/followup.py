"""後續工作: dates proposed for what follows the presales case, by the parameter set `followup`."""

from datetime import date, timedelta

from pydantic import BaseModel

from handlers.calendar import BusinessCalendar
from handlers.ports import HandlerContext
from handlers.registry import handler
from handlers.topics import Case, today


class Task(BaseModel):
    """One thing to do after hand-over."""

    task: str
    owner: str | None = None
    due: date | None = None
    remark: str | None = None


class Followup(BaseModel):
    """What follows: issue, delivery, call-back, renewal."""

    tasks: list[Task] = []


class Person(BaseModel):
    """Who sells the case now."""

    name: str


class Terms(BaseModel):
    """How the premium is paid."""

    pay_mode: str


class ProposeInputs(BaseModel):
    """What the proposal is made from; what is planned already."""

    case: Case
    quotation_terms: Terms
    seller: Person | None = None
    followup: Followup | None = None


class ProposeOutputs(BaseModel):
    """The proposal."""

    followup: Followup


@handler("presales.followup.propose")
def propose_followup(inputs: ProposeInputs, context: HandlerContext) -> ProposeOutputs:
    """擬定後續工作: a due date for each task of the parameter set; what is planned already stays as it is."""
    if inputs.followup is not None and inputs.followup.tasks:
        return ProposeOutputs(followup=inputs.followup)
    case, on = inputs.case, today(context, inputs.case)
    plan = context.parameters.at("followup", case.jurisdiction, on)
    calendar = BusinessCalendar.of(context.parameters.at("calendar", case.jurisdiction, on))
    owner = (inputs.seller or case.owner).name
    tasks = [
        Task(
            task=each["task"],
            owner=owner,
            due=calendar.add_working_days(on, each["working_days"]),
            remark=each["remark"],
        )
        for each in plan["tasks"]
    ]
    months = plan["renewal_months"].get(inputs.quotation_terms.pay_mode)
    if months is not None:
        notice = _months_later(on, months) - timedelta(days=plan["renewal_notice_days"])
        tasks.append(Task(task="RENEWAL", owner=owner, due=max(notice, on), remark=plan["renewal_remark"]))
    return ProposeOutputs(followup=Followup(tasks=tasks))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first_of_next - timedelta(days=1), date(day.year + year, month + 1, 1) + timedelta(days=day.day - 1))


HANDLERS = (propose_followup,)
