"""One evaluation: its warnings, its clock, and how much of its limits is left."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from service.feel.errors import Diagnostic, Kind, Position, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable

START = Position()
#: more reasons than anybody reads
MAX_WARNINGS = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may use; beyond it the result is null with a fatal diagnostic."""

    #: items visited, calls made, values compared
    steps: int = 500_000
    #: functions inside functions
    call_depth: int = 100
    #: items of any one list, entries of a result with all its parts
    list_size: int = 100_000
    #: characters of any one string, of all strings in a result
    string_size: int = 1_000_000


DEFAULT_LIMITS = Limits()


class Run:
    """Shared by all expressions and functions that take part in one evaluation.

    `warnings` collects diagnostics, or is None when nobody asks. `clock` answers nanoseconds since 1970
    UTC and is read at most once, so that now() is the same throughout.
    """

    __slots__ = ("_clock", "_now", "at", "depth", "limits", "steps", "warnings")

    def __init__(
        self,
        warnings: list[Diagnostic] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        self.warnings = warnings
        self.limits = limits
        self.steps = limits.steps
        self.depth = 0
        #: where the function now running was called
        self.at = START
        self._clock = clock
        self._now: int | None = None

    def now(self) -> int:
        """The moment of this evaluation, in nanoseconds since 1970 UTC."""
        if self._now is None:
            self._now = self._clock()
        return self._now

    def null(self, kind: Kind, message: str, *details: object, at: Position | None = None) -> None:
        """Note why a value is null; `details` fill the message's {} only when somebody listens."""
        if self.warnings is not None and len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(Diagnostic(kind, message.format(*details), *(at or self.at)))

    def spend(self, steps: int = 1) -> None:
        """Count work, and stop the evaluation when its steps are used up."""
        self.steps -= steps
        if self.steps < 0:
            self.stop("limit", f"Expected at most {self.limits.steps} steps, but the evaluation needs more.")

    def check_list(self, size: int) -> None:
        """Refuse a list of that many items before it is made."""
        if size > self.limits.list_size:
            self.stop("limit", f"Expected at most {self.limits.list_size} items in a list, but there are {size}.")
        self.spend(size)

    def check_string(self, size: int) -> None:
        """Refuse a string of that many characters before it is made."""
        if size > self.limits.string_size:
            self.stop(
                "limit",
                f"Expected at most {self.limits.string_size} characters in a string, but there are {size}.",
            )

    def enter(self) -> None:
        """Count one call deeper; pair with `leave`."""
        self.spend()
        self.depth += 1
        if self.depth > self.limits.call_depth:
            self.stop("limit", f"Expected at most {self.limits.call_depth} calls inside calls.")

    def leave(self) -> None:
        """Count one call back."""
        self.depth -= 1

    def stop(self, kind: Kind, message: str) -> NoReturn:
        """End the whole evaluation with a fatal diagnostic."""
        raise Stopped(Diagnostic(kind, message, *self.at))

    def guard(self, evaluation: Callable[[], Any]) -> Any:
        """Answer what `evaluation` answers; null with a fatal diagnostic when it was stopped."""
        try:
            return evaluation()
        except Stopped as stopped:
            diagnostic = stopped.diagnostic
        except RecursionError:
            diagnostic = Diagnostic("limit", "Expected less nesting, but Python's stack is used up.")
        except Exception as error:  # noqa: BLE001 - no evaluation ever raises; the caller sees a failure
            diagnostic = Diagnostic("internal", f"The evaluator failed with {type(error).__name__}: {error}")
        if self.warnings is not None:
            self.warnings.append(diagnostic)
        return None


class QuietRun(Run):
    """For expressions without loops, calls and new collections, when nobody asks for warnings.

    They cannot exceed a limit but a string's, so that one shared instance, which never changes, will do.
    """

    def spend(self, steps: int = 1) -> None:
        """Nothing to count: the work is bounded by the text and the values at hand."""

    def null(self, kind: Kind, message: str, *details: object, at: Position | None = None) -> None:
        """Nobody listens."""


QUIET = QuietRun()
