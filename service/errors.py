"""What a refused command or query says: a closed set of rejections, each with its HTTP status and title.

The class docstring is the default message. Sentences read "Expected …, but …" and say how to mend it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Rejection(Exception):
    """The request was refused."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "INVALID_ARGUMENT"

    def __init__(self, message: str | None = None, *, errors: Sequence[Mapping[str, Any]] = ()) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        #: one entry per problem: file, elementId, line, rule, message, remedy; or field and message
        self.errors = tuple(errors)
        super().__init__(self.message)


class InvalidArgument(Rejection):
    """The request is not valid."""


class Unauthorized(Rejection):
    """Expected credentials of a known user, but found none that match. Send HTTP Basic credentials."""

    status = 401
    title = "UNAUTHORIZED"


class Forbidden(Rejection):
    """The user may not do this."""

    status = 403
    title = "FORBIDDEN"


class NotFound(Rejection):
    """Nothing with this key was found."""

    status = 404
    title = "NOT_FOUND"


class InvalidState(Rejection):
    """The request is not possible in the present state."""

    status = 409
    title = "INVALID_STATE"


class AlreadyExists(Rejection):
    """It exists already."""

    status = 409
    title = "ALREADY_EXISTS"


class PreconditionFailed(Rejection):
    """Expected what If-Match names, but it has changed since. Get it again and decide anew."""

    status = 412
    title = "PRECONDITION_FAILED"


class ResourceExhausted(Rejection):
    """The service is busy with this instance. Try again in a moment."""

    status = 503
    title = "RESOURCE_EXHAUSTED"


class DeadlineExceeded(Rejection):
    """The request took longer than its time limit."""

    status = 504
    title = "DEADLINE_EXCEEDED"
