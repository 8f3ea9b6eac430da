"""kill -9 while completions pour in: what was acknowledged is there after the restart, nothing is done twice, nothing
is stuck.

Run: `python tests/resilience/kill_server.py [completions]`. It starts `presales serve` in a folder of its own and has
eight clients complete user tasks. Meanwhile it kills the service three times and its PostgreSQL twice, and starts it
again each time. The clients finish what is left; then it counts. Exits non-zero if anything is missing, double or
stuck."""

import os
import queue
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.integration.drawn import sequence, user_task  # noqa: E402 - the path comes first

CLIENTS = 8
COMPLETIONS = 500
#: who is killed, one after the other
VICTIMS = ("service", "postgres", "service", "postgres", "service")
START_UP = 60.0


@dataclass
class Server:
    """`presales serve` on a data folder, to be killed and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        command = [str(ROOT / ".venv/bin/presales"), "serve", "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data-dir", str(self.folder / "data")], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        give_up = time.monotonic() + START_UP
        while time.monotonic() < give_up:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=1).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.1)
        raise TimeoutError(f"The service did not get ready: {(self.folder / 'log').read_text()[-2000:]}")

    def kill(self, victim: str) -> None:
        if victim == "service":
            assert self.process is not None
            self.process.kill()
            self.process.wait()
        else:
            [pid_file] = self.folder.rglob("postmaster.pid")
            os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()


@dataclass
class Load:
    """Clients that complete tasks; what was acknowledged is noted as soon as the answer is there."""

    url: str
    todo: "queue.Queue[str]" = field(default_factory=queue.Queue)
    acknowledged: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    running: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    def client(self) -> None:
        with httpx.Client(base_url=self.url, timeout=10) as http:
            while not self.done.is_set():
                self.running.wait(0.1)
                try:
                    key = self.todo.get(timeout=0.1)
                except queue.Empty:
                    continue
                self._complete(http, key)

    def _complete(self, http: httpx.Client, key: str) -> None:
        try:
            answer = http.post(f"/v2/user-tasks/{key}/completion", json={"variables": {"by": key}})
        except httpx.TransportError:
            self.todo.put(key)  # nobody knows whether it was done: ask again
            time.sleep(0.2)
            return
        if answer.status_code == httpx.codes.NO_CONTENT:
            self.acknowledged.add(key)
        elif answer.status_code == httpx.codes.CONFLICT:
            self.refused.append(key)  # it was done, and the acknowledgement was lost
        else:
            self.todo.put(key)
            time.sleep(0.2)


@contextmanager
def clients(load: Load) -> Iterator[None]:
    """Eight of them, as long as the block lasts."""
    threads = [threading.Thread(target=load.client, daemon=True) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        load.done.set()
        for thread in threads:
            thread.join()


def main(completions: int = COMPLETIONS) -> int:
    """Run it; answer how many findings there were."""
    with tempfile.TemporaryDirectory(prefix="presales-kill-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Server(folder, _free_port())
        try:
            server.start()
            findings = _run(server, completions)
        finally:
            server.stop()
    for finding in findings:
        sys.stdout.write(f"FOUND: {finding}\n")
    sys.stdout.write("nothing lost, nothing twice, nothing stuck\n" if not findings else "")
    return len(findings)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(server: Server, completions: int) -> list[str]:
    with httpx.Client(base_url=server.url, timeout=30) as http:
        diagram = sequence("killed", user_task("first"), user_task("second"))
        http.post("/v2/deployments", files={"resources": ("killed.bpmn", diagram.encode())}).raise_for_status()
        instances = [
            http.post("/v2/process-instances", json={"processDefinitionId": "killed"}).raise_for_status().json()
            for _ in range(completions)
        ]
        first = _tasks(http, "first", "CREATED", completions)
    load = Load(server.url)
    for key in first:
        load.todo.put(key)
    with clients(load):
        load.running.set()
        for number, victim in enumerate(VICTIMS, start=1):
            _wait_for(load, completions * number // (len(VICTIMS) + 1))
            server.kill(victim)
            sys.stdout.write(f"killed the {victim} after {len(load.acknowledged)} acknowledged completions\n")
            time.sleep(random.uniform(0.1, 0.5))  # noqa: S311 - when to go on, not a secret
            if server.process is None or server.process.poll() is not None:
                server.start()
        _wait_for(load, completions)
    with httpx.Client(base_url=server.url, timeout=30) as http:
        return [*_lost(http, load, completions), *_stuck(http, instances, completions)]


def _wait_for(load: Load, done: int) -> None:
    give_up = time.monotonic() + 120
    while len(load.acknowledged) + len(load.refused) < done:
        if time.monotonic() > give_up:
            raise TimeoutError(
                f"{len(load.acknowledged)} acknowledged, {len(load.refused)} refused, waiting for {done}"
            )
        time.sleep(0.01)


def _tasks(http: httpx.Client, element: str, state: str, expected: int) -> list[str]:
    body: dict[str, Any] = {"filter": {"elementId": element, "state": state}, "page": {"limit": expected + 10}}
    items = http.post("/v2/user-tasks/search", json=body).raise_for_status().json()["items"]
    return [item["userTaskKey"] for item in items]


def _lost(http: httpx.Client, load: Load, completions: int) -> Iterator[str]:
    completed = _tasks(http, "first", "COMPLETED", completions)
    for key in sorted(load.acknowledged - set(completed)):
        yield f"the completion of {key} was acknowledged, but it is not there"
    if len(completed) != completions:
        yield f"{completions} tasks were completed, but {len(completed)} are"
    seconds = _tasks(http, "second", "CREATED", completions)
    if len(seconds) != completions:
        yield f"each completion opens one task, but there are {len(seconds)} for {completions}"


def _stuck(http: httpx.Client, instances: list[dict[str, Any]], completions: int) -> Iterator[str]:
    for key in _tasks(http, "second", "CREATED", completions):
        http.post(f"/v2/user-tasks/{key}/completion", json={}).raise_for_status()
    for each in instances:
        key = each["processInstanceKey"]
        state = http.get(f"/v2/process-instances/{key}").raise_for_status().json()["state"]
        if state != "COMPLETED":
            yield f"instance {key} is {state} with nothing left to do"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
