"""A running server for the tests to drive through the contract's own client, with a database of its own."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from service import clock
from service.commands.context import CommandContext
from service.identity.actor import Actor
from service.main import create_service
from service.presales.catalogue.files import read_catalogues
from service.presales.catalogue.load import load_catalogues
from service.settings import Settings
from tests.acceptance.casework import bundled_files
from tests.acceptance.driving import Driver
from tests.acceptance.serving import RunningServer, free_port, serve
from tests.acceptance.stage_variables import PLAN, before_design
from tests.acceptance.stagework import StageWork


@pytest.fixture(scope="module")
def module_database_url(postgres, template) -> Iterator[str]:
    """The URL of a fresh, migrated database for the tests of a file."""
    name = f"acceptance_{uuid4().hex}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        yield make_url(postgres.url).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def server(module_database_url) -> Iterator[RunningServer]:
    """A server without users file: everybody is who they say, with every role."""
    settings = Settings(
        database_url=module_database_url, pinnable_clock=True, port=free_port(), threads=8, embedded_worker=False
    )
    yield from serve(create_service(settings))


@pytest.fixture(scope="module")
def client(server):
    """The SDK's sync client."""
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def drive(client):
    """The same client with less to write."""
    return Driver(client)


@pytest.fixture(scope="module")
def http(server):
    """A plain HTTP client, for what the SDK does not show."""
    with server.http() as http:
        yield http


@pytest.fixture(scope="module")
def deploy(http):
    """Deploy files, given as name=content; `.bpmn` unless the name has another suffix."""

    def deploy_files(files=None, **diagrams):
        named = {f"{name}.bpmn": content for name, content in diagrams.items()} | (files or {})
        parts = [("resources", (name, content)) for name, content in named.items()]
        answer = http.post("/v2/deployments", files=parts)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return deploy_files


@pytest.fixture(scope="module")
def catalogue(server):
    """The bundled product catalogue, loaded."""
    service = server.service
    files = {file.name: file.read_bytes() for file in service.settings.bpmn_dir.glob("jurisdictions/*/catalogue.toml")}
    actor = Actor("presales", frozenset())
    with service.database.begin() as connection:
        context = CommandContext(service.runtime, actor, clock.now())
        return load_catalogues(connection, read_catalogues(files), context, bundled=True)


@pytest.fixture(scope="module")
def work(server, http, client, deploy, catalogue):  # noqa: ARG001 - the catalogue must be loaded
    """S3 and S4 with what they call, and people to work on them."""
    wanted = ("s3_", "s4_", "document_signing", "decisions", "forms")
    deploy({name: content for name, content in bundled_files().items() if any(part in name for part in wanted)})
    yield StageWork(server, http)
    client.reset_clock()


@pytest.fixture
def design(work):
    """Starts S3 on a Monday and submits a plan; `plan` changes what it says, the rest what came before."""

    def start(plan=None, **before):
        work.go("2026-11-23T10:00")
        stage = work.start("solution_design", before_design(**before))
        return stage.do("design_plan", "dora", plan=PLAN | (plan or {})).settled()

    return start
