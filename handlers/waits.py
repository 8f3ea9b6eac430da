"""Waits for the client or a third party: when to remind, when they end (DOMAIN 3.5, decision `wait_limits`).

Waits count calendar days. The client keeps the whole of the last day; reminders come in working hours."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from pydantic import BaseModel, Field

from handlers.calendar import BusinessCalendar
from handlers.ports import ClientMessage, HandlerContext
from handlers.registry import handler
from handlers.topics import Applicant, Case

#: what never comes: a timer needs a date, without one it is an incident
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


class WaitLimits(BaseModel):
    """A row of the decision `wait_limits`. Days since the wait began, or shares of the quotation's validity."""

    reminder_1_days: int | None = Field(default=None, ge=0)
    reminder_2_days: int | None = Field(default=None, ge=0)
    expiry_days: int | None = Field(default=None, ge=0)
    reminder_1_share: Decimal | None = Field(default=None, ge=0, le=1)
    reminder_2_share: Decimal | None = Field(default=None, ge=0, le=1)


class QuotationValidity(BaseModel):
    """The last day of the quotation (decision D25)."""

    valid_until: date


class Wait(BaseModel):
    """A wait that is on. No moment is null: what the table leaves empty never comes."""

    id: str
    opened_at: datetime
    reminder_1_at: datetime
    reminder_2_at: datetime
    expires_at: datetime


class ScheduleInputs(BaseModel):
    """What a wait is scheduled from; the quotation's validity where the limits are shares of it."""

    case: Case
    wait_limits: WaitLimits
    quotation_validity: QuotationValidity | None = None


class ScheduleOutputs(BaseModel):
    """The wait that begins."""

    wait: Wait


@handler("presales.wait.schedule")
def schedule_wait(inputs: ScheduleInputs, context: HandlerContext) -> ScheduleOutputs:
    """Schedule a wait: the reminders and the expiry of the wait in the header `wait`, beginning now.

    Its limits are those of the decision `wait_limits`, evaluated just before for the same wait."""
    limits = inputs.wait_limits
    sets = context.parameters.at("calendar", inputs.case.jurisdiction, context.now.date())
    calendar = BusinessCalendar.of(sets)
    opened_at = context.now.astimezone(calendar.zone)
    expires_at = _expiry(inputs, opened_at, calendar)
    validity = expires_at - context.now

    def reminder(days: int | None, share: Decimal | None) -> datetime:
        if days is not None:
            at = opened_at + timedelta(days=days)
        elif share is not None:
            at = context.now + validity * float(share)
        else:
            return NEVER
        at = calendar.next_working_moment(at)
        return at.astimezone(calendar.zone) if at < expires_at else NEVER

    return ScheduleOutputs(
        wait=Wait(
            id=context.headers["wait"],
            opened_at=opened_at,
            reminder_1_at=reminder(limits.reminder_1_days, limits.reminder_1_share),
            reminder_2_at=reminder(limits.reminder_2_days, limits.reminder_2_share),
            expires_at=expires_at if expires_at is NEVER else expires_at.astimezone(calendar.zone),
        )
    )


def _expiry(inputs: ScheduleInputs, opened_at: datetime, calendar: BusinessCalendar) -> datetime:
    """Midnight after the last day; NEVER for a wait without an end."""
    limits = inputs.wait_limits
    if limits.expiry_days is not None:
        last = opened_at.date() + timedelta(days=limits.expiry_days)
    elif limits.reminder_1_share is not None or limits.reminder_2_share is not None:
        if inputs.quotation_validity is None:
            raise ValueError(
                "Expected `quotation_validity`, since the wait's limits are shares of it, but there is none. "
                "Evaluate the quotation's validity before the wait is scheduled."
            )
        last = inputs.quotation_validity.valid_until
    else:
        return NEVER
    return calendar.midnight(last + timedelta(days=1))


class Reminder(BaseModel):
    """A reminder that went out."""

    wait: str
    nth: int
    sent_at: datetime
    channel: str


class Screening(BaseModel):
    """What was found when the client was screened."""

    do_not_contact: bool = False


class Contact(BaseModel):
    """Whether the client agreed to being written to."""

    privacy_consent: bool = True


class RemindInputs(BaseModel):
    """Who is reminded of what, and the reminders so far."""

    case: Case
    wait: Wait
    applicant: Applicant
    reminders: list[Reminder] | None = None
    screening: Screening | None = None
    contact: Contact | None = None


class RemindOutputs(BaseModel):
    """The reminders so far, with this one."""

    reminders: list[Reminder]


@handler("presales.client.remind", queue="messages")
def remind_client(inputs: RemindInputs, context: HandlerContext) -> RemindOutputs:
    """Remind the client of what is awaited: the first or second time, as `wait` says of the present moment.

    Each reminder is sent at most once. A client who must not be contacted, or did not consent, is not reminded."""
    wait, sent = inputs.wait, list(inputs.reminders or ())
    nth = 2 if context.now >= wait.reminder_2_at else 1
    again = any(each.wait == wait.id and each.nth == nth and each.sent_at >= wait.opened_at for each in sent)
    if again or not _may_be_contacted(inputs):
        return RemindOutputs(reminders=sent)
    applicant, case = inputs.applicant, inputs.case
    message = context.send(
        ClientMessage(
            key=f"{context.process_instance_key}/{wait.id}/{wait.opened_at.isoformat()}/{nth}",
            case_no=case.case_no,
            owner=case.owner.user,
            wait=wait.id,
            nth=nth,
            expires_at=wait.expires_at,
            language=case.language,
            name=applicant.name,
            phone=applicant.phone,
            email=applicant.email,
        )
    )
    sent.append(Reminder(wait=wait.id, nth=nth, sent_at=context.now, channel=message.channel))
    return RemindOutputs(reminders=sent)


def _may_be_contacted(inputs: RemindInputs) -> bool:
    barred = inputs.screening is not None and inputs.screening.do_not_contact
    return not barred and (inputs.contact is None or inputs.contact.privacy_consent)


HANDLERS = (schedule_wait, remind_client)
