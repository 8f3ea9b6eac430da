"""The service over HTTP beside the physical limit, in one interleaved run.

Rows: a completion over HTTP minus the bare transaction, server CPU per completion, instances per second beside a
FastAPI service that does only the same statements, cold start with an existing database, a one-page PDF."""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import psycopg
from bare_service import EVENTS, SCHEMA, STATE, events_of
from psycopg.types.json import Jsonb
from sqlalchemy import event
from starlette.testclient import TestClient

from service import logs
from service.main import assemble, create_service
from service.persistence.embedded.server import EmbeddedPostgres
from service.settings import Settings

HERE = Path(__file__).parent
ROUNDS, CLIENTS, SECONDS = 150, 4, 6.0
PROCESS = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
  id="definitions" targetNamespace="http://bpmn.io/schema/bpmn"
  modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
  <bpmn:process id="three_tasks" name="three tasks" isExecutable="true">
    <bpmn:startEvent id="begin"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="first" name="first"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
      <bpmn:incoming>f1</bpmn:incoming><bpmn:outgoing>f2</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="second" name="second"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
      <bpmn:incoming>f2</bpmn:incoming><bpmn:outgoing>f3</bpmn:outgoing></bpmn:userTask>
    <bpmn:userTask id="third" name="third"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>
      <bpmn:incoming>f3</bpmn:incoming><bpmn:outgoing>f4</bpmn:outgoing></bpmn:userTask>
    <bpmn:endEvent id="end"><bpmn:incoming>f4</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="f1" sourceRef="begin" targetRef="first"/>
    <bpmn:sequenceFlow id="f2" sourceRef="first" targetRef="second"/>
    <bpmn:sequenceFlow id="f3" sourceRef="second" targetRef="third"/>
    <bpmn:sequenceFlow id="f4" sourceRef="third" targetRef="end"/>
  </bpmn:process>
