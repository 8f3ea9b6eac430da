"""An external worker written with the SDK, as another team would."""

import asyncio

import pytest
from camunda_orchestration_sdk import CamundaAsyncClient, WorkerConfig

from tests.acceptance.diagrams import sequence, service_task


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(rated=sequence("rated", service_task("rate", "rate")))


def test_the_sdk_s_worker_does_the_jobs_as_they_come(server, drive):
    async def work():
        async with CamundaAsyncClient(configuration={"CAMUNDA_REST_ADDRESS": f"{server.url}/v2"}) as client:

            async def rate(job):
                return {"rate": job.variables.to_dict()["amount"] * 2}

            client.create_job_worker(
                WorkerConfig(job_type="rate", job_timeout_milliseconds=30_000, request_timeout_milliseconds=5_000),
                rate,
                execution_strategy="async",
            )
            running = asyncio.create_task(client.run_workers())
            instances = [await asyncio.to_thread(drive.start, "rated", {"amount": n}) for n in (1, 2, 3)]
            while {await asyncio.to_thread(drive.state, each) for each in instances} != {"COMPLETED"}:  # noqa: ASYNC110 - the service knows when
                await asyncio.sleep(0.02)
            running.cancel()
            return instances

    instances = asyncio.run(asyncio.wait_for(work(), 60))
    assert [drive.variables(each)["rate"] for each in instances] == ["2", "4", "6"]
