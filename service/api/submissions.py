"""What is submitted to a user task is checked against its form before anything is changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.errors import InvalidArgument
from service.forms.validation import validate
from service.queries import user_tasks, variables


def check_submission(connection: Connection, task_key: int, submitted: Mapping[str, Any]) -> None:
    """Raise InvalidArgument with an entry per field that does not fit. A task without form takes anything."""
    form = user_tasks.form(connection, task_key)
    if form is None:
        return
    form_id, schema = form
    errors = validate(schema, submitted, variables.effective(connection, task_key))
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise InvalidArgument(
            f"Expected what form '{form_id}' takes, but {errors[0].field}: {errors[0].message}{more}",
            errors=[{"field": error.field, "message": error.message} for error in errors],
        )
