import json
import re

import pytest

from tests.acceptance.diagrams import sequence, user_task

#: calls of the contract that this service offers, as the SDK names them, by method and path
OFFERED = """
GET /v2/topology
GET /v2/status
GET /v2/license
GET /v2/authentication/me
POST /v2/deployments
POST /v2/resources/search
GET /v2/resources/{}
GET /v2/resources/{}/content/binary
POST /v2/process-definitions/search
GET /v2/process-definitions/{}
GET /v2/process-definitions/{}/xml
GET /v2/process-definitions/{}/form
POST /v2/process-instances
POST /v2/process-instances/search
GET /v2/process-instances/{}
POST /v2/process-instances/{}/cancellation
POST /v2/process-instances/{}/incidents/search
POST /v2/process-instances/{}/incident-resolution
GET /v2/process-instances/{}/call-hierarchy
GET /v2/process-instances/{}/sequence-flows
GET /v2/process-instances/{}/statistics/element-instances
POST /v2/element-instances/search
GET /v2/element-instances/{}
PUT /v2/element-instances/{}/variables
POST /v2/element-instances/{}/incidents/search
POST /v2/variables/search
GET /v2/variables/{}
POST /v2/user-tasks/search
GET /v2/user-tasks/{}
PATCH /v2/user-tasks/{}
PATCH /v2/user-tasks/{}/update
POST /v2/user-tasks/{}/assignment
DELETE /v2/user-tasks/{}/assignee
POST /v2/user-tasks/{}/completion
GET /v2/user-tasks/{}/form
POST /v2/user-tasks/{}/variables/search
POST /v2/user-tasks/{}/effective-variables/search
POST /v2/jobs/activation
POST /v2/jobs/search
POST /v2/jobs/{}/completion
POST /v2/jobs/{}/failure
POST /v2/jobs/{}/error
PATCH /v2/jobs/{}
POST /v2/incidents/search
GET /v2/incidents/{}
POST /v2/incidents/{}/resolution
POST /v2/messages/publication
POST /v2/messages/correlation
POST /v2/message-subscriptions/search
POST /v2/decision-definitions/search
GET /v2/decision-definitions/{}
GET /v2/decision-definitions/{}/xml
POST /v2/decision-definitions/evaluation
POST /v2/decision-requirements/search
GET /v2/decision-requirements/{}
GET /v2/decision-requirements/{}/xml
POST /v2/decision-instances/search
GET /v2/decision-instances/{}
GET /v2/forms/{}
POST /v2/documents
GET /v2/documents/{}
DELETE /v2/documents/{}
POST /v2/expression/evaluation
PUT /v2/clock
POST /v2/clock/reset
POST /presales/cases
GET /presales/cases
POST /presales/cases/search
GET /presales/cases/{}
GET /presales/cases/{}/timeline
GET /presales/cases/{}/documents
GET /presales/cases/{}/documents/{}
GET /presales/cases/{}/signatures
GET /presales/cases/{}/archive
GET /verify
GET /verify/{}
GET /presales/products
POST /presales/products/search
GET /presales/products/{}
GET /presales/products/{}/versions
GET /presales/forms/{}/json-schema
GET /presales/notices
POST /presales/notices/search
POST /presales/notices/{}/acknowledgement
POST /presales/quotations:calculate
POST /presales/needs:calculate
GET /livez
GET /readyz
GET /metrics
""".splitlines()


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(shape=sequence("shape", user_task("wait")))


@pytest.fixture(scope="module")
def document(http):
    return http.get("/openapi.json").json()


