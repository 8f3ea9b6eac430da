"""Boxed expressions to code (DMN 1.5, section 10.2.2)."""

from collections.abc import Callable
from typing import Any

from service import feel
from service.dmn import elements as e
from service.dmn.compilation import Code, Compilation, broken, foreign, typed
from service.dmn.session import Scope, Session
from service.dmn.table import compile_table
from service.dmn.types import result_type
from service.feel.comparing import all_of, any_of
from service.feel.iterating import items_of

Names = frozenset[str]


def compile_expression(element: e.ExpressionElement | None, names: Names, to: Compilation) -> Code:
    """Code for any boxed expression; null where there is none."""
    if element is None:
        return lambda scope, session: None  # noqa: ARG005 - a Code
    code = _COMPILERS[type(element)](element, names, to)
    if isinstance(element, e.BoxedFunction):
        return code
    return typed(code, to.type(element, element.type_ref), element, "the result")


def _literal(element: e.LiteralExpression, names: Names, to: Compilation) -> Code:
    if not element.text.strip():
        to.file.findings.error(
            "expression-missing", element, "Expected an expression, but the text is empty.", "Write null if so meant."
        )
        return broken(element, "There is no expression.")
    return to.literal(element, names)


def _context(element: e.BoxedContext, names: Names, to: Compilation) -> Code:
    entries: list[tuple[str, Code]] = []
    result: Code | None = None
    for entry in element.entries:
        code = compile_expression(entry.value, names, to)
        if entry.variable is None:
            if entry is not element.entries[-1]:
                to.file.findings.error(
                    "context-result",
                    entry,
                    "Expected a name on every entry but the last, but one has none.",
                    "Name the entry; the entry without a name is the result.",
                )
            result = code
            continue
        name = entry.variable.name
        type_ = to.type(entry.variable, entry.variable.type_ref)
        entries.append((name, typed(code, type_, entry.variable, name)))
        names = names | {name}

    def context(scope: Scope, session: Session) -> Any:
        inner = dict(scope)
        values: dict[str, Any] = {}
        for name, code in entries:
            inner[name] = values[name] = code(inner, session)
        return values if result is None else result(inner, session)

    return context


def _invocation(element: e.BoxedInvocation, names: Names, to: Compilation) -> Code:
    function = compile_expression(element.function, names, to)
    bindings = [(each.parameter.name, compile_expression(each.value, names, to)) for each in element.bindings]

    def invocation(scope: Scope, session: Session) -> Any:
        called = function(scope, session)
        arguments = {name: code(scope, session) for name, code in bindings}
        if not isinstance(called, feel.Function):
            session.warn("function", element, f"Expected a function to invoke, but it is {feel.kind_of(called)}.")
            return None
        result = called.invoke_named(arguments, session)
        session.place(element)
        return result

    return invocation


def _function(element: e.BoxedFunction, names: Names, to: Compilation) -> Code:
    """A closure over the scope in which the definition stands."""
    keys = [each.name for each in element.parameters]
    if element.kind.upper() == "FEEL":
        body = compile_expression(element.body, names | set(keys), to)
    else:
        body = foreign(element, "the function", to)
    parameters = [
        feel.Parameter(each.name, to.type(each, each.type_ref) if each.type_ref else None)
        for each in element.parameters
    ]
    returns = result_type(to.type(element, element.type_ref)) if element.type_ref else None

    def function(scope: Scope, session: Session) -> feel.Function:  # noqa: ARG001 - a Code
        def run(values: list[Any], session: Any) -> Any:
            return body({**scope, **dict(zip(keys, values, strict=True))}, session)

        return feel.Function(parameters, run, returns)

    return function


def _list(element: e.BoxedList, names: Names, to: Compilation) -> Code:
    items = [compile_expression(each, names, to) for each in element.items]
    return lambda scope, session: [code(scope, session) for code in items]


