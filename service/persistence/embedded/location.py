"""Where the cluster of a data folder lies: in it, as `postgres/`, if the server's account can get there."""

import os
import tempfile
from pathlib import Path

from service.persistence.embedded.account import Account
from service.persistence.embedded.binaries import shared_state_home
from service.persistence.embedded.failure import EmbeddedPostgresError


def cluster_home(data_dir: Path, account: Account) -> Path:
    """The folder with one sub-folder per major version, owned by the account.

    When root's service drops to an account that may not enter the data folder (it lies in root's home, say), the
    cluster lies under /var/lib/presales and `data_dir/postgres` is a link to it; no folder's mode is changed.
    Raises EmbeddedPostgresError if what is there belongs to another account."""
    home = data_dir / "postgres"
    if home.exists():
        home = home.resolve()
        _refuse_foreign(home, account)
    elif account.reaches(data_dir):
        account.make_private(home)
    else:
        outside = Path(tempfile.mkdtemp(prefix="data-", dir=shared_state_home()))
        account.make_private(outside)
        home.symlink_to(outside)
        home = outside
    return home


def _refuse_foreign(home: Path, account: Account) -> None:
    owner = home.stat().st_uid
    expected = os.geteuid() if account.uid is None else account.uid
    if owner != expected:
        raise EmbeddedPostgresError(
            f"Expected {home} to belong to the account (uid {expected}) that runs PostgreSQL here, but it belongs to "
            f"uid {owner}. Start the service as the user who started it before, or choose another --data-dir."
        )
