"""The worker itself, with procrastinate, on a running clock."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from service import clock
from service.worker.sweep import keep_house
from service.worker.worker import Worker
from tests.integration.drawn import END, START, process, sequence, service_task, user_task

#: seconds after which a test gives up; nothing is measured
PATIENCE = 30


@pytest.fixture
def work(service):
    """Runs a worker until a condition holds."""

    def until(condition):
        async def run():
            async with Worker(service.database, service.runtime, threads=2).running(), asyncio.timeout(PATIENCE):
                while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - the database is asked, not told
                    await asyncio.sleep(0.05)

        asyncio.run(run())

    service.now = datetime.now(UTC)
    return until


def test_slow_jobs_of_many_instances_are_all_done(service, work):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow")))
    keys = [service.start("slow", variables={"amount": number}).key for number in range(10)]

    work(lambda: service.scalar("SELECT count(*) FROM process_instance WHERE state = 'ACTIVE'") == 0)

    assert [service.variables(key)["total"] for key in keys] == [2 * number for number in range(10)]
    assert service.scalar("SELECT count(*) FROM audit_event WHERE type = 'job_completed'") == 10
    assert service.scalar("SELECT count(*) FROM procrastinate_jobs") == 0


def test_a_job_that_procrastinate_lost_is_done_all_the_same(service, work):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow")))
    started = service.start("slow", variables={"amount": 1})
    with service.database.begin() as connection:
        connection.exec_driver_sql("TRUNCATE procrastinate_jobs CASCADE")
        connection.exec_driver_sql("UPDATE job SET dispatched_at = now() - interval '1 hour'")

    work(lambda: service.state(started.key) == "COMPLETED")


def test_a_job_whose_worker_was_killed_runs_again_once(service, work):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow")))
    started = service.start("slow", variables={"amount": 1})
    with service.database.begin() as connection:  # a worker took it, and was never heard of again
        connection.exec_driver_sql("TRUNCATE procrastinate_jobs CASCADE")
        connection.exec_driver_sql("UPDATE job SET worker = 'dead', deadline = now() - interval '1 second'")

    work(lambda: service.state(started.key) == "COMPLETED")

    assert service.scalar("SELECT count(*) FROM audit_event WHERE type = 'job_completed'") == 1
    assert service.job("work").retries == 3


def test_a_timer_fires_once(service, work):
    boundary = (
        '<bpmn:boundaryEvent id="late" attachedToRef="task" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    body = START + user_task("task")[1] + boundary + user_task("remind")[1] + END
    service.deploy(timed=process("timed", body, "start task\ntask end\nlate remind\nremind end"))
    for _ in range(5):
        service.start("timed")

    reminders = "SELECT count(*) FROM user_task WHERE element_id = 'remind'"
    work(lambda: service.scalar(reminders) >= 5)

    assert service.scalar(reminders) == 5
    assert service.scalar("SELECT count(*) FROM timer") == 0


def test_a_timer_follows_the_pinned_clock(service, work):
    timer = (
        '<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition><bpmn:timeDuration>P30D</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    )
    service.deploy(timed=process("timed", START + timer + END, "start wait\nwait end"))
    started = service.start("timed")
    with service.database.begin() as connection:
        connection.exec_driver_sql("INSERT INTO clock_pin (pinned_at) VALUES (%s)", (service.now + timedelta(days=31),))
    try:
        work(lambda: service.state(started.key) == "COMPLETED")
    finally:
        clock.pin(None)


def test_a_quick_handler_that_broke_is_tried_again_by_the_worker(service, work):
    service.deploy(quick=sequence("quick", service_task("work", "test.break", retries=2)))
    service.start("quick", variables={"amount": 1})

    work(lambda: service.scalar("SELECT count(*) FROM incident WHERE state = 'ACTIVE'") == 1)

    assert service.job("work").retries == 0


def test_expired_rows_are_deleted(service):
    with service.database.begin() as connection:
        for number, age in ((1, "1 hour"), (2, "-1 hour")):
            connection.exec_driver_sql(
                "INSERT INTO message (key, name, correlation_key, message_id, published_at, expires_at) "
                f"VALUES ({number}, 'm', '', '{number}', now(), now() - interval '{age}')"
            )
            connection.exec_driver_sql(
                "INSERT INTO idempotency_key (actor, key, request, created_at) "
                f"VALUES ('a', '{number}', '', now() - interval '{23 + number} hours 30 minutes')"
            )
    keep_house(service.database)
    assert [row.key for row in service.rows("SELECT key FROM message")] == [2]
    assert service.rows("SELECT key FROM idempotency_key") == []


def test_jobs_opened_before_their_handler_was_registered_are_done(service, work):
    service.deploy(slow=sequence("slow", service_task("work", "test.slow")))
    started = service.start("slow", variables={"amount": 1})
    with service.database.begin() as connection:  # as the release before left it
        connection.exec_driver_sql("TRUNCATE procrastinate_jobs CASCADE")
        connection.exec_driver_sql("UPDATE job SET queue = NULL, dispatched_at = NULL")

    work(lambda: service.state(started.key) == "COMPLETED")


def test_a_worker_that_is_told_to_stop_gives_back_what_takes_too_long(service, tmp_path):
    service.now = datetime.now(UTC)
    diary = tmp_path / "diary"
    service.deploy(slow=sequence("slow", service_task("work", "test.hang_once", retries=1)))
    started = service.start("slow", variables={"path": str(diary)})

    async def work_while(condition):
        worker = Worker(service.database, service.runtime, threads=1, patience=0.1)
        async with worker.running(), asyncio.timeout(PATIENCE):
            while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - the database is asked, not told
                await asyncio.sleep(0.05)

    asyncio.run(work_while(diary.exists))
    job = service.job("work")
    assert (job.state, job.retries) == ("CREATED", 1)
    assert service.scalar("SELECT count(*) FROM incident") == 0

    asyncio.run(work_while(lambda: service.state(started.key) == "COMPLETED"))
    assert len(diary.read_text().splitlines()) == 2
