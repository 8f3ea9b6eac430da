"""The account that runs the server. PostgreSQL refuses root, so root hands it to an unprivileged account."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.persistence.embedded.failure import EmbeddedPostgresError


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the server runs as. `uid` is None when that is whoever runs this process."""

    uid: int | None = None
    gid: int | None = None

    def run(self, command: Sequence[str | Path], *, timeout: float = 120) -> str:
        """Run a program as this account and answer what it printed.

        Raises EmbeddedPostgresError with the end of its output when it fails."""
        try:
            done = subprocess.run(  # noqa: S603 - programs of the PostgreSQL installation, arguments made here
                [str(part) for part in command],
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                check=False,
                text=True,
                errors="replace",
                user=self.uid,
                group=self.gid,
                extra_groups=[] if self.uid is not None else None,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EmbeddedPostgresError(f"Expected to run {Path(command[0]).name}, but {error}.") from error
        if done.returncode:
            raise EmbeddedPostgresError(f"{Path(command[0]).name} failed: {done.stdout.strip()[-2000:]}")
        return done.stdout

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder (or run the program) `path`."""
        if self.uid is None:
            return os.access(path, os.X_OK)
        try:
            self.run(["/bin/sh", "-c", 'test -x "$0"', path])
        except EmbeddedPostgresError:
            return False
        return True

    def make_private(self, path: Path) -> None:
        """Make a folder, if it is not there yet, and hand it to this account alone."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def server_account(name: str) -> Account:
    """Whoever runs this process, or, for root, the unprivileged account `name`.

    Raises EmbeddedPostgresError if there is no such account."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise EmbeddedPostgresError(
            f"Expected an unprivileged account to run PostgreSQL, but there is no user {name!r}. "
            "Name one in PRESALES_EMBEDDED_USER, or start the service as another user than root."
        ) from None
    if entry.pw_uid == 0:
        raise EmbeddedPostgresError(f"Expected an unprivileged account to run PostgreSQL, but {name!r} is root.")
    return Account(entry.pw_uid, entry.pw_gid)
