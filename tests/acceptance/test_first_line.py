"""Deploy, start, list, complete: a user-task process from end to end."""

import camunda_orchestration_sdk as sdk

from tests.acceptance.diagrams import groups, sequence, user_task


def test_it_runs(client, deploy):
    deploy(first_line=sequence("first_line", user_task("ask", groups("presales_lead"))))
    data = sdk.ProcessCreationById.from_dict({"processDefinitionId": "first_line", "variables": {"n": 1}})
    started = client.create_process_instance(data=data)
    query = sdk.UserTaskSearchQuery.from_dict({"filter": {"processInstanceKey": str(started.process_instance_key)}})
    tasks = client.search_user_tasks(data=query)
    assert [task.element_id for task in tasks.items] == ["ask"]
    client.complete_user_task(
        user_task_key=tasks.items[0].user_task_key,
        data=sdk.UserTaskCompletionRequest.from_dict({"variables": {"a": 2}}),
    )
    instance = client.get_process_instance(process_instance_key=started.process_instance_key)
    assert str(instance.state) == "COMPLETED"
