"""From nodes to Python closures, one module a topic; `unit.build` finds the one for a node."""

from importlib import import_module


def load() -> None:
    """Register the compilers of all topics."""
    for topic in ("calls", "collections", "control", "logic", "operators", "tests", "variables"):
        import_module(f"service.feel.compiling.{topic}")
