"""The task handlers of the presales process. What is listed here is registered, and nothing else."""

from handlers import (
    client_screening,
    communication_filing,
    document_signing,
    final_approval,
    needs_analysis,
    products,
    quotation,
    risk_disclosure,
    sampling,
    solution_design,
    waits,
)
from handlers.registry import Registry

REGISTRY = Registry(
    [
        *client_screening.HANDLERS,
        *needs_analysis.HANDLERS,
        *products.HANDLERS,
        *solution_design.HANDLERS,
        *quotation.HANDLERS,
        *risk_disclosure.HANDLERS,
        *communication_filing.HANDLERS,
        *document_signing.HANDLERS,
        *final_approval.HANDLERS,
        *waits.HANDLERS,
        *sampling.HANDLERS,
    ]
)
