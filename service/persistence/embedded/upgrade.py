"""Data of an older major version is upgraded before the server starts; the old folder is kept until that worked."""

import re
from pathlib import Path

from service.persistence.embedded.account import Account
from service.persistence.embedded.binaries import MAJOR, find_binaries
from service.persistence.embedded.cluster import Cluster
from service.persistence.embedded.failure import EmbeddedPostgresError


def find_major(home: Path) -> int | None:
    """The newest major version whose data is in `home` (its folder is named by it); None if there is none.

    Raises EmbeddedPostgresError if that is newer than ours, or if a folder's name and content differ."""
    majors = [int(path.name) for path in home.iterdir() if path.name.isdecimal() and (path / "PG_VERSION").exists()]
    if not majors:
        return None
    newest = max(majors)
    written = (home / str(newest) / "PG_VERSION").read_text().strip()
    if written != str(newest):
        raise EmbeddedPostgresError(
            f"Expected data of PostgreSQL {newest} in {home / str(newest)}, but PostgreSQL {written} wrote it."
        )
    if newest > MAJOR:
        raise EmbeddedPostgresError(
            f"Expected data of PostgreSQL {MAJOR} or older, but {home / str(newest)} was written by {newest}. "
            "Start the newer release of the service again, or restore a backup from before it."
        )
    return newest


def upgrade(home: Path, old_major: int, account: Account) -> None:
    """Bring the data from `old_major` to ours with pg_upgrade, which copies, and then remove the old folder.

    Raises EmbeddedPostgresError, leaving the old data as it was."""
    old = Cluster(home / str(old_major), find_binaries(old_major, account), account)
    new_binaries = find_binaries(MAJOR, account)
    if _control(old, "Database cluster state") != "shut down":  # killed: let it recover, or pg_upgrade refuses
        old.start()
        old.stop()
    new = Cluster(home / "upgrade", new_binaries, account)
    account.run(["/bin/rm", "-rf", new.folder])
    new.initialise("--no-locale", _checksum_option(old))
    sockets = new.folder.parent
    account.run(
        [
            *("/bin/sh", "-c", 'cd "$0" && exec "$@"', new.folder),  # it writes its files where it runs
            new_binaries.program("pg_upgrade"),
            f"--old-datadir={old.folder}",
            f"--new-datadir={new.folder}",
            f"--old-bindir={old.binaries.folder}",
            f"--new-bindir={new_binaries.folder}",
            f"--socketdir={sockets}",
            "--username=postgres",
        ],
        timeout=3600,
    )
    new.folder.rename(home / str(MAJOR))
    account.run(["/bin/rm", "-rf", old.folder])


def _checksum_option(old: Cluster) -> str:
    """pg_upgrade wants the new data to have checksums as the old data has."""
    has_none = _control(old, "Data page checksum version") == "0"
    return "--no-data-checksums" if has_none else "--data-checksums"


def _control(cluster: Cluster, name: str) -> str | None:
    """One line of the control file."""
    lines = cluster.account.run([cluster.binaries.program("pg_controldata"), cluster.folder])
    found = re.search(rf"^{name}:\s*(.+)$", lines, re.MULTILINE)
    return found[1] if found else None
