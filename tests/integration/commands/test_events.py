"""Messages and timers."""

from datetime import timedelta

import pytest

from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.commands.correlate_message import CorrelateMessage, correlate_message
from service.commands.fire_timer import FireTimer, fire_timer
from service.commands.publish_message import PublishMessage, publish_message
from service.errors import AlreadyExists, NotFound
from tests.integration.drawn import END, START, process, sequence, user_task

MESSAGE = (
    '<bpmn:message id="answer" name="answer"><bpmn:extensionElements><zeebe:subscription correlationKey="=case" />'
    "</bpmn:extensionElements></bpmn:message>"
)


def receiving(process_id):
    receive = '<bpmn:receiveTask id="wait" messageRef="answer" />'
    return process(process_id, START + receive + END, "start wait\nwait end", outside=MESSAGE)


def timed(interrupting, definition="<bpmn:timeDuration>PT1H</bpmn:timeDuration>"):
    boundary = (
        f'<bpmn:boundaryEvent id="late" attachedToRef="task" cancelActivity="{str(interrupting).lower()}">'
        f"<bpmn:timerEventDefinition>{definition}</bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    body = START + user_task("task")[1] + boundary + user_task("remind")[1] + END
    return process("timed", body, "start task\ntask end\nlate remind\nremind end")


def test_a_message_reaches_the_instance_with_its_key_once(service):
    service.deploy(receiving=receiving("receiving"))
    one = service.start("receiving", variables={"case": "1"})
    two = service.start("receiving", variables={"case": "2"})

    result = service.run(correlate_message, CorrelateMessage("answer", "2", {"yes": True}))

    assert result.process_instance_key == two.key
    assert (service.state(one.key), service.state(two.key)) == ("ACTIVE", "COMPLETED")
    assert service.variables(two.key) == {"case": "2", "yes": True}
    states = service.rows("SELECT state FROM message_subscription ORDER BY correlation_key")
    assert [each.state for each in states] == ["CREATED", "CORRELATED"]
    with pytest.raises(NotFound, match="nobody does"):
        service.run(correlate_message, CorrelateMessage("answer", "2"))


def test_a_message_is_taken_once_per_process_and_by_every_process(service):
    service.deploy(a=receiving("a"), b=receiving("b"))
    keys = [service.start(each, variables={"case": "1"}).key for each in ("a", "a", "b")]

    service.run(publish_message, PublishMessage("answer", "1"))
    assert [service.state(key) for key in keys] == ["COMPLETED", "ACTIVE", "COMPLETED"]
    service.run(publish_message, PublishMessage("answer", "1"))
    assert [service.state(key) for key in keys] == ["COMPLETED"] * 3


def test_a_business_id_narrows_who_gets_it(service):
    service.deploy(a=receiving("a"))
    first = service.start("a", variables={"case": "1"}, business_id="x")
    second = service.start("a", variables={"case": "1"}, business_id="y")
    service.run(publish_message, PublishMessage("answer", "1", business_id="y"))
    assert (service.state(first.key), service.state(second.key)) == ("ACTIVE", "COMPLETED")


def test_nobody_waiting_is_no_error_for_a_published_message(service):
    assert service.run(publish_message, PublishMessage("answer", "1")) > 0


def test_a_message_id_is_taken_once_until_it_expires(service):
    message = PublishMessage("answer", "1", message_id="m-1", time_to_live=60_000)
    service.run(publish_message, message)
    with pytest.raises(AlreadyExists, match="m-1"):
        service.run(publish_message, message)
    service.later(minutes=2)
    service.run(publish_message, message)


def test_an_interrupting_timer_ends_the_task_and_fires_once(service):
    service.deploy(timed=timed(interrupting=True))
    service.start("timed")
    [timer] = service.rows("SELECT * FROM timer")
    assert timer.due == service.now + timedelta(hours=1)
    assert not service.run(fire_timer, FireTimer(timer.key)), "it is not due"

    service.later(hours=1)
    assert service.run(fire_timer, FireTimer(timer.key))
    assert not service.run(fire_timer, FireTimer(timer.key)), "it never fires twice"

    assert service.scalar("SELECT state FROM user_task WHERE element_id = 'task'") == "CANCELED"
    assert service.task("remind")


def test_a_timer_goes_when_its_task_is_done(service):
    service.deploy(timed=timed(interrupting=True))
    service.start("timed")
    key = service.scalar("SELECT key FROM timer")
    service.run(complete_user_task, CompleteUserTask(service.task("task")))
    assert service.scalar("SELECT count(*) FROM timer") == 0
    service.later(hours=2)
    assert not service.run(fire_timer, FireTimer(key))


def test_a_cycle_fires_as_often_as_it_says(service):
    service.deploy(timed=timed(interrupting=False, definition="<bpmn:timeCycle>R2/PT1H</bpmn:timeCycle>"))
    service.start("timed")
    for fired in (1, 2):
        service.later(hours=1)
        [timer] = service.rows("SELECT * FROM timer")
        assert service.run(fire_timer, FireTimer(timer.key))
        assert service.scalar("SELECT count(*) FROM user_task WHERE element_id = 'remind'") == fired
    assert service.scalar("SELECT count(*) FROM timer") == 0


def test_completing_and_firing_meet_in_one_order(service):
    service.deploy(timed=timed(interrupting=True), plain=sequence("plain", user_task("other")))
    service.start("timed")
    key, task = service.scalar("SELECT key FROM timer"), service.task("task")
    service.later(hours=1)
    service.run(fire_timer, FireTimer(key))
    with pytest.raises(Exception, match="CANCELED"):
        service.run(complete_user_task, CompleteUserTask(task))
