"""The papers F01 to F22 of the presales path: what each says. How it looks: `handlers/documents/templates`."""

from handlers.papers import (
    application,
    approval,
    archive,
    closing,
    disclosure,
    filing,
    needs,
    plan,
    plan_book,
    quotation,
    screening,
)

HANDLERS = (
    *screening.HANDLERS,
    *needs.HANDLERS,
    *plan.HANDLERS,
    *plan_book.HANDLERS,
    *quotation.HANDLERS,
    *disclosure.HANDLERS,
    *application.HANDLERS,
    *closing.HANDLERS,
    *filing.HANDLERS,
    *approval.HANDLERS,
    *archive.HANDLERS,
)
