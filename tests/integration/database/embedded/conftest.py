import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from service.persistence.embedded.account import Account
from service.persistence.embedded.binaries import MAJOR, find_binaries
from service.persistence.embedded.cluster import Cluster

_SCRIPT = Path(__file__).with_name("using_process.py")
#: root can start the service as itself and as somebody else; others only as themselves
_USERS = ["root", "plain user"] if os.geteuid() == 0 else ["plain user"]


class UsingProcess:
    """A process that uses the embedded PostgreSQL of a folder."""

    def __init__(self, folder: Path, user: list[str]):
        self._process = subprocess.Popen(
            [sys.executable, _SCRIPT, folder, *user],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(self._process.communicate()[1])

    def leave(self):
        self._process.communicate(timeout=60)
        assert self._process.returncode == 0

    def kill(self):
        """SIGKILL; does nothing if the process has ended."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate(timeout=60)


class Host:
    """A data folder, and the user who runs the service on it."""

    def __init__(self, folder: Path, as_plain_user: bool):
        self.folder = folder
        drops = os.geteuid() == 0
        nobody = pwd.getpwnam("nobody")
        self.account = Account(nobody.pw_uid, nobody.pw_gid) if drops else Account()
        self._user = [str(nobody.pw_uid), str(nobody.pw_gid)] if drops and as_plain_user else []
        if self._user:
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self._processes: list[UsingProcess] = []

    def use(self) -> UsingProcess:
        process = UsingProcess(self.folder, self._user)
        self._processes.append(process)
        return process

    def cluster(self, major: int = MAJOR) -> Cluster:
        """The data of one major version, as the service keeps it."""
        home = self.folder / "postgres"
        if not home.exists():
            self.account.make_private(home)
        return Cluster(home.resolve() / str(major), find_binaries(major, self.account), self.account)

    def clear(self):
        for process in self._processes:
            process.kill()
        home = self.folder / "postgres"
        if (home / str(MAJOR)).exists():
            self.cluster().stop()
        shutil.rmtree(home.resolve(), ignore_errors=True)


@pytest.fixture(params=_USERS)
def host(request):
    find_binaries(MAJOR, Account(65534, 65534) if os.geteuid() == 0 else Account())
    folder = Path(tempfile.mkdtemp(prefix="presales-embedded-"))
    folder.chmod(0o755)
    host = Host(folder, as_plain_user=request.param == "plain user")
    yield host
    host.clear()
    shutil.rmtree(folder)
