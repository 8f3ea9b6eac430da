"""Whatever is uploaded, problems are told and nothing is raised."""

import random
from pathlib import Path

import pytest

from service import diagrams
from tests.unit.diagrams.files import EXECUTED

REFUSED = EXECUTED.parent / "refused"
SAMPLES = [path for folder in (EXECUTED, REFUSED) for path in sorted(folder.iterdir())]


def torn(data: bytes, chance: random.Random) -> bytes:
    """The file with a few pieces cut out, doubled or overwritten."""
    for _ in range(chance.randint(1, 3)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.randint(1, 60))
        piece = data[start:end]
        data = data[:start] + chance.choice([b"", piece * 2, bytes(reversed(piece)), b"=", b'""']) + data[end:]
    return data


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_torn_files(path: Path) -> None:
    chance = random.Random(path.name)  # noqa: S311 - reproducible, not secret
    data = path.read_bytes()

    for _ in range(8):
        model, problems = diagrams.read({path.name: torn(data, chance)})
        diagrams.check_references(model)
        assert all(problem.message and problem.remedy and problem.rule for problem in problems)
        assert model.processes or model.forms or model.decisions or problems


@pytest.mark.parametrize("swap", [("isExecutable", "id"), ("sourceRef", "targetRef"), ("id=", "x="), ("zeebe:", "")])
@pytest.mark.parametrize("path", sorted(EXECUTED.iterdir()), ids=lambda path: path.name)
def test_swapped_names(path: Path, swap: tuple[str, str]) -> None:
    data = path.read_text(encoding="utf-8").replace(*swap).encode()

    _, problems = diagrams.read({path.name: data})

    assert all(problem.message for problem in problems)
