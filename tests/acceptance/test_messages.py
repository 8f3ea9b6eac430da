import camunda_orchestration_sdk as sdk
import pytest
from camunda_orchestration_sdk.errors import NotFoundError

from tests.acceptance.diagrams import process

MESSAGE = """<bpmn:message id="m" name="paid"><bpmn:extensionElements>
<zeebe:subscription correlationKey="=order" /></bpmn:extensionElements></bpmn:message>"""
WAITING = """<bpmn:startEvent id="start" /><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait" />
<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="m" /></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="end" /><bpmn:endEvent id="end" />"""


@pytest.fixture(scope="module", autouse=True)
def diagrams(deploy):
    deploy(order=process("order_process", WAITING, before=MESSAGE))


def message(model, **request):
    return model.from_dict({"name": "paid", **request})


def test_a_message_goes_to_who_waits_for_its_key(drive, client):
    one, two = (drive.start("order_process", {"order": order}) for order in ("o-1", "o-2"))
    request = message(sdk.MessageCorrelationRequest, correlationKey="o-1", variables={"amount": 9.99})
    correlated = client.correlate_message(data=request)
    assert correlated.process_instance_key == one.process_instance_key
    assert (drive.state(one), drive.state(two)) == ("COMPLETED", "ACTIVE")
    assert drive.variables(one)["amount"] == "9.99"


def test_a_message_that_nobody_waits_for_is_a_404_to_correlate_and_none_to_publish(client):
    with pytest.raises(NotFoundError):
        client.correlate_message(data=message(sdk.MessageCorrelationRequest, correlationKey="nobody"))
    assert client.publish_message(data=message(sdk.MessagePublicationRequest, correlationKey="nobody")).message_key


def test_a_published_message_is_correlated(drive, client):
    instance = drive.start("order_process", {"order": "o-3"})
    client.publish_message(data=message(sdk.MessagePublicationRequest, correlationKey="o-3"))
    assert drive.state(instance) == "COMPLETED"


def test_a_message_id_is_taken_once_as_long_as_it_lives(http):
    request = {"name": "paid", "correlationKey": "o-9", "messageId": "once", "timeToLive": 60_000}
    assert http.post("/v2/messages/publication", json=request).status_code == 200
    again = http.post("/v2/messages/publication", json=request)
    assert (again.status_code, again.json()["title"]) == (409, "ALREADY_EXISTS")


def test_subscriptions_tell_who_waits_and_who_was_served(drive, client):
    instance = drive.start("order_process", {"order": "o-4"}, businessId="M-4")
    [open_one] = drive.find("message_subscriptions", processInstanceKey=instance.process_instance_key)
    assert (open_one.message_name, open_one.correlation_key) == ("paid", "o-4")
    assert (str(open_one.message_subscription_state), str(open_one.message_subscription_type)) == (
        "CREATED",
        "PROCESS_EVENT",
    )
    assert (open_one.element_id, open_one.business_id) == ("wait", "M-4")
    client.publish_message(data=message(sdk.MessagePublicationRequest, correlationKey="o-4"))
    [served] = drive.find("message_subscriptions", correlationKey="o-4", messageSubscriptionState="CORRELATED")
    assert served.message_subscription_key == open_one.message_subscription_key


def test_a_message_without_name_is_refused(http):
    for path in ("publication", "correlation"):
        assert http.post(f"/v2/messages/{path}", json={"name": ""}).status_code == 400
        assert http.post(f"/v2/messages/{path}", json={}).json()["detail"] == "No name provided."
