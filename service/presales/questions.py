"""What people were asked in a process instance: the questions of the forms that they filled in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from service.forms import model
from service.forms.model import Field, FieldList
from service.persistence.tables.form import form
from service.persistence.tables.resource import resource
from service.persistence.tables.user_task import user_task


def asked(connection: Connection, process_instance_key: int) -> list[dict[str, Any]]:
    """The questions of all forms of the instance's tasks, as those forms were deployed for it, in their order:
    `path` of the answer, `labels` by language, and for choices `options`: labels by language and code."""
    statement = (
        select(resource.c.content)
        .join(form, form.c.resource_key == resource.c.key)
        .join(user_task, user_task.c.form_key == form.c.key)
        .where(user_task.c.process_instance_key == process_instance_key)
        .group_by(form.c.key, resource.c.content)
        .order_by(form.c.key)
    )
    schemas = connection.execute(statement).scalars()
    return [question for schema in schemas for question in _questions(model.read(bytes(schema).decode()), ())]


def _questions(fields: Iterable[Field | FieldList], above: Sequence[str]) -> Iterator[dict[str, Any]]:
    for each in fields:
        path = (*above, *each.path)
        if isinstance(each, FieldList):
            yield from _questions(each.fields, path)
            continue
        named = each.component.get("properties") or {}
        yield {
            "path": ".".join(path),
            "labels": _labels(each.label, named.get("name:en")),
            "options": {
                str(option["value"]): _labels(option["label"], named.get(f"name:en:{option['value']}"))
                for option in each.component.get("values") or ()
            },
        }


def _labels(name: str, english: str | None) -> Mapping[str, str]:
    return {"zh-Hant": name, "en": english or name}
