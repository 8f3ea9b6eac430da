"""Functions that an expression calls but FEEL does not have: the call is null, which nobody means."""

from collections.abc import Sequence

from service import feel


def unknown_functions(text: str) -> Sequence[str]:
    """The names, in order; variables of processes are JSON, so that none of them is a function.

    The text is FEEL that parses.
    """
    return sorted(feel.compile(text).functions)
