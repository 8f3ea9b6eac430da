"""Evaluates an expression: python -m service.feel 'a + 1' --context file.json."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from service.feel.errors import Diagnostic, ParseError
from service.feel.expression import compile, compile_unary_tests  # noqa: A004 - the word for it
from service.feel.json_text import read_json, write_json
from service.feel.run import Run


def main(arguments: list[str] | None = None) -> int:
    """Print the value as JSON and the warnings on standard error; 1 if it failed, 2 if it is not FEEL."""
    options = _options(arguments)
    scope = _scope(options.context)
    warnings: list[Diagnostic] = []
    try:
        if options.test is None:
            value = compile(options.expression, names=scope).evaluate(scope, warnings)
        else:
            tests = compile_unary_tests(options.expression, names=scope)
            value = tests.evaluate(read_json(options.test), scope, warnings)
    except ParseError as error:
        sys.stderr.write(f"{error.line}:{error.column}: {error.message}\n")
        return 2
    for each in warnings:
        sys.stderr.write(f"{each.line}:{each.column}: {each.kind}: {each.message}\n")
    sys.stdout.write(write_json(value, Run()) + "\n")
    return 1 if any(each.fatal for each in warnings) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m service.feel", description="Evaluates a FEEL expression.")
    parser.add_argument("expression", help="the expression, or unary tests with --test")
    parser.add_argument("--context", type=Path, help="a file with a JSON object of variables; - for standard input")
    parser.add_argument("--test", metavar="JSON", help="an input value that the unary tests are asked about")
    return parser.parse_args(arguments)


def _scope(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    value = read_json(text)
    if not isinstance(value, dict):
        raise SystemExit(f"Expected a JSON object of variables in {path}, but it holds something else.")
    return value


if __name__ == "__main__":
    raise SystemExit(main())
