"""`python -m service.dmn file.dmn --decision id --input file.json`: checks a model and evaluates a decision.

Prints one JSON object. Exits with 0; with 1 if the evaluation failed; with 2 if the file cannot be used. Without
`--decision` the model is only checked and described. Other `.dmn` files of the folder serve as imports.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import msgspec

from service import dmn, feel

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout, errors: TextIO = sys.stderr) -> int:
    """Run the command and answer its exit code."""
    options = _options(arguments)
    path = Path(options.file)
    try:
        model = dmn.read(path.read_bytes(), _siblings(path))
        inputs = _inputs(options.input)
    except OSError as error:
        errors.write(f"Expected to read {error.filename}, but {error.strerror}. Check the path.\n")
        return 2
    except ValueError as error:
        errors.write(f"{error}\n")
        return 2
    errors.writelines(f"{path.name}: {problem}\n" for problem in model.problems)
    name = options.decision or options.invoke
    if name is None:
        out.write(_json(_described(model)))
        return 1 if any(each.severity == "error" for each in model.problems) else 0
    evaluation = model.evaluate(name, inputs) if options.decision else model.invoke(name, inputs)
    out.write(_json(_plain(evaluation)))
    return 1 if evaluation.failure is not None else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m service.dmn", description="Check and evaluate a DMN model.")
    parser.add_argument("file", help="the .dmn file")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--decision", help="id or name of the decision to evaluate")
    what.add_argument("--invoke", help="id or name of the business knowledge model or decision service to call")
    parser.add_argument("--input", help="a JSON file with one object of inputs by name; - reads standard input")
    return parser.parse_args(arguments)


def _siblings(path: Path) -> dmn.Resolver:
    return dmn.resolver_of(each.read_bytes() for each in sorted(path.parent.glob("*.dmn")) if each != path)


def _inputs(source: str | None) -> dict[str | tuple[str, str], Any]:
    if source is None:
        return {}
    text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    inputs = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    if not isinstance(inputs, dict):
        raise ValueError(f"Expected one JSON object of inputs by name, but got a {type(inputs).__name__}.")  # noqa: TRY004 - wrong content, not a wrong call
    return dict(inputs)


def _described(model: dmn.Model) -> dict[str, Any]:
    return {
        "id": model.id,
        "name": model.name,
        "namespace": model.namespace,
        "version": model.version,
        "decisions": [
            {
                "id": each.id,
                "name": each.name,
                "type": each.type,
                "inputs": {item.name: item.type for item in each.inputs},
                "requiredDecisions": list(each.required_decisions),
                "outputs": {item.name: item.type for item in each.outputs},
            }
            for each in model.decisions
        ],
        "functions": [each.name for each in model.functions],
        "services": [each.name for each in model.services],
    }


def _plain(evaluation: dmn.Evaluation) -> dict[str, Any]:
    return {
        "result": feel.to_json(evaluation.result),
        "failure": evaluation.failure.message if evaluation.failure is not None else None,
        "warnings": [str(each) for each in evaluation.warnings],
        "decisions": [
            {
                "id": each.id,
                "name": each.name,
                "type": each.type,
                "inputs": {item.name: feel.to_json(item.value) for item in each.inputs},
                "matchedRules": [
                    {
                        "index": rule.index,
                        "id": rule.id,
                        "outputs": {item.name: feel.to_json(item.value) for item in rule.outputs},
                        "annotations": list(rule.annotations),
                    }
                    for rule in each.matched_rules
                ],
                "output": feel.to_json(each.output),
            }
            for each in evaluation.decisions
        ],
    }


def _json(value: Any) -> str:
    return msgspec.json.format(_ENCODER.encode(value), indent=2).decode() + "\n"


if __name__ == "__main__":
    sys.exit(main())
