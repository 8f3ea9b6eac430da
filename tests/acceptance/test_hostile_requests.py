"""What must never be a 500, nor let a stranger's page in."""

import pytest

from tests.acceptance.diagrams import script_task, sequence, user_task

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(
        any=sequence("any", user_task("wait")),
        copy=sequence("copy", script_task("copy_it", "=a", "b"), user_task("wait")),
    )


def start(http, variables, process="any"):
    body = f'{{"processDefinitionId": "{process}", "variables": {variables}}}'
    return http.post("/v2/process-instances", content=body, headers=JSON)


@pytest.mark.parametrize("process", ["any", "copy"])
@pytest.mark.parametrize(
    "value",
    [
        "[" * 100 + "]" * 100,
        "[" * 900 + "]" * 900,
        "[" * 100_000 + "]" * 100_000,
        '{"a":' * 900 + "1" + "}" * 900,
        "1" * 400,
        "1" * 5000,
        "1e400",
        "1e999999999",
        "-1e-999999999",
        "0." + "1" * 400,
        '"' + "x" * 1_000_000 + '"',
        '"\\ud800"',
        '"\\u0000"',
        "NaN",
        "Infinity",
        "",
    ],
    ids=lambda value: value[:12] + f"…{len(value)}",
)
def test_a_strange_value_is_kept_or_refused(http, value, process):
    answer = start(http, f'{{"a": {value}}}', process)
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 200:
        key = answer.json()["processInstanceKey"]
        wanted = {"filter": {"processInstanceKey": key}}
        assert http.post("/v2/variables/search", json=wanted).status_code == 200
        [task] = http.post("/v2/user-tasks/search", json=wanted).json()["items"] or [None]
        if task is not None:
            assert http.post(f"/v2/user-tasks/{task['userTaskKey']}/completion", json={}).status_code == 204


@pytest.mark.parametrize("name", ['"a b"', '"日本"', '""', '"=x"', '"a.b"', '"' + "n" * 5000 + '"'])
def test_a_strange_name_is_kept_or_refused(http, name):
    assert start(http, f"{{{name}: 1}}").status_code in (200, 400)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/process-instances/-1"),
        ("GET", "/v2/process-instances/%00"),
        ("GET", "/v2/process-instances/9223372036854775807"),
        ("GET", "/v2/decision-instances/1-99999999999"),
        ("GET", "/v2/documents/%00"),
        ("GET", "/v2/documents/../../etc/passwd"),
        ("GET", "/presales/cases/%00"),
        ("GET", "/presales/cases/99999999999999999999"),
        ("GET", "/presales/forms/%00/json-schema"),
        ("GET", "/presales/cases?limit=x"),
        ("GET", "/presales/cases?after=x"),
        ("POST", "/v2/user-tasks/1/completion?x=1"),
    ],
)
def test_a_strange_path_is_refused(http, method, path):
    assert http.request(method, path).status_code in (400, 404)


@pytest.mark.parametrize(
    "body", ["[]", "1", '"x"', "null", "{", "\xff", '{"filter": []}', '{"page": {"after": "e30="}}', '{"sort": [1]}']
)
def test_a_strange_search_is_refused_or_empty(http, body):
    answer = http.post("/v2/variables/search", content=body.encode("latin-1"), headers=JSON)
    assert answer.status_code in (200, 400)


def test_a_strange_upload_is_refused(http):
    for content in (b"", b"\x00\xff", b"<x", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'):
        for name in ("a.bpmn", "a.dmn", "a.form", "a.exe"):
            answer = http.post("/v2/deployments", files={"resources": (name, content)})
            assert answer.status_code == 400, (name, content, answer.text)


def test_a_body_of_another_type_is_refused(http):
    body = b'{"processDefinitionId": "any"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        assert http.post("/v2/process-instances", content=body, headers={"Content-Type": kind}).status_code == 400


def test_too_large_a_request_is_refused(http):
    answer = http.post("/v2/process-instances", content=b"x" * (33 * 2**20), headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["status"] == 413


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_s_page_cannot_change_anything(http, site):
    answer = http.post("/v2/clock/reset", headers={"Sec-Fetch-Site": site, "Origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["title"]) == (403, "FORBIDDEN")
    assert http.get("/docs", headers={"Sec-Fetch-Site": site}).status_code == 200
    assert http.post("/v2/clock/reset", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 204


def test_a_domain_that_was_made_to_mean_this_machine_is_refused(http):
    assert http.get("/v2/topology", headers={"Host": "evil.example:8080"}).status_code == 403
    for host in ("localhost:8080", "127.0.0.1", "[::1]:8080", "LOCALHOST"):
        assert http.get("/v2/topology", headers={"Host": host}).status_code == 200
