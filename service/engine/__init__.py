"""The engine: moves the tokens of one process instance and says what that changed.

    spec = build(process, definition_key)                        # once per definition; see SpecCache
    instance = create(definitions, key, instance_key=…, keys=…, now=…)
    instance.start({"amount": 5})
    instance.settle()                                            # only waits remain, or incidents say why not
    store(instance.take_changes(), instance.dump())

    instance = load(snapshot, variables_of_open_scopes, definitions, keys=…, now=…)
    instance.complete(user_task_key, {"approved": True})
    instance.settle()

It knows no database and no clock, and runs no code of a diagram. Values of variables are JSON values with exact
numbers; they are shared, never changed in place: do not change what you pass in or get.
"""

from service.engine.active import ActiveElement
from service.engine.build import Spec, build
from service.engine.cache import SpecCache
from service.engine.definitions import DecisionOutcome, Definitions, KeySource, Limits
from service.engine.instance import Instance, create, load
from service.engine.snapshot import SnapshotError

__all__ = [
    "ActiveElement",
    "DecisionOutcome",
    "Definitions",
    "Instance",
    "KeySource",
    "Limits",
    "SnapshotError",
    "Spec",
    "SpecCache",
    "build",
    "create",
    "load",
]
