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