@pytest.fixture(scope="module")
def operations(document):
    return {
        (method.upper(), path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_call_that_is_offered_is_documented_and_no_other(operations):
    shown = {f"{method} {re.sub(r'{[^}]*}', '{}', path)}" for method, path in operations}
    assert shown == set(OFFERED[1:])


def test_every_call_says_what_it_is_and_belongs_somewhere(operations):
    nameless = [key for key, operation in operations.items() if not (operation.get("summary") and operation["tags"])]
    assert nameless == []
    assert [key for key, operation in operations.items() if not operation.get("description")] == []


def test_every_call_has_an_answer_with_a_schema_and_problems(operations):
    health = {"/livez", "/metrics"}
    for (method, path), operation in operations.items():
        good = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
        assert good, (method, path)
        assert all(answer.get("content") for status, answer in good.items() if status != "204"), (method, path)
        problems = [status for status in operation["responses"] if status[0] in "45"]
        assert path in health or problems, (method, path)
        for status in problems:
            assert "application/problem+json" in operation["responses"][status]["content"], (method, path, status)


def test_every_post_put_and_patch_shows_its_body_with_an_example(document, operations):
    bodiless = {
        "/v2/clock/reset",
        "/v2/process-instances/{processInstanceKey}/incident-resolution",
        "/presales/notices/{noticeKey}/acknowledgement",
    }
    for (method, path), operation in operations.items():
        if method in ("POST", "PUT", "PATCH") and path not in bodiless:
            assert operation.get("requestBody"), (method, path)
    searches = [operation for (_, path), operation in operations.items() if path.endswith("/search")]
    assert all("example" in json.dumps(operation["requestBody"]) for operation in searches)
    named = set(
        re.findall(r"#/components/schemas/(\w+)", json.dumps([o.get("requestBody") for o in operations.values()]))
    )
    examples = [name for name in named if '"example' in json.dumps(document["components"]["schemas"][name])]
    assert len(examples) > len(named) / 2


def test_every_reference_leads_somewhere(document):
    named = set(re.findall(r"#/components/schemas/([\w-]+)", json.dumps(document)))
    assert named <= set(document["components"]["schemas"])


def test_a_repeatable_post_shows_its_key(operations):
    parameters = {parameter["name"] for parameter in operations["POST", "/v2/process-instances"]["parameters"]}
    assert {"Idempotency-Key", "X-Request-Id"} <= parameters
    parameters = {parameter["name"] for parameter in operations["POST", "/v2/jobs/search"]["parameters"]}
    assert "Idempotency-Key" not in parameters


def test_a_change_of_what_has_an_etag_shows_if_match(operations):
    taking = {path for (_, path), each in operations.items() if "If-Match" in {p["name"] for p in each["parameters"]}}
    task = "/v2/user-tasks/{userTaskKey}"
    assert taking == {f"{task}{verb}" for verb in ("", "/assignment", "/assignee", "/completion", "/update")}


def test_the_documentation_is_shown(http):
    page = http.get("/docs")
    assert page.status_code == 200
    assert "/openapi.json" in page.text
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert assets
    assert all(http.get(asset).status_code == 200 for asset in assets)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v2/topology", None),
        ("GET", "/v2/license", None),
        ("GET", "/v2/authentication/me", None),
        ("POST", "/v2/expression/evaluation", {"expression": "=nobody"}),
        ("POST", "/v2/documents", None),
        ("POST", "/v2/deployments", None),
        ("POST", "/v2/process-instances", {"processDefinitionId": "shape"}),
        ("POST", "/v2/jobs/activation", {"type": "x", "timeout": 1, "maxJobsToActivate": 1, "requestTimeout": -1}),
        ("POST", "/v2/messages/publication", {"name": "x"}),
        ("POST", "/v2/user-tasks/search", {}),
        ("POST", "/v2/process-instances/search", {}),
    ],
)
def test_an_answer_has_the_shape_that_is_documented(http, document, operations, method, path, body):
    diagram = sequence("shape", user_task("wait"))
    files = {"/v2/documents": {"file": ("a.txt", b"x")}, "/v2/deployments": {"resources": ("a.bpmn", diagram)}}
    answer = http.request(method, path, json=body, files=files.get(path))
    schema = operations[method, path]["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    check(document, schema, answer.json(), path)


def check(document, schema, value, place):
    """Hold a value against the parts of JSON Schema that the documentation uses."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        fitting = [choice for choice in schema["anyOf"] if (choice.get("type") == "null") == (value is None)]
        return check(document, fitting[0], value, place)
    types = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}
    named = schema.get("type", [])
    allowed = tuple(types[name] for name in ([named] if isinstance(named, str) else named))
    assert not allowed or isinstance(value, allowed), (place, schema, value)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema.get("required", ())) <= set(value) <= set(schema["properties"]), (place, sorted(value))
        for name, inner in value.items():
            check(document, schema["properties"][name], inner, f"{place}.{name}")
    if isinstance(value, list) and "items" in schema:
        for inner in value:
            check(document, schema["items"], inner, f"{place}[]")
    return None
