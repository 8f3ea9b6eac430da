"""What handlers read beside their variables, by the names in their `reads`.

A reader runs when the job is claimed, in that transaction; handlers themselves have no database."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.commands.runtime import Reader
from service.handler_runner import JobRun
from service.presales import questions


def _questions(connection: Connection, run: JobRun) -> list[dict[str, Any]]:
    return questions.asked(connection, run.process_instance_key)


READERS: Mapping[str, Reader] = {"questions": _questions}
