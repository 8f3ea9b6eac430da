"""Forms of form-js: JSON files named .form."""

from service import exact_json
from service.diagrams.model import Form
from service.diagrams.problems import UnreadableError, problem


def read_form(file: str, data: bytes) -> Form:
    """A form. Raises `UnreadableError` if the file holds no form schema."""
    try:
        schema = exact_json.decode(data)
    except ValueError as error:
        raise UnreadableError(
            problem(
                file,
                rule="json-syntax",
                message=f"Expected JSON, but {error}.",
                remedy="Save the form again in the form editor.",
            )
        ) from error
    if not isinstance(schema, dict) or not isinstance(schema.get("id"), str):
        raise UnreadableError(
            problem(
                file,
                rule="form-id",
                message="Expected a form schema with an id, but found none.",
                remedy="Give the form an id in the form editor.",
            )
        )
    return Form(id=schema["id"], file=file, version_tag=schema.get("versionTag"), schema=schema)
