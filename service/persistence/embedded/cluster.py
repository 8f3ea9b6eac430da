"""One data folder of PostgreSQL and the server on it: made, started, asked, stopped."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from service.persistence.embedded.account import Account
from service.persistence.embedded.binaries import Binaries
from service.persistence.embedded.failure import EmbeddedPostgresError
from service.persistence.embedded.socket_folder import make_socket_folder

#: seconds for a start, crash recovery included, and for the processes of a killed server to notice and go
_RECOVERY = 120
_ORPHANS = 10
_LARGEST_LOG = 10 * 2**20
_SETTINGS = {
    "listen_addresses": "",  # only the socket, in a folder that nobody else may enter
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",  # short statements: compiling costs more than it saves
    "log_error_verbosity": "terse",  # the details of an error may quote people's data
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """The data in `folder`, written by the major version of `binaries`, owned by `account`."""

    folder: Path
    binaries: Binaries
    account: Account
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder.with_name(f"{self.folder.name}.log")

    def initialise(self, *options: str) -> None:
        """Make the folder. It gets its name when it is complete, so that a crash leaves no half of one."""
        made = self.folder.with_name(f"{self.folder.name}.partial")
        self.account.run(["/bin/rm", "-rf", made])
        self.account.run(
            [
                self.binaries.program("initdb"),
                f"--pgdata={made}",
                "--username=postgres",
                "--auth=trust",  # for whoever may enter the socket's folder
                "--encoding=UTF8",
                "--no-instructions",
                *(options or ("--locale-provider=builtin", "--locale=C.UTF-8")),
            ]
        )
        made.rename(self.folder)

    def start(self) -> None:
        """Start the server, unless it runs. Raises EmbeddedPostgresError with the end of its log."""
        deadline = time.monotonic() + _ORPHANS
        while not self.answers():
            try:
                self._start_once()
            except EmbeddedPostgresError as error:
                # a killed server's processes keep its memory for a moment, and it may just be recovering
                said = self._log_end()
                if time.monotonic() > deadline or not ("shared memory block" in said or "lock file" in said):
                    raise EmbeddedPostgresError(
                        f"Expected PostgreSQL to start on {self.folder}, but it did not. Its log says: {said}"
                    ) from error
                time.sleep(0.1)

    def _start_once(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        sockets = make_socket_folder(self.folder.parent, self.account)
        settings = {**_SETTINGS, "unix_socket_directories": sockets, **self.settings}
        self._pg_ctl(
            "start",
            f"--log={self.log}",
            f"--timeout={_RECOVERY}",
            "--options=" + " ".join(f"-c {name}='{value}'" for name, value in settings.items()),
        )

    def stop(self) -> None:
        """End sessions, write everything down, stop. Does nothing if no server runs."""
        if self.pid() is not None:
            self._pg_ctl("stop", "--mode=fast")

    def answers(self) -> bool:
        """Whether the server takes connections."""
        if self.pid() is None:
            return False
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except (psycopg.OperationalError, EmbeddedPostgresError):
            return False
        return True

    def pid(self) -> int | None:
        """The process id in the server's pid file; None without one. A killed server leaves its file."""
        lines = self._pid_file()
        return int(lines[0]) if lines else None

    @property
    def url(self) -> str:
        """How to connect to the running server. Raises EmbeddedPostgresError if none runs."""
        lines = self._pid_file()
        if len(lines) < 5:  # noqa: PLR2004 - the socket's folder is the fifth line
            raise EmbeddedPostgresError(f"Expected PostgreSQL to run on {self.folder}, but it does not.")
        return f"postgresql://postgres@/postgres?host={quote(lines[4], safe='')}"

    def _pid_file(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _pg_ctl(self, *arguments: str) -> None:
        self.account.run(
            [self.binaries.program("pg_ctl"), f"--pgdata={self.folder}", *arguments], timeout=_RECOVERY + 10
        )

    def _log_end(self) -> str:
        return self.log.read_text(errors="replace")[-1000:].strip() if self.log.exists() else "(empty)"
