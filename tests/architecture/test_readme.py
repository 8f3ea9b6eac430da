import re
import subprocess
import sys
from pathlib import Path

from readme_tables import README, filled


def test_settings_metrics_and_permissions_are_described_as_they_are():
    written = README.read_text("utf-8")
    assert written == filled(written), "run `python tests/architecture/readme_tables.py`"


def test_make_run_and_make_test_come_first():
    first = [line.split("#")[0].strip() for line in README.read_text("utf-8").splitlines()[2:4]]
    assert first == ["make run", "make test"]


def test_every_make_target_that_it_names_exists():
    makefile = README.with_name("Makefile").read_text("utf-8")
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", README.read_text("utf-8"), re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert named - targets == set()


def test_every_path_that_it_names_exists():
    root = README.parent
    named = re.findall(r"`((?:[a-z_]+/)+[A-Za-z_./]*|Dockerfile)`", README.read_text("utf-8"))
    made_by_commands = {"demo-output/"}
    assert [name for name in named if name not in made_by_commands and not (root / name).exists()] == []


def test_every_command_that_it_names_exists():
    done = subprocess.run(
        [Path(sys.executable).with_name("presales"), "--help"], capture_output=True, text=True, check=True
    )
    commands = set(re.findall(r"(?:`|^    )presales ([a-z]+)", README.read_text("utf-8"), re.MULTILINE))
    assert commands > {"serve", "work"}
    assert {command for command in commands if command not in done.stdout} == set()
