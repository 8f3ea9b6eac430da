"""Limits of stages are told once: by several workers at once, after one that died, and never beside a step."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.commands.deploy import Deploy, deploy
from service.commands.instance_work import open_instance
from service.commands.runtime import Runtime
from service.handler_runner import HandlerRunner
from service.presales.parameters import ParameterFiles
from service.presales.stages.notices import tell_due
from service.presales.stages.watch import StageWatch
from service.worker.worker import Worker
from tests.acceptance.diagrams import extensions, groups, sequence, user_task
from tests.integration.driver import Service

BUNDLED = Path(__file__).parents[3] / "bpmn" / "jurisdictions"
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine in Shanghai
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)  # everything that S1 tells has come
CASES = 30
#: seconds after which a test gives up; nothing is measured
PATIENCE = 30


@pytest.fixture
def service(database):
    parameters = ParameterFiles(BUNDLED)
    runtime = Runtime(HandlerRunner(parameters), watchers=(StageWatch(parameters),))
    service = Service(database, runtime, MONDAY)
    stage = '<zeebe:properties><zeebe:property name="stage" value="S1" /></zeebe:properties>'
    called = '<zeebe:calledElement processId="screen" propagateAllChildVariables="false" />'
    call = f'<bpmn:callActivity id="screening" name="S1">{extensions(called, stage)}</bpmn:callActivity>'
    files = {
        "sheet.bpmn": sequence("sheet", call),
        "screen.bpmn": sequence("screen", user_task("look", groups("account_manager"))),
        "time_limits.dmn": (BUNDLED / "CN/decisions/time_limits.dmn").read_bytes(),
    }
    service.run(deploy, Deploy(files))
    return service


def start(service):
    return service.start("sheet", variables={"case": {"jurisdiction": "CN", "client_type": "INDIVIDUAL"}}).key


def tell(service, now=THURSDAY, limit=7):
    with service.database.begin() as connection:
        return tell_due(connection, now, lambda: service.runtime.keys.take(connection), limit)


def told(service):
    return [
        tuple(row)
        for row in service.rows("SELECT root_process_instance_key, kind, level FROM notice ORDER BY 1, due_at, level")
    ]


def all_of(keys):
    kinds = (("STAGE_WARNED", 0), ("STAGE_OVERDUE", 0), ("STAGE_ESCALATED", 1), ("STAGE_ESCALATED", 2))
    return [(key, *kind) for key in sorted(keys) for kind in kinds]


def test_several_workers_tell_each_limit_once(service):
    keys = [start(service) for _ in range(CASES)]

    def work(_):
        count = 0
        while told_now := tell(service):
            count += told_now
        return count

    with ThreadPoolExecutor(4) as workers:
        counts = list(workers.map(work, range(4)))
    while rest := tell(service):  # what was locked by another in the last round
        counts.append(rest)
    assert sum(counts) == 4 * CASES
    assert told(service) == all_of(keys)
    assert service.scalar("SELECT count(*) FROM stage_limit") == 0
    assert service.scalar("SELECT count(*) FROM audit_event WHERE type = 'stage_warned'") == CASES


def test_limits_that_are_set_again_are_not_told_again(service):
    key = start(service)
    with service.database.begin() as connection:
        connection.exec_driver_sql("CREATE TEMP TABLE before AS SELECT * FROM stage_limit")
        assert tell_due(connection, THURSDAY, lambda: service.runtime.keys.take(connection)) == 4
        connection.exec_driver_sql("INSERT INTO stage_limit SELECT * FROM before")
    tell(service)
    assert told(service) == all_of([key])
    assert service.scalar("SELECT count(*) FROM audit_event WHERE entity_type = 'stage'") == 4
    assert service.scalar("SELECT count(*) FROM stage_limit") == 0


def test_a_worker_that_dies_before_it_commits_has_told_nothing(service):
    key = start(service)
    with pytest.raises(RuntimeError, match="killed"), service.database.begin() as connection:
        assert tell_due(connection, THURSDAY, lambda: service.runtime.keys.take(connection)) == 4
        raise RuntimeError("killed")
    assert told(service) == []
    assert tell(service) == 4
    assert tell(service) == 0
    assert told(service) == all_of([key])


def test_a_case_that_somebody_works_on_is_told_about_later(service):
    key = start(service)
    with service.database.begin() as connection:
        open_instance(connection, service.context(), "process_instance", key)
        assert tell(service) == 0
    assert tell(service) == 4


def test_a_stage_that_ended_in_time_tells_nothing(service):
    start(service)
    service.run(complete_user_task, CompleteUserTask(service.task("look"), {}))
    assert tell(service) == 0
    [clock] = service.rows("SELECT worked, waited, due_at, sla, ended_at FROM stage_clock")
    assert (clock.worked, clock.waited, clock.due_at, clock.sla, clock.ended_at) == (0, 0, None, "ON_TIME", MONDAY)


def test_what_is_kept_of_a_stage_is_its_working_time(service):
    start(service)
    service.now = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # Tuesday 14:00: eight hours and four
    service.run(complete_user_task, CompleteUserTask(service.task("look"), {}))
    assert service.scalar("SELECT worked / 3600000000 FROM stage_clock") == 12


def test_a_running_worker_tells_what_is_due(service):
    service.now = datetime.now(UTC) - timedelta(days=30)
    key = start(service)

    async def run():
        worker = Worker(service.database, service.runtime, threads=1)
        async with worker.running(), asyncio.timeout(PATIENCE):
            while len(told(service)) < 4:  # noqa: ASYNC110 - the database is asked, not told
                await asyncio.sleep(0.05)

    asyncio.run(run())
    assert told(service) == all_of([key])
