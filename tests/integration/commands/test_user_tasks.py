from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from tests.integration.drawn import sequence, user_task


def test_three_user_tasks_one_after_the_other(service):
    service.deploy(three=sequence("tasks", user_task("one"), user_task("two"), user_task("three")))
    started = service.start("tasks", variables={"amount": 5})

    for element in ("one", "two", "three"):
        service.run(complete_user_task, CompleteUserTask(service.task(element), {f"{element}_done": True}), "alice")

    assert service.state(started.key) == "COMPLETED"
    assert service.variables(started.key) == {"amount": 5, "one_done": True, "two_done": True, "three_done": True}
    history = service.rows("SELECT element_id, type, state FROM element_instance ORDER BY key")
    assert {(row.element_id, row.state) for row in history} >= {
        ("start", "COMPLETED"),
        ("one", "COMPLETED"),
        ("two", "COMPLETED"),
        ("three", "COMPLETED"),
        ("end", "COMPLETED"),
    }
    assert service.scalar("SELECT count(*) FROM snapshot") == 0
    assert {row.completed_by for row in service.rows("SELECT completed_by FROM user_task")} == {"alice"}
