"""What is submitted to a user task is checked against its form before anything is changed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.errors import InvalidArgument
from service.forms.validation import validate
from service.queries import forms, user_tasks, variables


def check_submission(connection: Connection, task_key: int, submitted: Mapping[str, Any]) -> None:
    """Raise InvalidArgument with an entry per field that does not fit. A task without form takes anything."""
    form_key = user_tasks.form_key(connection, task_key)
    if form_key is None:
        return
    form = forms.get(connection, form_key)
    errors = validate(form["schema"], submitted, variables.effective(connection, task_key))
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise InvalidArgument(
            f"Expected what form '{form['formId']}' takes, but {errors[0].field}: {errors[0].message}{more}",
            errors=[{"field": error.field, "message": error.message} for error in errors],
        )
