"""Several people on one instance at once: everything that is still possible happens, once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.errors import InvalidState, ResourceExhausted
from service.persistence.database import Database
from tests.integration.drawn import END, START, process, sequence, user_task

ROUNDS = 200
FOUR = ("a", "b", "c", "d")


def parallel_tasks():
    body = START + '<bpmn:parallelGateway id="fork" /><bpmn:parallelGateway id="join" />' + END
    body += "".join(user_task(each)[1] for each in FOUR)
    flows = "start fork\njoin end\n" + "\n".join(f"fork {each}\n{each} join" for each in FOUR)
    return process("parallel", body, flows)


def at_once(actions):
    """Run actions in threads of their own, all from one moment; results, or the rejections."""
    barrier = Barrier(len(actions))

    def run(action):
        barrier.wait()
        try:
            return action()
        except InvalidState as rejection:
            return rejection

    with ThreadPoolExecutor(len(actions)) as threads:
        return list(threads.map(run, actions))


def completing(service, key, name, variables):
    return partial(service.run, complete_user_task, CompleteUserTask(key, variables), name)


def test_four_parallel_tasks_completed_at_once_all_succeed(service):
    service.deploy(parallel=parallel_tasks())
    for _ in range(ROUNDS):
        started = service.start("parallel")
        tasks = [service.task(each) for each in FOUR]

        results = at_once([completing(service, key, name, {name: key}) for key, name in zip(tasks, FOUR, strict=True)])

        assert results == [None] * 4
        assert service.state(started.key) == "COMPLETED"
        assert service.variables(started.key) == dict(zip(FOUR, tasks, strict=True))
    assert service.scalar("SELECT count(*) FROM user_task WHERE completed_by = element_id") == 4 * ROUNDS


def test_one_task_completed_by_two_at_once_is_completed_by_one(service):
    service.deploy(two=sequence("two", user_task("first"), user_task("second")))
    for _ in range(ROUNDS):
        started = service.start("two")
        key = service.task("first")

        results = at_once([completing(service, key, name, {"by": name}) for name in ("alice", "bob")])

        assert sorted(str(type(each).__name__) for each in results) == ["InvalidState", "NoneType"]
        winner = ("alice", "bob")[results.index(None)]
        assert service.scalar("SELECT completed_by FROM user_task WHERE key = :k", k=key) == winner
        assert service.variables(started.key) == {"by": winner}
        service.run(complete_user_task, CompleteUserTask(service.task("second")))
        assert service.state(started.key) == "COMPLETED"


def test_whoever_waits_too_long_is_asked_to_come_back(service, database_url):
    service.deploy(one=sequence("one", user_task("only")))
    service.start("one")
    key = service.task("only")
    impatient = Database(database_url, lock_timeout=0.1)
    with service.database.begin() as connection:
        complete_user_task(connection, CompleteUserTask(key), service.context())

        with pytest.raises(ResourceExhausted), impatient.begin() as other:
            complete_user_task(other, CompleteUserTask(key), service.context())
    impatient.dispose()
    assert service.scalar("SELECT state FROM user_task") == "COMPLETED"


def test_what_fails_leaves_nothing_behind(service):
    service.deploy(one=sequence("one", user_task("only")))
    started = service.start("one")
    key = service.task("only")

    def complete_then_break(connection, command, context):
        complete_user_task(connection, command, context)
        raise InvalidState("changed our mind")

    with pytest.raises(InvalidState):
        service.run(complete_then_break, CompleteUserTask(key, {"done": True}))

    assert service.state(started.key) == "ACTIVE"
    assert service.task("only") == key
    assert service.variables(started.key) == {}
