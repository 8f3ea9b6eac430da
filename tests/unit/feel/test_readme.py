"""The README tells the truth: its tables are those of the registry, its examples hold."""

import subprocess
import sys
from pathlib import Path

import pytest

from service import feel
from service.feel.builtins.registry import BUILTINS
from service.feel.readme import README, renewed

OVERLOADS = [overload for function in BUILTINS.values() for overload in function.overloads]


@pytest.mark.parametrize("overload", OVERLOADS, ids=lambda overload: overload.signature)
def test_the_example_of_a_function_is_true(overload):
    warnings = []
    assert feel.compile(overload.example).evaluate({}, warnings) is True, warnings
    assert overload.signature.partition("(")[0] in overload.example


def test_the_tables_are_made_from_the_registry():
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "run python -m service.feel.readme"
    assert all(f"`{overload.signature}`".replace("|", "\\|") in text for overload in OVERLOADS)


def command(*arguments, text=""):
    line = [sys.executable, "-m", "service.feel", *arguments]
    return subprocess.run(line, input=text, capture_output=True, text=True, check=False)


def test_command_line(tmp_path: Path):
    context = tmp_path / "context.json"
    context.write_text('{"benefits": [{"premium": 1.10}, {"premium": 2}]}')
    done = command("sum(for b in benefits return b.premium)", "--context", str(context))
    assert (done.returncode, done.stdout) == (0, "3.10\n")
    assert command("a.b", "--context", "-", text='{"a": {"b": "x"}}').stdout == '"x"\n'
    assert command("[18..65], > 80", "--test", "40").stdout == "true\n"


def test_command_line_tells_what_went_wrong():
    refused = command("1 +")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("1:4: Expected an expression")
    warned = command("1 + a")
    assert (warned.returncode, warned.stdout) == (0, "null\n")
    assert "No variable found with name 'a'" in warned.stderr
    assert command('assert(1, false, "no")').returncode == 1
