from service.diagrams.handlers import check_handlers
from service.diagrams.read import read
from service.diagrams.references import Reference, check_references, references

__all__ = ["Reference", "check_handlers", "check_references", "read", "references"]
