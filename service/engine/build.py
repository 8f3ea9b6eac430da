"""From the checked model to specs."""

from service.diagrams.model import Process


class Spec:
    """A process as specs: immutable, shared between instances and threads."""

    definition_key: int
    process_id: str


def build(process: Process, definition_key: int) -> Spec:
    """Build the specs of a process once; every expression is compiled here.

    Raises nothing for a model that was linted.
    """
    raise NotImplementedError
