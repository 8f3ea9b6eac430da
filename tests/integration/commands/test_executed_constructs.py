"""Every diagram of tests/diagrams/executed is deployed and started through the commands; event sub-processes fire."""

import json
from datetime import timedelta

import pytest

from service.commands.activate_jobs import ActivateJobs, activate_jobs
from service.commands.complete_job import CompleteJob, complete_job
from service.commands.correlate_message import CorrelateMessage, correlate_message
from service.commands.deploy import Deploy, deploy
from service.commands.fire_timer import FireTimer, fire_timer
from service.errors import InvalidArgument
from tests.diagrams.test_executed import FOLDER, VARIABLES, WAITS
from tests.integration.drawn import sequence, user_task

FORM = json.dumps({"id": "a_form", "type": "default", "components": []})
DECISION = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="graph" name="Graph" namespace="n"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"><decision id="a_decision" name="A">
 <extensionElements><zeebe:versionTag value="1.0.0"/></extensionElements><variable name="A"/>
 <literalExpression id="e"><text>5</text></literalExpression></decision></definitions>"""
CALLED = sequence("other", user_task("task")).replace(
    'isExecutable="true">',
    'isExecutable="true"><bpmn:extensionElements><zeebe:versionTag value="1.0.0"/></bpmn:extensionElements>',
)


@pytest.fixture
def deployed(service):
    files = {path.name: path.read_bytes() for path in FOLDER.glob("*.bpmn")}
    files |= {"a.form": FORM.encode(), "a.dmn": DECISION.encode(), "other.bpmn": CALLED.encode()}
    service.run(deploy, Deploy(files))
    return service


def test_each_construct_runs_to_its_first_wait(deployed):
    for path in sorted(FOLDER.glob("*.bpmn")):
        started = deployed.start(path.stem.replace("-", "_"), variables=VARIABLES)

        expected = "ACTIVE" if path.stem in WAITS else "COMPLETED"
        assert (path.stem, deployed.state(started.key)) == (path.stem, expected)
    assert deployed.rows("SELECT * FROM incident") == []


def test_an_interrupting_event_sub_process_ends_everything_else(deployed):
    started = deployed.start("event_sub_process_timer")
    [timer] = deployed.rows("SELECT * FROM timer")
    assert timer.due == deployed.now + timedelta(hours=1)

    deployed.later(hours=1)
    assert deployed.run(fire_timer, FireTimer(timer.key))

    assert deployed.state(started.key) == "COMPLETED"
    assert deployed.scalar("SELECT state FROM user_task") == "CANCELED"


def test_a_non_interrupting_event_sub_process_runs_as_often_as_its_message_comes(deployed):
    started = deployed.start("event_sub_process_message_non_interrupting", variables={"order": "A-1"})

    for _ in range(2):
        deployed.run(correlate_message, CorrelateMessage("paid", "A-1", {"amount": 7}))

    assert deployed.state(started.key) == "ACTIVE"
    assert deployed.scalar("SELECT count(*) FROM element_instance WHERE element_id = 'aside'") == 2
    assert deployed.scalar("SELECT state FROM user_task") == "CREATED"


def test_behind_an_event_based_gateway_the_first_event_decides(deployed):
    started = deployed.start("event_based_gateway", variables={"order": "A-1"})

    deployed.run(correlate_message, CorrelateMessage("paid", "A-1", {"amount": 7}))

    assert deployed.state(started.key) == "COMPLETED"
    assert deployed.scalar("SELECT count(*) FROM timer") == 0
    assert deployed.scalar("SELECT count(*) FROM element_instance WHERE element_id = 'late'") == 0


def test_a_compensation_handler_is_a_job_like_any_other(deployed):
    started = deployed.start("compensation_end_event")
    [job] = deployed.run(activate_jobs, ActivateJobs("unbook", timeout=60_000, max_jobs=5, worker="w"))
    [around] = deployed.rows("SELECT scope_key FROM element_instance WHERE element_id = 'unbook'")
    assert (job.element_id, around.scope_key) == ("unbook", started.key)

    deployed.run(complete_job, CompleteJob(job.key, {}))

    assert deployed.state(started.key) == "COMPLETED"
    assert deployed.scalar("SELECT count(*) FROM element_instance WHERE element_id = 'booked'") == 1


def test_no_instance_starts_at_a_compensation_handler(deployed):
    with pytest.raises(InvalidArgument, match="'unbook' only compensates another"):
        deployed.start("compensation_throw_event", start_at=("unbook",))
