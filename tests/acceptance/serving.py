"""A service on a free port, in a thread of the tests' own process."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import uvicorn
from camunda_orchestration_sdk import CamundaClient

from service import logs
from service.api.edge import Service
from service.main import assemble


@dataclass(frozen=True)
class RunningServer:
    url: str
    service: Service

    def http(self, **options):
        """A plain HTTP client."""
        return httpx.Client(base_url=self.url, timeout=30, **options)

    def client(self, **configuration):
        """The SDK's client."""
        return CamundaClient(configuration={"CAMUNDA_REST_ADDRESS": f"{self.url}/v2", **configuration})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(service: Service) -> Iterator[RunningServer]:
    logs.configure("ERROR", "json")
    port = service.settings.port
    config = uvicorn.Config(assemble(service), host="127.0.0.1", port=port, log_config=None, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    yield RunningServer(f"http://127.0.0.1:{port}", service)
    server.should_exit = True
    thread.join()
