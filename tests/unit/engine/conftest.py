"""A test that asks for `start` runs thrice: straight, reloaded after every step, and after every token."""

from typing import Any

import pytest

from service.diagrams.model import Process
from tests.engine_reference.drawing import Sheet, Store


@pytest.fixture(params=["straight", "step", "token"])
def start(request: pytest.FixtureRequest):
    def begin(*sheets: Sheet | Process, deployed: Any = None, limits: Any = None, **variables: Any) -> Store:
        drawn = [sheet.process() if isinstance(sheet, Sheet) else sheet for sheet in sheets]
        reload = "" if request.param == "straight" else request.param
        return Store(*drawn, reload=reload, deployed=deployed, limits=limits).start(variables)

    return begin
