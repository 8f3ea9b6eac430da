"""Errors that a user of the command line can mend, and the one line that each of them is told in."""

from pydantic import ValidationError

from service.errors import Rejection
from service.identity.users import UsersFileInvalid
from service.persistence.embedded.failure import EmbeddedPostgresError, NoDatabaseError


class UsageError(RuntimeError):
    """The command cannot be carried out as asked."""


EXPECTED = (
    UsageError,
    Rejection,
    EmbeddedPostgresError,
    NoDatabaseError,
    UsersFileInvalid,
    ValidationError,
    OSError,
)


def sentence(error: BaseException) -> str:
    """What went wrong, in one line."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        variable = name if name == "DATABASE_URL" else f"PRESALES_{name}"
        return f"Expected another value for {variable}: {first['msg']}."
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.strerror}: {error.filename}"
    return " ".join(str(error).split())
