"""Built-in functions, one module a topic."""

from importlib import import_module

from service.feel.builtins.registry import BUILTINS
from service.feel.names import NameSet

for _topic in (
    "conversion",
    "logic",
    "strings",
    "patterns",
    "lists",
    "aggregates",
    "numeric",
    "temporal",
    "ranges",
    "contexts",
    "camunda",
):
    import_module(f"service.feel.builtins.{_topic}")

#: the names of all built-in functions, for the parser
BUILTIN_NAMES = NameSet(BUILTINS)
#: the same, in alphabetical order
BUILTIN_FUNCTIONS = tuple(sorted(BUILTINS))
