def test_topology_names_the_version_of_the_contract(client):
    topology = client.get_topology()
    assert topology.gateway_version == "8.10.0"
    assert [str(p.role) for p in topology.brokers[0].partitions] == ["leader"]


def test_status_and_health(http):
    assert http.get("/v2/status").status_code == 204
    assert http.get("/livez").text == "ok"
    assert http.get("/readyz").text == "ok"


def test_no_license_is_needed(client):
    assert client.get_license().valid_license


def test_without_users_file_the_actor_is_who_it_says_or_anonymous(client, http):
    assert client.get_authentication().username == "anonymous"
    assert http.get("/v2/authentication/me", headers={"X-Actor": "mei"}).json()["username"] == "mei"


def test_every_answer_carries_the_request_id_and_continues_the_trace(http):
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"X-Request-Id": "r-1", "traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    answer = http.get("/v2/license", headers=headers)
    assert answer.headers["x-request-id"] == "r-1"
    assert answer.headers["traceparent"].split("-")[1] == trace
    assert len(http.get("/v2/license").headers["x-request-id"]) == 32


def test_identity_administration_is_refused_with_where_users_come_from(http):
    problem = http.post("/v2/users/search", json={})
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"
    assert "users file" in problem.json()["detail"]


def test_an_unknown_path_is_a_problem(http):
    assert http.get("/v2/nonsense").json() == {
        "type": "about:blank",
        "title": "NOT_FOUND",
        "status": 404,
        "detail": "The service has no /v2/nonsense. See /docs for what it has.",
        "instance": "/v2/nonsense",
    }


def test_a_method_that_a_path_does_not_take_is_a_problem(http):
    problem = http.delete("/v2/topology")
    assert problem.status_code == 405
    assert problem.json()["detail"].startswith("/v2/topology does not take DELETE")
