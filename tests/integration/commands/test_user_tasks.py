from sqlalchemy.event import listen

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


def test_a_completion_takes_three_statements_and_one_commit(service):
    service.deploy(three=sequence("tasks", user_task("one"), user_task("two"), user_task("three")))
    service.start("tasks")  # the definition is read once per process of the service
    statements, commits = [], []
    listen(service.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    listen(service.database.engine, "commit", lambda _: commits.append(1))

    root = service.start("tasks", variables={"amount": 5}).key
    for element in ("one", "two", "three"):
        [task] = service.rows(
            "SELECT key FROM user_task WHERE root_process_instance_key = :root AND element_id = :id",
            root=root,
            id=element,
        )
        service.run(complete_user_task, CompleteUserTask(task.key))

    ours = [each for each in statements if "clock_pin" not in each and "nextval" not in each]
    assert len(ours) == 2 + 3 * (1 + 3)  # start: definition, write; each task: list, then lock, load, write
    assert len(commits) == 4
