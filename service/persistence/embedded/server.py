"""The embedded PostgreSQL as the service sees it: one server per data folder, shared by all processes that use the
folder, stopped by the last of them, started again should it die."""

import fcntl
import logging
import os
import select
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from service.persistence.embedded.account import Account, server_account
from service.persistence.embedded.binaries import MAJOR, find_binaries
from service.persistence.embedded.cluster import Cluster
from service.persistence.embedded.failure import EmbeddedPostgresError
from service.persistence.embedded.location import cluster_home
from service.persistence.embedded.upgrade import find_major, upgrade

_log = logging.getLogger(__name__)


class EmbeddedPostgres:
    """Use the PostgreSQL of a data folder: `with EmbeddedPostgres(folder, user) as server: server.url`.

    Processes that use the folder hold a shared lock on the file `postgres.users`; the kernel frees it even when they
    are killed. Whoever starts or stops the server holds `postgres.lock` meanwhile."""

    def __init__(self, data_dir: Path, *, user: str = "nobody", settings: Mapping[str, str] | None = None) -> None:
        self._data_dir = data_dir.absolute()
        self._user = user
        self._settings = settings or {}
        self._cluster: Cluster | None = None
        self._users: IO[bytes] | None = None
        self._stopping = threading.Event()
        self._guard: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The database's URL. Raises EmbeddedPostgresError unless started."""
        if self._cluster is None:
            raise EmbeddedPostgresError("Expected the embedded PostgreSQL to be started, but it is not.")
        return self._cluster.url

    def __enter__(self) -> Self:
        self._data_dir.mkdir(parents=True, exist_ok=True)
        with self._exclusively():
            self._cluster = self._prepare(server_account(self._user))
            self._cluster.start()
            self._users = (self._data_dir / "postgres.users").open("wb")
            fcntl.flock(self._users, fcntl.LOCK_SH)
        self._guard = threading.Thread(target=self._keep_alive, args=(self._cluster,), daemon=True)
        self._guard.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        with self._exclusively():
            if self._users is not None and self._cluster is not None and _is_last(self._users):
                self._cluster.stop()
            if self._users is not None:
                self._users.close()
        if self._guard is not None:
            self._guard.join()

    def _prepare(self, account: Account) -> Cluster:
        home = cluster_home(self._data_dir, account)
        major = find_major(home)
        if major is not None and major < MAJOR:
            _log.warning("upgrading PostgreSQL data from version %s to %s", major, MAJOR)
            upgrade(home, major, account)
        cluster = Cluster(home / str(MAJOR), find_binaries(MAJOR, account), account, self._settings)
        if major is None:
            cluster.initialise()
        return cluster

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        with (self._data_dir / "postgres.lock").open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _keep_alive(self, cluster: Cluster) -> None:
        """Start the server again when its process ends although nobody asked it to."""
        while not self._stopping.is_set():
            _wait_for_end(cluster.pid(), self._stopping)
            with self._exclusively():
                if self._stopping.is_set() or cluster.answers():
                    continue
                _log.error("PostgreSQL ended unexpectedly: starting it again")
                try:
                    cluster.start()
                except EmbeddedPostgresError as error:
                    _log.error("%s", error)


def _is_last(users: IO[bytes]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait_for_end(pid: int | None, stopping: threading.Event) -> None:
    """Return when the process has ended or `stopping` is set, within half a second of either."""
    try:
        handle = os.pidfd_open(pid or 0)
    except (OSError, ValueError):  # it has ended already
        stopping.wait(0.1)
        return
    try:
        while not stopping.is_set() and not select.select([handle], [], [], 0.2)[0]:
            pass
    finally:
        os.close(handle)
