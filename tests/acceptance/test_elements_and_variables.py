import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import NotFoundError

from tests.acceptance.diagrams import script_task, sequence, service_task, user_task


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    local = '<zeebe:ioMapping><zeebe:input source="=a" target="inner" /></zeebe:ioMapping>'
    deploy(
        look=sequence("look", user_task("wait", local, name="Look here")),
        broken=sequence("broken", script_task("divide", "=a + undefined_thing", "result"), user_task("after")),
        outside=sequence("outside", service_task("job", "outside")),
    )


def scope(key):
    return sdk.ElementInstanceKey(str(key))


def test_elements_tell_name_type_state_and_times(drive, client):
    instance = drive.start("look", {"a": 1})
    key = instance.process_instance_key
    found = drive.find("element_instances", processInstanceKey=key)
    by_id = {item.element_id: item for item in found}
    assert (str(by_id["start"].state), str(by_id["start"].type_)) == ("COMPLETED", "START_EVENT")
    wait = by_id["wait"]
    assert (wait.element_name, str(wait.type_), str(wait.state), wait.end_date) == (
        "Look here",
        "USER_TASK",
        "ACTIVE",
        None,
    )
    assert client.get_element_instance(element_instance_key=wait.element_instance_key) == wait
    assert [item.element_id for item in drive.find("element_instances", elementInstanceScopeKey=key, type="USER_TASK")]
    assert drive.find("element_instances", processInstanceKey=key, **{"$or": [{"elementId": {"$like": "wa*"}}]}) == [
        wait
    ]


def test_variables_have_the_scope_that_owns_them(drive, client):
    instance = drive.start("look", {"a": 1, "text": "x", "tree": {"b": [1, 2.5]}})
    key = instance.process_instance_key
    task = drive.task(instance)
    found = {(item.name, item.scope_key): item for item in drive.find("variables", processInstanceKey=key)}
    assert found["inner", task.element_instance_key].value == "1"
    assert found["text", key].value == '"x"'
    tree = found["tree", key]
    assert (tree.value.replace(" ", ""), tree.is_truncated) == ('{"b":[1,2.5]}', False)
    assert client.get_variable(variable_key=tree.variable_key).value == tree.value


def test_variables_are_found_by_name_and_by_value_as_json(drive):
    instance = drive.start("look", {"a": 1, "tree": {"x": 1, "y": [2]}})
    key = instance.process_instance_key

    def names(**filter_):
        return sorted(item.name for item in drive.find("variables", processInstanceKey=key, **filter_))

    assert names(value="1") == ["a", "inner"]
    assert names(value='{"y":[2],"x":1}') == ["tree"]
    assert names(value={"$like": '*"y"*'}) == ["tree"]
    assert names(name={"$in": ["a", "b"]}) == ["a"]
    assert names(value="not json") == []


def test_long_values_are_cut_in_lists_unless_wanted_whole(drive, client):
    instance = drive.start("look", {"a": "x" * 9000})
    query = {"filter": {"scopeKey": instance.process_instance_key}}
    [cut] = client.search_variables(data=sdk.VariableSearchQuery.from_dict(query)).items
    assert (len(cut.value), cut.is_truncated) == (8191, True)
    [whole] = client.search_variables(data=sdk.VariableSearchQuery.from_dict(query), truncate_values=False).items
    assert (len(whole.value), whole.is_truncated) == (9002, False)
    assert len(client.get_variable(variable_key=cut.variable_key).value) == 9002
    assert drive.find("variables", scopeKey=instance.process_instance_key, isTruncated=False) == []


def set_variables(client, key, variables, **more):
    request = sdk.SetVariableRequest.from_dict({"variables": variables, **more})
    client.create_element_instance_variables(element_instance_key=scope(key), data=request)


def test_variables_are_set_where_they_live_or_locally(drive, client):
    instance = drive.start("look", {"a": 1})
    key = instance.process_instance_key
    task = drive.task(instance).element_instance_key
    set_variables(client, task, {"a": 5, "inner": 6})
    assert drive.variables(instance) == {"a": "5"}
    set_variables(client, task, {"a": 7}, local=True)
    assert drive.variables(instance) == {"a": "5"}
    values = {item.name: item.value for item in drive.find("variables", scopeKey=task)}
    assert values == {"inner": "6", "a": "7"}
    set_variables(client, key, {"fresh": True})
    assert drive.variables(instance)["fresh"] == "true"


def test_variables_of_what_is_not_there_are_a_404(client, http):
    assert http.put("/v2/element-instances/1/variables", json={"variables": {"a": 1}}).status_code == 404
    with pytest.raises(NotFoundError):
        client.get_variable(variable_key=sdk.VariableKey("1"))
    with pytest.raises(NotFoundError):
        client.get_element_instance(element_instance_key=scope(1))


def test_what_was_answered_is_visible_to_the_next_read(drive, client):
    for number in range(20):
        instance = drive.start("look", {"a": number})
        assert drive.task(instance, "wait")
        set_variables(client, instance.process_instance_key, {"a": -number})
        assert drive.variables(instance) == {"a": str(-number)}


def test_reads_work_though_the_definition_does_not_parse_any_more(drive, client, http, server):
    instance = drive.start("outside", {"a": 1})
    with server.service.database.begin() as connection:
        connection.exec_driver_sql("UPDATE resource SET content = 'garbage' WHERE name = 'outside.bpmn'")
    assert drive.state(instance) == "ACTIVE"
    assert drive.variables(instance) == {"a": "1"}
    [job] = drive.find("jobs", processInstanceKey=instance.process_instance_key)
    assert (job.type_, job.process_definition_id) == ("outside", "outside")
    key = instance.process_definition_key
    assert http.get(f"/v2/process-definitions/{key}/xml").text == "garbage"
    assert client.get_process_definition(process_definition_key=key).process_definition_id == "outside"
