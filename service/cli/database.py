"""The database of a command, and what the user sees while it is opened: a first start takes a second."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from service.cli.progress import progress
from service.persistence.database import Database
from service.persistence.open_database import open_database
from service.settings import Settings


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """The database, as long as the block lasts. Raises as `open_database` does."""
    with ExitStack() as stack:
        with progress("Opening the database"):
            database = stack.enter_context(open_database(settings))
        yield database
