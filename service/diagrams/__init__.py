from service.diagrams.read import read

__all__ = ["read"]
