"""The commands without HTTP: statements and commits per instance, server CPU per completion, buffers with a million
ended instances, lateness of timers, throughput of one process.

Run: `python tests/benchmarks/commands_bench.py [ended instances]`."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from million_instances import fill, tidy
from sqlalchemy import event

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.commands.runtime import Runtime
from service.handler_runner import HandlerRunner
from service.persistence import schema
from service.persistence.database import Database
from service.persistence.embedded.server import EmbeddedPostgres
from service.persistence.keys import Keys
from service.worker.worker import Worker
from tests.integration.drawn import END, START, process, sequence, user_task
from tests.integration.driver import NoParameters, Service

TASKS = ("one", "two", "three")
ENDED = 1_000_000
ROUNDS = 150
TIMERS = 200
Row = dict[str, Any]


def run(ended: int = ENDED) -> list[Row]:
    """Measure everything: about two minutes, most of it to make the ended instances."""
    with tempfile.TemporaryDirectory(prefix="presales-bench-") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / "data") as postgres:
            return _measured(Database(postgres.url), ended)


def _measured(database: Database, ended: int) -> list[Row]:
    with database.begin() as connection:
        schema.migrate(connection)
    service = Service(database, Runtime(HandlerRunner(NoParameters(), "tests.integration.job_handlers:REGISTRY")))
    service.now = datetime.now(UTC)
    service.deploy(three=sequence("tasks", *(user_task(each) for each in TASKS)))
    for _ in range(20):
        _one_instance(service)
    rows = [*_counted(service), *_timed(service), *_timers(service)]
    tidy(database)
    before = _buffers(service)
    fill(database, ended)
    tidy(database)
    service.runtime.keys = Keys()  # as time goes by: what is new has the greatest keys
    after = _buffers(service)
    rows.append(_row("buffers of a completion, few ended instances", before, "pages"))
    rows.append(_row(f"buffers of a completion, {ended} ended instances", after, "pages"))
    rows.append(_row("buffers with many ended instances, against few", round(after / before, 3), "ratio", hard=1.2))
    database.dispose()
    return rows


def _row(name: str, value: float, unit: str, hard: float | None = None, goal: float | None = None) -> Row:
    return {"name": name, "value": value, "unit": unit, "hard_bar": hard, "goal": goal}


def _open_task(service: Service, root: int) -> int:
    found: int = service.scalar(
        "SELECT key FROM user_task WHERE root_process_instance_key = :root AND state = 'CREATED'", root=root
    )
    return found


def _one_instance(service: Service, completions: Callable[[Callable[[], Any]], Any] = lambda action: action()) -> None:
    root = service.start("tasks", variables={"amount": 5}).key
    for each in TASKS:
        key = _open_task(service, root)
        command = CompleteUserTask(key, {f"{each}_done": True, "note": "as agreed"})
        completions(lambda command=command: service.run(complete_user_task, command, "alice"))


def _counted(service: Service) -> list[Row]:
    """Statements of one instance: a start, one list of its tasks, three completions; the lists between the
    completions are taken off."""
    counts = {"statement": 0, "commit": 0}

    def count_statement(*_: Any) -> None:
        counts["statement"] += 1

    def count_commit(*_: Any) -> None:
        counts["commit"] += 1

    event.listen(service.database.engine, "before_cursor_execute", count_statement)
    event.listen(service.database.engine, "commit", count_commit)
    _one_instance(service)
    event.remove(service.database.engine, "before_cursor_execute", count_statement)
    event.remove(service.database.engine, "commit", count_commit)
    lists = len(TASKS) - 1
    return [
        _row("SQL statements per 3-user-task instance", counts["statement"] - lists, "statements", 40, 30),
        _row("commits per 3-user-task instance", counts["commit"], "commits", 4, 4),
    ]


def _timed(service: Service) -> list[Row]:
    """CPU of this process per completion, without HTTP; and how many instances one process moves."""
    cpu: list[float] = []
    wall: list[float] = []

    def measure(action: Callable[[], Any]) -> None:
        began, began_cpu = time.perf_counter(), time.thread_time()
        action()
        cpu.append(time.thread_time() - began_cpu)
        wall.append(time.perf_counter() - began)

    for _ in range(ROUNDS):
        _one_instance(service, measure)
    began = time.perf_counter()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: _one_instance(service), range(ROUNDS)))
    each_second = ROUNDS / (time.perf_counter() - began)
    return [
        _row("server CPU per completion, without HTTP", _ms(statistics.fmean(cpu)), "ms", 5.0, 2.5),
        _row("completion without HTTP, p50", _ms(statistics.median(wall)), "ms"),
        _row("3-user-task instances per second, 4 threads of one process", round(each_second, 1), "1/s"),
    ]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _timers(service: Service) -> list[Row]:
    """How late timers fire while a worker runs."""
    timer = (
        '<bpmn:intermediateCatchEvent id="wait"><bpmn:timerEventDefinition>'
        '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">=duration(delay)</bpmn:timeDuration>'
        "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
    )
    service.deploy(timed=process("timed", START + timer + END, "start wait\nwait end"))
    asyncio.run(_fire_all(service))
    late = service.rows(
        "SELECT extract(epoch FROM p.ended_at - p.started_at)::float - v.value::text::jsonb::text::float AS seconds "
        "FROM process_instance p JOIN variable v ON v.scope_key = p.key AND v.name = 'seconds' "
        "WHERE p.process_definition_id = 'timed'"
    )
    seconds = sorted(row.seconds for row in late)
    fired = service.scalar("SELECT count(*) FROM audit_event WHERE type = 'timer_fired'")
    return [
        _row("timers fired more than once or never", abs(fired - TIMERS), "timers", 0),
        _row("timer lateness, p95", round(seconds[int(len(seconds) * 0.95)], 3), "s", None, 0.5),
        _row("timer lateness, p50", round(statistics.median(seconds), 3), "s"),
    ]


async def _fire_all(service: Service) -> None:
    async with Worker(service.database, service.runtime, threads=2).running():
        await asyncio.sleep(1)
        for number in range(TIMERS):
            service.now = datetime.now(UTC)
            seconds = 1 + number % 20 / 10
            variables = {"delay": f"PT{seconds}S", "seconds": seconds}
            await asyncio.to_thread(service.start, "timed", variables=variables)
        while await asyncio.to_thread(service.scalar, "SELECT count(*) FROM timer"):  # noqa: ASYNC110 - asked, not told
            await asyncio.sleep(0.2)


def _buffers(service: Service) -> float:
    """Pages that the statements of a completion touch: each is explained first, and undone."""
    touched: list[int] = []
    for _ in range(40):  # prepared statements, warm caches
        _one_instance(service)

    def explain(connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        with connection.connection.cursor() as cursor:
            cursor.execute("SAVEPOINT explained")
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
            touched[-1] += _pages(cursor.fetchone()[0][0]["Plan"])
            cursor.execute("ROLLBACK TO explained")

    def measure(action: Callable[[], Any]) -> None:
        touched.append(0)
        event.listen(service.database.engine, "before_cursor_execute", explain)
        action()
        event.remove(service.database.engine, "before_cursor_execute", explain)

    for _ in range(20):
        _one_instance(service, measure)
    return statistics.fmean(touched)


def _pages(plan: dict[str, Any]) -> int:
    """Pages of a plan, and of the parts of its WITH that nothing reads, which it does not include."""
    parts = [each for each in plan.get("Plans", ()) if each.get("Parent Relationship") == "InitPlan"]
    written = [each for each in parts if each["Node Type"] == "ModifyTable"]
    own = sum(int(plan[f"Shared {kind} Blocks"]) for kind in ("Hit", "Read"))
    return own + sum(_pages(each) for each in written)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:])), indent=2) + "\n")
