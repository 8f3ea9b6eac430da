import subprocess
import sys
import time

import psutil

from service.worker.handler_process import HandlerProcesses
from service.worker.steps import Steps
from tests.integration.drawn import sequence, service_task

WORKER = """
import asyncio, sys
from service.commands.runtime import Runtime
from service.handler_runner import HandlerRunner
from service.persistence.database import Database
from service.worker.worker import Worker
from tests.integration.driver import NoParameters

if __name__ == "__main__":
    runtime = Runtime(HandlerRunner(NoParameters(), "tests.integration.job_handlers:REGISTRY"))
    asyncio.run(Worker(Database(sys.argv[1]), runtime, threads=1).run())
"""


def wait_until(condition):
    give_up = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_a_worker_killed_in_the_middle_of_a_job_leaves_no_handler_and_the_job_runs_again_once(
    service, database_url, tmp_path
):
    diary = tmp_path / "diary"
    service.deploy(slow=sequence("slow", service_task("work", "test.hang_once")))
    started = service.start("slow", variables={"path": str(diary)})
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    worker = subprocess.Popen([sys.executable, str(script), database_url], env={"PYTHONPATH": ":".join(sys.path)})
    wait_until(lambda: diary.exists() and diary.read_text().endswith("\n"))

    worker.kill()
    worker.wait()

    handler = int(diary.read_text())
    wait_until(lambda: not psutil.pid_exists(handler) or psutil.Process(handler).status() == psutil.STATUS_ZOMBIE)
    job = service.job("work")
    assert (job.state, job.retries) == ("CREATED", 3)
    processes = HandlerProcesses(service.runtime.handlers, 1)
    steps = Steps(service.database, service.runtime, processes)
    assert not steps.run_job(job.key), "it is the dead worker's until its claim runs out"
    with service.database.begin() as connection:
        connection.exec_driver_sql("UPDATE job SET deadline = now() - interval '1 second'")

    assert steps.run_job(job.key)
    assert not steps.run_job(job.key)
    processes.end()

    assert service.state(started.key) == "COMPLETED"
    assert len(diary.read_text().splitlines()) == 2
    assert service.job("work").retries == 3
    assert service.scalar("SELECT count(*) FROM audit_event WHERE type = 'job_completed'") == 1
