"""A service of its own for the demonstration: temporary folder, accounts for everybody, stopped at the end."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from service.demo.scenario import Person
from service.identity import roles
from service.identity.users import User, hash_password, write_users

START_SECONDS = 60


class DemoFailed(RuntimeError):
    """The demonstration could not be carried out."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the service listens, and everybody's password."""

    url: str
    password: str

    def client(self, user: str) -> httpx.Client:
        """An HTTP client that signs in as this user."""
        return httpx.Client(base_url=self.url, auth=(user, self.password), timeout=30)


@contextmanager
def running_server(people: Sequence[Person]) -> Iterator[Server]:
    """Start the service with accounts for these people; stop it and remove everything afterwards. Raises DemoFailed."""
    with tempfile.TemporaryDirectory(prefix="presales-demo-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # as root the database runs as another user, who must be able to enter
        server = Server(url=f"http://127.0.0.1:{_free_port()}", password=secrets.token_urlsafe(12))
        _write_users(home / "users.json", people, server.password)
        with (home / "service.log").open("wb") as log:
            process = _start(server, home, log.fileno())
            try:
                _wait_until_ready(server, process, home / "service.log")
                yield server
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(START_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_users(path: Path, people: Sequence[Person], password: str) -> None:
    hashed = hash_password(password)
    users = [
        User(
            name=each.user,
            roles=(each.role,),
            password=hashed,
            display_name=each.name,
            certificate_no=each.certificate_no,
            grade=each.grade,
        )
        for each in people
    ]
    watcher = User(name="ops", roles=(roles.OPERATOR,), password=hashed, display_name="ops")
    write_users(path, {user.name: user for user in [*users, watcher]})


def _start(server: Server, home: Path, log: int) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PRESALES_USERS_FILE": str(home / "users.json")}
    environment.pop("DATABASE_URL", None)  # never in somebody's database
    port = server.url.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "service", "serve", "--port", port, "--data-dir", str(home / "data")]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own command


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{server.url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    last = "\n".join(log.read_text("utf-8").splitlines()[-5:])
    raise DemoFailed(f"Expected the service to be ready within {START_SECONDS} s, but it was not. It said:\n{last}")
