"""Whoever acts: every change of the service names one."""

from dataclasses import dataclass

#: who acts when nobody is asked who they are
ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or another system: the name, and the codes of its roles (which are also its candidate groups)."""

    name: str
    roles: frozenset[str]
    display_name: str | None = None
    email: str | None = None
    certificate_no: str | None = None
    #: what a seller may sell, from 4 (entry) to 1 (everything)
    grade: int | None = None
