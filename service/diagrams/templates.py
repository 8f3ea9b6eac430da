"""Element templates: what the desktop modeler offers in its list of steps, one per registered handler."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: tells the modeler that a template is for Camunda 8; it looks for the name of the package in it
SCHEMA = "node_modules/@camunda/zeebe-element-templates-json-schema/resources/schema.json"
GROUPS = (
    {"id": "job", "label": "Job"},
    {"id": "inputs", "label": "Inputs", "tooltip": "Leave empty to pass on the variable of the same name."},
    {"id": "outputs", "label": "Outputs", "tooltip": "Leave all empty to store every output under its own name."},
)


@dataclass(frozen=True, slots=True)
class JobTypeDescription:
    """A job type as its handler describes it; `inputs` and `outputs` are JSON schemas of objects."""

    job_type: str
    name: str
    documentation: str
    inputs: Mapping[str, Any] | None
    outputs: Mapping[str, Any] | None


def element_template(described: JobTypeDescription) -> dict[str, Any]:
    """The element template of a job type, as JSON."""
    return {
        "$schema": SCHEMA,
        "name": described.name,
        "id": described.job_type,
        "description": described.documentation,
        "appliesTo": ["bpmn:Task", "bpmn:ServiceTask"],
        "elementType": {"value": "bpmn:ServiceTask"},
        "groups": [dict(group) for group in GROUPS],
        "properties": [
            {
                "type": "Hidden",
                "value": described.job_type,
                "binding": {"type": "zeebe:taskDefinition", "property": "type"},
            },
            {
                "id": "retries",
                "label": "Retries",
                "type": "String",
                "feel": "optional",
                "value": "3",
                "group": "job",
                "binding": {"type": "zeebe:taskDefinition", "property": "retries"},
            },
            *_inputs(described.inputs or {}),
            *_outputs(described.outputs or {}),
        ],
    }


def _inputs(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    required = schema.get("required", ())
    for name, description in _fields(schema):
        yield {
            "id": f"input_{name}",
            "label": f"{name} *" if name in required else name,
            **description,
            "type": "String",
            "feel": "required",
            "optional": True,
            "group": "inputs",
            "binding": {"type": "zeebe:input", "name": name},
        }


def _outputs(schema: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, description in _fields(schema):
        yield {
            "id": f"output_{name}",
            "label": f"{name} → variable",
            **description,
            "type": "String",
            "optional": True,
            "group": "outputs",
            "binding": {"type": "zeebe:output", "source": f"={name}"},
        }


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """The fields of an object with what its schema says about them, if anything."""
    definitions = schema.get("$defs", {})
    for name, field in schema.get("properties", {}).items():
        text = _description(field, definitions)
        yield name, {"description": text} if text else {}


def _description(field: Mapping[str, Any], definitions: Mapping[str, Any]) -> str | None:
    if "description" in field:
        return str(field["description"])
    if "$ref" in field:
        return _description(definitions[field["$ref"].rpartition("/")[2]], definitions)
    options = [option for option in field.get("anyOf", ()) if option.get("type") != "null"]
    return _description(options[0], definitions) if len(options) == 1 else None
