"""The bundled diagrams, decisions and forms, read once."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from service import diagrams
from service.diagrams.model import Model, Problem

BUNDLE = Path(__file__).parents[3] / "bpmn"


@pytest.fixture(scope="session")
def files() -> Mapping[str, bytes]:
    paths = (path for path in BUNDLE.rglob("*") if path.suffix in (".bpmn", ".dmn", ".form"))
    return {path.relative_to(BUNDLE).as_posix(): path.read_bytes() for path in sorted(paths)}


@pytest.fixture(scope="session")
def reading(files: Mapping[str, bytes]) -> tuple[Model, list[Problem]]:
    return diagrams.read(files)


@pytest.fixture(scope="session")
def model(reading: tuple[Model, list[Problem]]) -> Model:
    return reading[0]
