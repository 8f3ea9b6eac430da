"""Where the server's socket lies: beside the data, or, if that path is too long for a socket, in the folder for
temporary files. Only the server's account (and root) can enter it."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from service.persistence.embedded.account import Account
from service.persistence.embedded.failure import EmbeddedPostgresError

_PRIVATE = 0o700
#: bytes that the kernel allows for a socket's path, less the name that PostgreSQL gives it
_LONGEST = 107 - len("/.s.PGSQL.5432.lock")


def make_socket_folder(home: Path, account: Account) -> Path:
    """The folder for the socket of the server whose data is in `home`, made if need be.

    Raises EmbeddedPostgresError if somebody else put a folder of that name there."""
    if len(os.fsencode(home)) <= _LONGEST:
        return home
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"presales-{name}"
    try:
        folder.mkdir(mode=_PRIVATE)
    except FileExistsError:
        _refuse_foreign(folder, account)
    else:
        account.make_private(folder)
    return folder


def _refuse_foreign(folder: Path, account: Account) -> None:
    found = folder.lstat()
    owner = os.geteuid() if account.uid is None else account.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != _PRIVATE:
        raise EmbeddedPostgresError(
            f"Expected {folder} to be a private folder of the server's account, but it is not. Remove it."
        )
