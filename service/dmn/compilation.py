"""What is known while a file is compiled, and how FEEL texts become code.

Code is a closure over a scope (the variables in sight, a dict) and the session (the running evaluation),
as FEEL's own closures are; so both nest freely.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.graph import File
from service.dmn.read_text import is_feel
from service.dmn.session import Scope, Session
from service.dmn.types import check_type_ref, named

#: texts whose value needs no scope; most output entries are such
_CONSTANT = re.compile(r'\s*(?:"[^"\\]*"|-?[0-9]+(?:\.[0-9]+)?|true|false|null)\s*')

Code = Callable[[Scope, Session], Any]


@dataclass(frozen=True, slots=True)
class Compilation:
    """One file being compiled: its types, and the names of members anywhere in its model."""

    file: File
    types: Mapping[str, feel.Type]
    members: frozenset[str]
    #: variables that its expressions read from their scopes, collected while they are compiled
    used: set[str] = field(default_factory=set)

    def type(self, element: e.Element, type_ref: str | None) -> feel.Type:
        """The type that an element declares; an unknown one is reported."""
        check_type_ref(self.file, element, type_ref, self.types)
        return named(type_ref, self.types)

    def literal(self, element: e.LiteralExpression, names: Iterable[str]) -> Code:
        """Code for a text; without its own type. Text that is not FEEL is reported and yields null."""
        if not self._is_feel(element):
            return broken(element, "The expression is not written in FEEL.")
        try:
            expression = feel.compile(element.text, names=names, members=self.members, types=self.types)
        except feel.ParseError as error:
            self._report(element, error)
            return broken(element, "The expression is no valid FEEL.")
        self.used.update(expression.names, expression.filter_names)
        if _CONSTANT.fullmatch(element.text):
            value = self.constant(element)
            return lambda scope, session: value  # noqa: ARG005 - a Code
        if element.text.strip() in expression.names:
            return _variable(element.text.strip(), placed(expression, element))
        return placed(expression, element)

    @staticmethod
    def constant(element: e.LiteralExpression) -> Any:
        """The value of a text that is a constant; None for any other text (and for null)."""
        return feel.compile(element.text).evaluate({}) if _CONSTANT.fullmatch(element.text) else None

    def unary_tests(
        self, element: e.UnaryTestsElement, names: Iterable[str], *, boolean_input: bool = False
    ) -> feel.UnaryTests | None:
        """Compiled unary tests; None, and a report, for text that is not FEEL."""
        if not self._is_feel(element):
            return None
        try:
            tests = feel.compile_unary_tests(element.text, names, self.members, self.types, boolean_input=boolean_input)
        except feel.ParseError as error:
            self._report(element, error)
            return None
        self.used.update(tests.names, tests.filter_names)
        return tests

    def _is_feel(self, element: e.LiteralExpression | e.UnaryTestsElement) -> bool:
        language = element.language or self.file.definitions.language
        if is_feel(language):
            return True
        self.file.findings.error(
            "language",
            element,
            f"Expected the expression language FEEL, but it is {language}.",
            "Rewrite the expression in FEEL.",
        )
        return False

    def _report(self, element: e.LiteralExpression | e.UnaryTestsElement, error: feel.ParseError) -> None:
        shown = element.text if len(element.text) <= 80 else element.text[:77] + "..."  # noqa: PLR2004 - a line
        at = e.Element(id=element.id, line=element.line + error.line - 1)
        self.file.findings.error("feel", at, error.message, f"Correct the expression: {shown.strip()}")


def broken(element: e.Element, message: str) -> Code:
    """Code that yields null and says why."""

    def null(scope: Scope, session: Session) -> None:  # noqa: ARG001 - a Code
        session.warn("model", element, message)

    return null


def _variable(name: str, otherwise: Code) -> Code:
    """Code for a text that is the name of a variable, as most input expressions are."""

    def variable(scope: Scope, session: Session) -> Any:
        value = scope.get(name)
        return otherwise(scope, session) if value is None else value

    return variable


def placed(expression: feel.Expression, element: e.Element) -> Code:
    """Code whose diagnostics carry their place in the model."""

    def evaluate(scope: Scope, session: Session) -> Any:
        try:
            value = expression.evaluate(scope, run=session)
        except feel.Stopped as stopped:
            session.stop_at(stopped, element)
            raise
        if session.diagnostics:
            session.place(element)
        return value

    return evaluate


def typed(code: Code, type_: feel.Type, element: e.Element, what: str) -> Code:
    """Code whose result is converted to a type; null, and a warning, where it does not conform."""
    if type_ is feel.ANY:
        return code

    def coerced(scope: Scope, session: Session) -> Any:
        value = code(scope, session)
        return value if value is None else coerce(value, type_, element, what, session)

    return coerced


def coerce(value: Any, type_: feel.Type, element: e.Element, what: str, session: Session) -> Any:
    """A value converted to a type; null, and a warning, where it does not conform."""
    result = type_.coerce(value, session)
    if result is feel.MISSING:
        session.warn("coercion", element, f"Expected {type_} as {what}, but it is a {feel.kind_of(value)}.")
        return None
    return result


def foreign(element: e.BoxedFunction, name: str, to: Compilation) -> Code:
    """The body of a function in Java or PMML, which yields null: files cannot run foreign code."""
    to.file.findings.warning(
        "function-kind",
        element,
        f"Expected a FEEL function, but {name} is of kind {element.kind}.",
        "Write it in FEEL; files cannot run foreign code, so calling it yields null.",
    )
    return broken(element, f"{name} is a function of kind {element.kind}, which does not run here.")
