"""The task handlers of the presales process. What is listed here is registered, and nothing else."""

from handlers import (
    comprehension,
    document_signing,
    exposure,
    followup,
    needs_analysis,
    papers,
    products,
    quotation,
    sampling,
    sellers,
    solution_design,
    waits,
)
from handlers.registry import Registry

REGISTRY = Registry(
    [
        *needs_analysis.HANDLERS,
        *products.HANDLERS,
        *sellers.HANDLERS,
        *solution_design.HANDLERS,
        *quotation.HANDLERS,
        *papers.HANDLERS,
        *document_signing.HANDLERS,
        *comprehension.HANDLERS,
        *followup.HANDLERS,
        *waits.HANDLERS,
        *sampling.HANDLERS,
        *exposure.HANDLERS,
    ]
)
