"""`presales serve` and `presales work` as processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[3]
PRESALES = Path(sys.executable).with_name("presales")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(tmp_path, database_url, *arguments, ready="/readyz", port=None):
    port = port or free_port()
    log = tmp_path / f"{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [PRESALES, *arguments], cwd=ROOT, env={**os.environ, "DATABASE_URL": database_url}, stderr=output
        )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        try:
            wait_until_ready(client, ready, process, log)
            yield client, log
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
    assert status == 0, log.read_text()


def wait_until_ready(client, path, process, log):
    deadline = time.monotonic() + 90
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            if client.get(path).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)


def lines(log):
    return [json.loads(line) for line in log.read_text().splitlines()]


@pytest.fixture(scope="module")
def server(tmp_path_factory, module_database_url):
    port = free_port()
    arguments = ["serve", "--port", str(port), "--workers", "2"]
    with running(tmp_path_factory.mktemp("serve"), module_database_url, *arguments, port=port) as (client, log):
        yield client, log


def test_it_serves_the_bundled_process_and_logs_without_data(server):
    client, log = server
    found = client.post("/v2/process-definitions/search", json={"filter": {"processDefinitionId": "presales"}}).json()
    assert [each["version"] for each in found["items"]] == [1]
    client.post(
        "/v2/process-instances",
        headers={"X-Actor": "lin", "X-Request-Id": "request-7"},
        json={"processDefinitionId": "presales", "variables": {"name": "陳大文"}},
    )
    said = next(line for line in reversed(lines(log)) if line.get("request_id") == "request-7")
    assert said["actor"] == "lin"
    assert len(said["trace_id"]) == 32
    assert "陳大文" not in log.read_text()


def test_each_process_answers_for_the_metrics_of_all(server):
    client, _ = server
    for _ in range(40):
        with httpx.Client(base_url=client.base_url) as other:  # a connection of its own, to either process
            assert other.get("/livez").text == "ok"
    for _ in range(5):
        with httpx.Client(base_url=client.base_url) as other:
            text = other.get("/metrics").text
        counted = [
            line for line in text.splitlines() if line.startswith("presales_requests_total") and "/livez" in line
        ]
        assert [line.rsplit(" ", 1)[1] for line in counted] == ["40.0"]
        assert "presales_incidents_open 0.0" in text


def test_a_worker_of_its_own_serves_its_metrics(tmp_path, database_url):
    port = free_port()
    with running(tmp_path, database_url, "work", "--metrics-port", str(port), ready="/", port=port) as (client, _):
        assert "presales_jobs_total" in client.get("/").text


def test_not_migrated_is_not_ready(tmp_path, empty_database_url):
    port = free_port()
    script = f"import uvicorn; uvicorn.run('service.main:create_app', factory=True, port={port}, log_config=None)"
    environment = {**os.environ, "DATABASE_URL": empty_database_url, "PRESALES_EMBEDDED_WORKER": "false"}
    process = subprocess.Popen([sys.executable, "-c", script], env=environment, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            wait_until_ready(client, "/livez", process, tmp_path)
            answer = client.get("/readyz")
    finally:
        process.terminate()
        process.wait(60)
    assert answer.status_code == 503
    assert "presales migrate" in answer.json()["detail"]