</bpmn:definitions>"""


def run() -> list[dict[str, Any]]:
    """Measure everything; takes about a minute."""
    with tempfile.TemporaryDirectory(prefix="presales-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with EmbeddedPostgres(home / "data") as postgres:
            url = str(postgres.url)
            with psycopg.connect(url) as connection:
                connection.execute(SCHEMA)
            rows = [_cold_start(url), *_statements(url)]
            with _service(url, workers=1) as (client, process):
                rows += _completions(url, client, process)
            rows += _throughput(url)
    return [*rows, _pdf()]


def _cold_start(url: str) -> dict[str, Any]:
    with _service(url, workers=1):
        pass
    started = time.perf_counter()
    with _service(url, workers=1):
        took = time.perf_counter() - started
    return _row("cold start to ready, database existing", took, "s", goal=2.0)


def _statements(url: str) -> list[dict[str, Any]]:
    """Start, three lists, three completions through the whole application, in this process so that it can be heard."""
    logs.configure("WARNING", "json")
    service = create_service(Settings(database_url=url, embedded_worker=False))
    heard = Counter[str]()
    event.listen(service.database.engine, "before_cursor_execute", lambda *_: heard.update(["statement"]))
    event.listen(service.database.engine, "commit", lambda *_: heard.update(["commit"]))
    with TestClient(assemble(service), base_url="http://127.0.0.1") as client:
        _instance(client)  # fills the caches
        heard.clear()
        _instance(client)
    return [
        _row("SQL statements per 3-user-task instance, over REST", heard["statement"], "", hard_bar=40, goal=30),
        _row("commits of such an instance", heard["commit"], "", hard_bar=4, goal=4),
    ]


def _completions(url: str, client: httpx.Client, process: psutil.Process) -> list[dict[str, Any]]:
    _instance(client)  # warm
    over_http, bare, cpu = [], [], 0.0
    with psycopg.connect(url) as connection:
        for _ in range(3):
            tasks = [_task(client, _start(client)) for _ in range(ROUNDS)]
            before = _cpu(process)
            for task in tasks:  # one after the other with the bare one, so that a slow moment hits both
                over_http.append(_timed(lambda task=task: _complete(client, task)))
                bare.append(_timed(lambda: _bare_transaction(connection)))
            cpu += _cpu(process) - before
    ms, bare_ms = statistics.median(over_http) * 1000, statistics.median(bare) * 1000
    return [
        _row("completion over HTTP, p50", ms, "ms"),
        _row("bare transaction, p50", bare_ms, "ms"),
        _row("completion minus bare transaction, p50", ms - bare_ms, "ms", goal=3.0),
        _row("server CPU per completion", cpu / len(over_http) * 1000, "ms", hard_bar=5.0, goal=2.5),
    ]


def _throughput(url: str) -> list[dict[str, Any]]:
    rates: dict[str, list[float]] = {"service": [], "bare": []}
    with _service(url, workers=2) as (client, _), _bare(url, workers=2) as bare_url:
        service_url = str(client.base_url)
        for _ in range(2):  # interleaved, so that a slow moment of the machine hits both
            rates["service"].append(_rate(service_url, _instance))
            rates["bare"].append(_rate(bare_url, _bare_instance))
    mine, limit = max(rates["service"]), max(rates["bare"])
    return [
        _row("3-user-task instances per second, 4 clients, 2 workers", mine, "1/s"),
        _row("the same statements without an engine", limit, "1/s"),
        _row("share of that limit", mine / limit, "ratio", goal=0.5, better="larger"),
    ]


def _rate(base_url: str, instance: Callable[[httpx.Client], None]) -> float:
    done, stop = [0] * CLIENTS, time.perf_counter() + SECONDS

    def work(number: int) -> None:
        with httpx.Client(base_url=base_url, timeout=30) as client:
            while time.perf_counter() < stop:
                instance(client)
                done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / SECONDS


def _pdf() -> dict[str, Any]:
    from datetime import date  # noqa: PLC0415 - beside what it is for

    from handlers.documents.content import Content, Fields  # noqa: PLC0415 - typst is loaded only for this row
    from handlers.documents.render import render_pdf  # noqa: PLC0415 - likewise

    def content(number: int) -> Content:
        fields = Fields(heading="投保要素", fields=tuple((f"項目 {row}", f"值 {number}") for row in range(25)))
        return Content(
            type="quote",
            number=f"F08-{number}",
            title="報價單",
            case_no=str(number),
            company="示範人壽保險股份有限公司",
            prepared_by="王大明",
            made_on=date(2026, 11, 23),
            verify_url=f"https://verify.example.com/verify/F08-{number}",
            sections=(fields,),
        )

    render_pdf(content(0))
    took = [_timed(lambda number=number: render_pdf(content(number))) for number in range(1, 21)]
    return _row("one-page PDF, warm compiler, p50", statistics.median(took) * 1000, "ms", goal=40.0)


# --- one instance ---------------------------------------------------------------------------------------------


def _start(client: httpx.Client) -> str:
    return str(
        _ok(client.post("/v2/process-instances", json={"processDefinitionId": "three_tasks"}))["processInstanceKey"]
    )


def _task(client: httpx.Client, key: str) -> str:
    body = {"filter": {"processInstanceKey": key, "state": "CREATED"}}
    return str(_ok(client.post("/v2/user-tasks/search", json=body))["items"][0]["userTaskKey"])


def _complete(client: httpx.Client, task: str) -> None:
    client.post(f"/v2/user-tasks/{task}/completion", json={"variables": {"done": True}}).raise_for_status()


def _instance(client: httpx.Client) -> None:
    key = _start(client)
    for _ in range(3):
        _complete(client, _task(client, key))


def _bare_instance(client: httpx.Client) -> None:
    key = _ok(client.post("/start"))["id"]
    for _ in range(3):
        client.get(f"/tasks/{key}").raise_for_status()
        client.post(f"/complete/{key}").raise_for_status()


def _bare_transaction(connection: psycopg.Connection[Any]) -> None:
    connection.execute("SELECT version, state FROM bare_instance WHERE id = 1 FOR UPDATE").fetchone()
    connection.execute("UPDATE bare_instance SET state = %s, version = version + 1 WHERE id = 1", [Jsonb(STATE)])
    connection.execute(EVENTS, events_of(1))
    connection.commit()


# --- servers ----------------------------------------------------------------------------------------------------


@contextmanager
def _service(url: str, workers: int) -> Iterator[tuple[httpx.Client, psutil.Process]]:
    port = _free_port()
    command = [sys.executable, "-m", "service", "serve", "--port", str(port), "--workers", str(workers), "--no-worker"]
    with _child(command, url) as process, httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        _wait(client, "/readyz")
        files = {"resources": ("three_tasks.bpmn", PROCESS)}
        client.post("/v2/deployments", files=files).raise_for_status()
        yield client, process


@contextmanager
def _bare(url: str, workers: int) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "bare_service:app", "--app-dir", str(HERE), "--port", str(port)]
    command += ["--workers", str(workers), "--no-access-log", "--log-level", "warning"]
    with _child(command, url), httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        _wait(client, "/openapi.json")
        yield str(client.base_url)


@contextmanager
def _child(command: list[str], url: str) -> Iterator[psutil.Process]:
    environment = os.environ | {"DATABASE_URL": url, "PRESALES_LOG_LEVEL": "WARNING"}
    with psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait(client: httpx.Client, path: str) -> None:
    for _ in range(600):
        try:
            if client.get(path).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"Expected {client.base_url}{path} to answer within 30 s, but it did not.")


def _cpu(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in family)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ok(answer: httpx.Response) -> Any:
    answer.raise_for_status()
    return answer.json()


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _row(name: str, value: float, unit: str, **bars: Any) -> dict[str, Any]:
    return {"name": name, "value": round(value, 4), "unit": unit, "hard_bar": None, "goal": None} | bars


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2, ensure_ascii=False) + "\n")