def _relation(element: e.Relation, names: Names, to: Compilation) -> Code:
    keys = [each.name for each in element.columns]
    types = [to.type(each, each.type_ref) for each in element.columns]
    rows = [
        [
            (key, typed(compile_expression(cell, names, to), type_, cell or element, key))
            for key, type_, cell in zip(keys, types, row, strict=False)
        ]
        for row in element.rows
    ]
    return lambda scope, session: [{key: code(scope, session) for key, code in row} for row in rows]


def _conditional(element: e.BoxedConditional, names: Names, to: Compilation) -> Code:
    condition = compile_expression(element.condition, names, to)
    then = compile_expression(element.then, names, to)
    otherwise = compile_expression(element.otherwise, names, to)

    def conditional(scope: Scope, session: Session) -> Any:
        value = condition(scope, session)
        if value is True:
            return then(scope, session)
        if value is False or value is None:
            return otherwise(scope, session)
        session.warn("type", element, f"Expected a boolean after if, but it is a {feel.kind_of(value)}.")
        return None

    return conditional


def _items(value: Any, element: e.Element, session: Session) -> list[Any] | None:
    """What a filter or iterator goes over; counts the work."""
    items = items_of(value, session)
    session.place(element)
    if items is not None:
        session.spend(len(items))
    return items


def _filter(element: e.BoxedFilter, names: Names, to: Compilation) -> Code:
    source = compile_expression(element.source, names, to)
    match = compile_expression(element.match, names | to.members | {"item"}, to)

    def filtered(scope: Scope, session: Session) -> Any:
        items = _items(source(scope, session), element, session)
        if items is None:
            return None
        kept = []
        for item in items:
            inner = {**scope, "item": item, **item} if type(item) is dict else {**scope, "item": item}
            answer = match(inner, session)
            if answer is True:
                kept.append(item)
            elif answer is not False and answer is not None:
                session.warn("type", element, f"Expected a boolean from match, but it is a {feel.kind_of(answer)}.")
                return None
        return kept

    return filtered


def _for(element: e.BoxedFor, names: Names, to: Compilation) -> Code:
    variable = element.variable
    source = compile_expression(element.source, names, to)
    result = compile_expression(element.result, names | {variable, "partial"}, to)

    def loop(scope: Scope, session: Session) -> Any:
        items = _items(source(scope, session), element, session)
        if items is None:
            return None
        results: list[Any] = []
        for item in items:
            # as in FEEL's text, `partial` is the results so far
            results.append(result({**scope, variable: item, "partial": results}, session))
        return results

    return loop


def _quantified(element: e.BoxedQuantified, names: Names, to: Compilation) -> Code:
    """Unlike FEEL's text, an answer that is neither boolean nor null makes the whole null."""
    variable = element.variable
    source = compile_expression(element.source, names, to)
    satisfies = compile_expression(element.satisfies, names | {variable}, to)
    fold = any_of if element.quantifier == "some" else all_of

    def quantified(scope: Scope, session: Session) -> Any:
        items = _items(source(scope, session), element, session)
        if items is None:
            return None
        answers = []
        for item in items:
            answer = satisfies({**scope, variable: item}, session)
            if answer is not None and type(answer) is not bool:
                session.warn("type", element, f"Expected a boolean from satisfies, but it is a {feel.kind_of(answer)}.")
                return None
            answers.append(answer)
        return fold(answers)

    return quantified


_COMPILERS: dict[type[e.ExpressionElement], Callable[[Any, Names, Compilation], Code]] = {
    e.LiteralExpression: _literal,
    e.DecisionTable: compile_table,
    e.BoxedContext: _context,
    e.BoxedInvocation: _invocation,
    e.BoxedFunction: _function,
    e.BoxedList: _list,
    e.Relation: _relation,
    e.BoxedConditional: _conditional,
    e.BoxedFilter: _filter,
    e.BoxedFor: _for,
    e.BoxedQuantified: _quantified,
}
