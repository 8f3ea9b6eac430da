"""Runs a copy of the DMN TCK through service/dmn and prints what passed, by folder and by label.

    DMN_TCK_DIR=… python tests/conformance/run_tck.py [-v] [part of a folder's name]

Exits with 1 if a case fails that `known_failures.json` does not list, or if a listed one passes.
A development tool: not part of the test run.
"""

import argparse
import json
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tck_cases import ResultNode, TestCase, TestFile, read_folders
from tck_comparison import matches

from service import dmn

KNOWN_FAILURES = Path(__file__).with_name("known_failures.json")
DEFAULT_TCK = Path(__file__).resolve().parents[3] / "shared" / "dmn-tck"


@dataclass(frozen=True)
class Outcome:
    """What became of one case."""

    file: TestFile
    case: TestCase
    complaints: list[str]

    @property
    def name(self) -> str:
        return f"{self.file.path.parent.name}/{self.file.path.stem}/{self.case.id}"


def main() -> int:
    """Run, print, and answer the exit code."""
    arguments = _arguments()
    sys.stdout.reconfigure(errors="backslashreplace")  # results may hold lone surrogates
    root = Path(os.environ.get("DMN_TCK_DIR") or DEFAULT_TCK)
    if not root.is_dir():
        sys.stderr.write(f"Expected a copy of the DMN TCK in {root}, but there is none. Set DMN_TCK_DIR.\n")
        return 2
    known: dict[str, str] = json.loads(KNOWN_FAILURES.read_text(encoding="utf-8"))
    outcomes = [
        outcome
        for file in read_folders(root)
        if arguments.folder in str(file.path.parent.relative_to(root))
        for outcome in run_file(file)
    ]
    _print_failures(outcomes, known, verbose=arguments.verbose)
    _print_table("folder", [(each.file.path.parent.name, each) for each in outcomes])
    _print_table("label", [(label, each) for each in outcomes for label in each.file.labels])
    return _verdict(outcomes, known)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the DMN TCK")
    parser.add_argument("folder", nargs="?", default="", help="only folders whose path contains this")
    parser.add_argument("-v", "--verbose", action="store_true", help="show every complaint, known ones too")
    return parser.parse_args()


def run_file(file: TestFile) -> Iterator[Outcome]:
    """All cases of a file, on one model."""
    others = {path: path.read_bytes() for path in sorted(file.model.parent.glob("*.dmn")) if path != file.model}
    try:
        model = dmn.read(file.model.read_bytes(), resolve_import=dmn.resolver_of(others.values()))
    except Exception:  # noqa: BLE001 - a crash fails the file's cases, not the run
        complaint = traceback.format_exc(limit=-3)
        yield from (Outcome(file, case, [complaint]) for case in file.cases)
        return
    for case in file.cases:
        yield Outcome(file, case, list(_complaints(model, case)))


def _complaints(model: dmn.Model, case: TestCase) -> Iterator[str]:
    for node in case.results:
        try:
            evaluation = _evaluate(model, case, node)
            actual = _part(evaluation.result, model, case, node)
        except Exception:  # noqa: BLE001 - no evaluation may raise: that is a failure
            yield f"{node.name}: raised {traceback.format_exc(limit=-3)}"
            continue
        if not matches(node.expected, actual):
            reasons = "; ".join(str(each) for each in evaluation.warnings[:3])
            yield f"{node.name}: expected {node.expected!r}, but got {actual!r} ({reasons})"


def _evaluate(model: dmn.Model, case: TestCase, node: ResultNode) -> dmn.Evaluation:
    if case.type != "decision" and case.invocable:
        return model.invoke(case.invocable, case.inputs)
    if node.namespace is None and model.decision(node.name) is None and model.invocable(node.name) is not None:
        return model.invoke(node.name, case.inputs)
    return model.evaluate((node.namespace, node.name) if node.namespace else node.name, case.inputs)


def _part(result: Any, model: dmn.Model, case: TestCase, node: ResultNode) -> Any:
    """A service with several output decisions answers a context; a result node may name one of them."""
    if case.type == "decisionService" and isinstance(result, dict) and node.name in result:
        outputs = [each.outputs for each in model.services if each.name == case.invocable]
        if outputs and len(outputs[0]) > 1:
            return result[node.name]
    return result


def _print_failures(outcomes: list[Outcome], known: dict[str, str], *, verbose: bool) -> None:
    for outcome in outcomes:
        if outcome.complaints and (verbose or outcome.name not in known):
            for complaint in outcome.complaints:
                _say(f"FAILED {outcome.name}: {complaint if verbose else complaint[:400]}")


def _print_table(title: str, rows: list[tuple[str, Outcome]]) -> None:
    passed = Counter(name for name, outcome in rows if not outcome.complaints)
    total = Counter(name for name, _ in rows)
    _say(f"\n{title:<50} passed  failed")
    for name in sorted(total):
        _say(f"{name:<50} {passed[name]:>6} {total[name] - passed[name]:>7}")


def _verdict(outcomes: list[Outcome], known: dict[str, str]) -> int:
    failed = {each.name for each in outcomes if each.complaints}
    stale = sorted({each.name for each in outcomes} & known.keys() - failed)
    unknown = failed - known.keys()
    _say(
        f"\n{len(outcomes)} cases: {len(outcomes) - len(failed)} passed, {len(failed)} failed, "
        f"of which {len(failed & known.keys())} are listed with a reason in {KNOWN_FAILURES.name}"
    )
    for name in stale:
        _say(f"listed, but passes: {name}; take it off the list")
    return 1 if unknown or stale else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
