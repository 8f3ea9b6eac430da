"""Context functions (DMN 1.5, table 80)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.feel.builtins.registry import builtin
from service.feel.values import kind_of

if TYPE_CHECKING:
    from service.feel.run import Run

Context = dict[str, Any]


@builtin("get value(m|context: context, key: string)", 'get value({a: 1}, "a") = 1')
def get_value(run: Run, context: Context, key: str) -> Any:
    """The value of a key."""
    if key not in context:
        return run.null("member", "No context entry found with key '{}'.", key)
    return context[key]


@builtin("get value(context|m: context, keys: list)", 'get value({a: {b: 1}}, ["a", "b"]) = 1', origin="Camunda")
def get_value_of_path(run: Run, context: Context, keys: list[Any]) -> Any:
    """The value behind a path of keys."""
    value: Any = context
    for key in keys:
        if type(value) is not dict or type(key) is not str or key not in value:
            return run.null("member", "No context entry found with key '{}'.", key)
        value = value[key]
    return value if keys else None


@builtin("get entries(m|context: context)", 'get entries({a: 1}) = [{key: "a", value: 1}]')
def get_entries(run: Run, context: Context) -> list[Context]:
    """The entries as a list of keys and values."""
    run.spend(2 * len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context put(context: context, key: string, value: any)", 'context put({a: 1}, "b", 2) = {a: 1, b: 2}')
@builtin("put(context: context, key: string, value: any)", 'put({a: 1}, "b", 2) = {a: 1, b: 2}', origin="Camunda")
def context_put(run: Run, context: Context, key: str, value: Any) -> Context:
    """The context with an entry more, or another value in its place."""
    run.spend(len(context))
    return {**context, key: value}


@builtin(
    "context put(context: context, keys: list, value: any)",
    'context put({a: {b: 1}}, ["a", "b"], 2) = {a: {b: 2}}',
)
@builtin(
    "put(context: context, keys: list, value: any)",
    'put({a: {b: 1}}, ["a", "b"], 2) = {a: {b: 2}}',
    origin="Camunda",
)
def context_put_path(run: Run, context: Context, keys: list[Any], value: Any) -> Context | None:
    """The context with a value at the end of a path of keys; missing contexts on the way are made."""
    if not keys or any(type(key) is not str for key in keys):
        return run.null("argument", "Expected a list of keys.")
    run.spend(len(keys))
    result = dict(context)
    inner = result
    for key in keys[:-1]:
        step = inner.get(key, {})
        if type(step) is not dict:
            return run.null("type", "Expected a context at '{}', but it is {}.", key, kind_of(step))
        run.spend(len(step))
        inner[key] = dict(step)
        inner = inner[key]
    inner[keys[-1]] = value
    return result


@builtin("context merge(contexts: list)", "context merge([{a: 1}, {b: 2}]) = {a: 1, b: 2}")
@builtin("put all(contexts: items)", "put all({a: 1}, {b: 2}) = {a: 1, b: 2}", origin="Camunda")
def context_merge(run: Run, contexts: list[Any]) -> Context | None:
    """The entries of all contexts, later ones first in case of doubt."""
    result: Context = {}
    for context in contexts:
        if type(context) is not dict:
            return run.null("type", "Expected contexts only, but one is {}.", kind_of(context))
        run.spend(len(context))
        result.update(context)
    return result
