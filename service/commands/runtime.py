"""What a process of the service keeps for all its commands."""

from dataclasses import dataclass


@dataclass(slots=True)
class Runtime:
    """One for each database in each process of the service: made once at start, shared by all threads."""

    collection_limit: int = 1000
