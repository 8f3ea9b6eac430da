import pytest

from service.commands.runtime import Runtime
from service.handler_runner import HandlerRunner
from service.persistence.database import Database
from tests.integration.driver import NoParameters, Service


@pytest.fixture
def service(database: Database) -> Service:
    return Service(database, Runtime(HandlerRunner(NoParameters(), "tests.integration.job_handlers:REGISTRY")))
