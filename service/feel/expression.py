"""Compiled texts: what callers hold, and how they are made and cached."""

from __future__ import annotations

from decimal import getcontext, setcontext
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from service.feel import compiling
from service.feel.builtins import BUILTIN_NAMES
from service.feel.compiling.tests import cell
from service.feel.compiling.unit import Place, Unit, build
from service.feel.decimals import CONTEXT
from service.feel.errors import ParseError
from service.feel.names import NameSet
from service.feel.parser import Parser
from service.feel.results import check_size
from service.feel.run import DEFAULT_LIMITS, QUIET, Limits, Run
from service.feel.typespec import BUILT_IN, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from service.feel.errors import Diagnostic

compiling.load()

_NO_TYPES: Mapping[str, Type] = MappingProxyType({})
_CACHED_TEXTS = 4096
CompiledT = TypeVar("CompiledT")


class Scope(Protocol):
    """Variables by name, as a dict has them; `get` answers the default for a name that is unknown."""

    def get(self, key: str, default: Any = None, /) -> Any:
        """The variable's value, or the default."""


class Compiled:
    """What is known of a text without evaluating it."""

    __slots__ = ("_bounded", "filter_names", "functions", "names", "text")

    def __init__(self, text: str, unit: Unit) -> None:
        # without loops, calls, new collections and sums, so that no limit can be reached but Python's stack
        self._bounded = unit.bounded and not unit.calculates
        #: the text it was compiled from
        self.text = text
        #: names of variables that it reads from the scope
        self.names = frozenset(unit.names)
        #: names inside filters, each a member of an element or else a variable
        self.filter_names = frozenset(unit.filter_names - unit.names)
        #: names of functions that it calls, which are not built in but variables, too
        self.functions = frozenset(unit.functions)

    def _evaluate(
        self, closure: Callable[[Run], Any], warnings: list[Diagnostic] | None, limits: Limits = DEFAULT_LIMITS
    ) -> Any:
        if self._bounded:
            try:
                return closure(QUIET if warnings is None else Run(warnings, limits))
            except Exception:  # noqa: BLE001, S110 - evaluated once more, guarded, for null and its reason
                pass
        run = Run(warnings, limits)
        return evaluated(lambda: closure(run), run)


class Expression(Compiled):
    """A FEEL expression, ready to be evaluated any number of times, from any thread."""

    __slots__ = ("_closure",)

    def __init__(self, text: str, parser: Parser, unit: Unit) -> None:
        self._closure = build(parser.whole_expression(), Place(unit))
        super().__init__(text, unit)

    def evaluate(
        self,
        scope: Scope,
        warnings: list[Diagnostic] | None = None,
        *,
        limits: Limits = DEFAULT_LIMITS,
        run: Run | None = None,
    ) -> Any:
        """The value in a scope; null with a diagnostic in `warnings` where there is none. Never raises.

        A fatal diagnostic says that the evaluation failed: a limit was reached, an assert did not hold.
        Within a `run` the expression is a part of another evaluation, and what ends that one passes
        through here as `Stopped`.
        """
        if run is not None:
            return self._closure(scope, run)
        if warnings is None and self._bounded:
            try:
                return self._closure(scope, QUIET)
            except Exception:  # noqa: BLE001, S110 - evaluated once more, guarded, for the same null
                pass
        return self._evaluate(partial(self._closure, scope), warnings, limits)


class UnaryTests(Compiled):
    """The tests of a decision table's cell, ready to be asked about any number of inputs."""

    __slots__ = ("_test", "tree")

    def __init__(self, text: str, parser: Parser, unit: Unit, *, boolean_input: bool) -> None:
        #: the tests as parsed: decision tables index the constant ones
        self.tree = parser.whole_tests()
        self._test = cell(self.tree, Place(unit), boolean_input=boolean_input)
        super().__init__(text, unit)

    def evaluate(
        self,
        input_value: Any,
        scope: Scope,
        warnings: list[Diagnostic] | None = None,
        *,
        limits: Limits = DEFAULT_LIMITS,
        run: Run | None = None,
    ) -> bool | None:
        """True where the input matches; null, which is no match, where that cannot be said."""
        if run is not None:
            answer = self._test(input_value, scope, run)
        else:
            answer = self._evaluate(partial(self._test, input_value, scope), warnings, limits)
        return answer if type(answer) is bool else None


def evaluated(evaluation: Callable[[], Any], run: Run) -> Any:
    """A whole evaluation: FEEL's numbers, guarded, and with a result that can be stored."""
    outer = getcontext()
    setcontext(CONTEXT)
    try:
        return run.guard(lambda: check_size(evaluation(), run))
    finally:
        setcontext(outer)


def compile(  # noqa: A001 - the word for it; callers write feel.compile
    text: str,
    names: Iterable[str] = (),
    members: Iterable[str] = (),
    types: Mapping[str, Type] = _NO_TYPES,
) -> Expression:
    """Compile an expression; raises ParseError.

    `names` are those of variables that may hold spaces or operators, `members` those that may follow a
    dot; without them names are single words or in back-ticks. `types` are the model's own, looked up when
    they are needed. What was compiled once is found again by its text, names and members.
    """
    return _compile(text, frozenset(names), frozenset(members), _Types(types))


def compile_unary_tests(
    text: str,
    names: Iterable[str] = (),
    members: Iterable[str] = (),
    types: Mapping[str, Type] = _NO_TYPES,
    *,
    boolean_input: bool = False,
) -> UnaryTests:
    """Compile the unary tests of a cell; raises ParseError. `boolean_input` says its column is boolean."""
    return _compile_unary_tests(text, frozenset(names), frozenset(members), _Types(types), boolean_input)


class _Types:
    """Model types as a part of a cache key: the same mapping is the same key."""

    __slots__ = ("mapping",)

    def __init__(self, mapping: Mapping[str, Type]) -> None:
        self.mapping = mapping

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Types) and self.mapping is other.mapping

    def __hash__(self) -> int:
        return id(self.mapping)


@lru_cache(maxsize=_CACHED_TEXTS)
def _compile(text: str, names: frozenset[str], members: frozenset[str], types: _Types) -> Expression:
    return _shallow(lambda: Expression(text, _parser(text, names, members, types), Unit(text, names, types.mapping)))


@lru_cache(maxsize=_CACHED_TEXTS)
def _compile_unary_tests(
    text: str, names: frozenset[str], members: frozenset[str], types: _Types, boolean_input: bool
) -> UnaryTests:
    unit = Unit(text, names, types.mapping)
    return _shallow(lambda: UnaryTests(text, _parser(text, names, members, types), unit, boolean_input=boolean_input))


def _shallow(make: Callable[[], CompiledT]) -> CompiledT:
    """Nesting is limited, but a caller may have used up much of Python's stack."""
    try:
        return make()
    except RecursionError:
        raise ParseError(1, 1, "less nesting", "Expected less nesting, but Python's stack is used up.") from None


def _parser(text: str, names: frozenset[str], members: frozenset[str], types: _Types) -> Parser:
    return Parser(text, _name_set(names), BUILTIN_NAMES, members, _type_names(types))


@lru_cache(maxsize=256)
def _name_set(names: frozenset[str]) -> NameSet:
    return NameSet(names)


@lru_cache(maxsize=256)
def _type_names(types: _Types) -> NameSet:
    return NameSet([*BUILT_IN, *types.mapping])
