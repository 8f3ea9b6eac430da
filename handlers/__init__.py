"""The task handlers of the presales process. What is listed here is registered, and nothing else."""

from handlers import (
    client_screening,
    communication_filing,
    final_approval,
    needs_analysis,
    quotation,
    risk_disclosure,
    solution_design,
)
from handlers.registry import Registry

REGISTRY = Registry(
    [
        *client_screening.HANDLERS,
        *needs_analysis.HANDLERS,
        *solution_design.HANDLERS,
        *quotation.HANDLERS,
        *risk_disclosure.HANDLERS,
        *communication_filing.HANDLERS,
        *final_approval.HANDLERS,
    ]
)
