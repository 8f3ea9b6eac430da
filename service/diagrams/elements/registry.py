"""All kinds of flow nodes: each module of this package may declare some in `KINDS`."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from service.diagrams import elements
from service.diagrams.elements.kind import ElementKind


@cache
def kinds() -> Mapping[str, ElementKind]:
    """The kinds by tag."""
    found: dict[str, ElementKind] = {}
    for module in pkgutil.iter_modules(elements.__path__):
        declared = getattr(importlib.import_module(f"{elements.__name__}.{module.name}"), "KINDS", ())
        found |= {kind.tag: kind for kind in declared}
    return found
