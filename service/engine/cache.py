"""Built processes, kept in memory: a definition never changes, so an entry is never wrong."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from service.diagrams.model import Process
from service.engine.build import Spec, build

_DEFAULT_SIZE = 200


class SpecCache:
    """Specs by definition key, the least recently used dropped first. Shared between threads.

    Two threads that miss at once both build; one result is kept.
    """

    def __init__(self, size: int = _DEFAULT_SIZE) -> None:
        self._size = size
        self._specs: OrderedDict[int, Spec] = OrderedDict()
        self._lock = Lock()

    def get(self, definition_key: int, read: Callable[[int], Process]) -> Spec:
        """The spec of a definition; `read` fetches its process from wherever it is stored if it is not here."""
        with self._lock:
            spec = self._specs.get(definition_key)
            if spec is not None:
                self._specs.move_to_end(definition_key)
                return spec
        spec = build(read(definition_key), definition_key)
        with self._lock:
            spec = self._specs.setdefault(definition_key, spec)
            self._specs.move_to_end(definition_key)
            while len(self._specs) > self._size:
                self._specs.popitem(last=False)
        return spec
