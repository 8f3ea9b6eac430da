import camunda_orchestration_sdk as sdk
import pytest

from service.main import create_service
from service.settings import Settings
from tests.acceptance.diagrams import sequence, user_task
from tests.acceptance.serving import free_port, serve


@pytest.fixture
def running_clock(client):
    yield
    client.reset_clock()


@pytest.mark.usefixtures("running_clock")
def test_a_pinned_clock_stands_still(client, drive, deploy):
    deploy(timed=sequence("timed", user_task("wait")))
    client.pin_clock(data=sdk.ClockPinRequest(timestamp=1_800_000_000_000))
    for _ in range(2):
        instance = drive.start("timed")
        found = client.get_process_instance(process_instance_key=instance.process_instance_key)
        assert found.start_date.isoformat() == "2027-01-15T08:00:00+00:00"
    client.reset_clock()
    instance = drive.start("timed")
    found = client.get_process_instance(process_instance_key=instance.process_instance_key)
    assert found.start_date.isoformat() != "2027-01-15T08:00:00+00:00"


def test_a_time_that_is_none_is_refused(http):
    assert http.put("/v2/clock", json={"timestamp": -1}).status_code == 400
    assert http.put("/v2/clock", json={"timestamp": 10**30}).status_code == 400


def test_outside_of_test_mode_the_clock_cannot_be_pinned(module_database_url):
    settings = Settings(database_url=module_database_url, port=free_port(), embedded_worker=False)
    for server in serve(create_service(settings)):
        with server.http() as http:
            assert http.put("/v2/clock", json={"timestamp": 1}).status_code == 403
            assert http.post("/v2/clock/reset").status_code == 403
