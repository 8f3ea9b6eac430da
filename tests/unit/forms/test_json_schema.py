import json
from pathlib import Path

import pytest

from service import exact_json
from service.forms.json_schema import json_schema

FORMS = sorted((Path(__file__).parents[3] / "bpmn" / "forms").glob("*.form"))
FORM = {
    "id": "f",
    "components": [
        {"type": "textfield", "key": "a.name", "label": "姓名", "validate": {"required": True, "maxLength": 60}},
        {"type": "number", "key": "a.age", "label": "Age", "decimalDigits": 0, "validate": {"min": 0, "max": "=limit"}},
        {"type": "radio", "key": "sex", "values": [{"label": "M", "value": "M"}], "validate": {"required": True}},
        {"type": "datetime", "key": "on", "subtype": "date", "dateLabel": "Day"},
        {"type": "textfield", "key": "why", "conditional": {"hide": "=ok"}, "validate": {"required": True}},
        {
            "type": "dynamiclist",
            "path": "kids",
            "label": "Kids",
            "components": [{"type": "checkbox", "key": "school", "label": "School"}],
        },
    ],
}


def test_a_form_becomes_an_object_of_its_fields():
    schema = json_schema("f", json.dumps(FORM))
    assert schema["required"] == ["a", "sex"]
    applicant = schema["properties"]["a"]
    assert applicant["required"] == ["name"]
    assert applicant["properties"]["name"] == {"title": "姓名", "type": "string", "minLength": 1, "maxLength": 60}
    assert applicant["properties"]["age"] == {"title": "Age", "type": ["integer", "null"], "minimum": 0}
    assert schema["properties"]["sex"] == {"title": "sex", "type": "string", "enum": ["M"]}
    assert schema["properties"]["on"] == {"title": "Day", "type": ["string", "null"], "format": "date"}
    kid = schema["properties"]["kids"]["items"]
    assert kid["properties"]["school"] == {"title": "School", "type": ["boolean", "null"]}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_every_bundled_form_has_one(file):
    text = file.read_text("utf-8")
    schema = json_schema(file.stem, text)
    assert schema["properties"]
    exact_json.encode(schema)
