"""The clock of a stage, through the front door: working time only, and none while the client is awaited."""

import pytest

from tests.acceptance.casework import BUNDLED, OPENING
from tests.acceptance.diagrams import extensions, groups, script_task, sequence, user_task
from tests.acceptance.travelling import Traveller, local

AWAITS_CLIENT = '<zeebe:properties><zeebe:property name="awaits" value="CLIENT" /></zeebe:properties>'
LIMITS = BUNDLED / "jurisdictions/CN/decisions/time_limits.dmn"
STAGE = '<zeebe:properties><zeebe:property name="stage" value="{}" /></zeebe:properties>'


def call(element_id, process_id, *elements):
    called = f'<zeebe:calledElement processId="{process_id}" propagateAllChildVariables="false" />'
    return (
        f'<bpmn:callActivity id="{element_id}" name="{element_id}">{extensions(called, *elements)}</bpmn:callActivity>'
    )


@pytest.fixture(scope="module")
def travel(server, http, client):
    yield Traveller(server, http)
    client.reset_clock()


@pytest.fixture(scope="module")
def sheet(deploy):
    """A small sheet with the bundled table of limits: S4 signs in a process that it calls."""
    stages = (call("screening", "screen", STAGE.format("S1")), call("quoting", "offer", STAGE.format("S4")))
    offer = sequence(
        "offer",
        user_task("calculate", groups("finance_support")),
        user_task("decide", AWAITS_CLIENT),
        user_task("revise", groups("presales_specialist")),
        call("sign_offer", "signing"),
        user_task("close", groups("presales_specialist")),
    )
    return deploy(
        files={LIMITS.name: LIMITS.read_bytes()},
        presales=sequence("presales", *stages),
        screen=sequence("screen", user_task("look", groups("account_manager"))),
        offer=offer,
        signing=sequence("signing", user_task("sign", AWAITS_CLIENT)),
    )


@pytest.fixture
def screening(http, sheet):  # noqa: ARG001 - it must be deployed
    """Opens a case."""
    return lambda: http.post("/presales/cases", json=OPENING).json()["caseKey"]


@pytest.fixture
def quoting(drive, travel, screening):
    """A case that enters its stage S4 on a Monday at nine."""
    travel.go("2026-11-23T09:00")
    case_key = screening()
    drive.complete(_task(drive, "look"))
    return case_key


def _task(drive, element_id):
    """The newest open task of an element."""
    newest = [{"field": "creationDate", "order": "DESC"}]
    return drive.search("user_tasks", sort=newest, elementId=element_id, state="CREATED").items[0]


def told(travel, case_key):
    return [(each["kind"], each["level"], each["roles"], local(each["dueAt"])) for each in travel.notices(case_key)]


def test_warning_overdue_and_escalations_over_holidays_and_a_weekend(http, travel, screening):
    travel.go("2026-09-30T14:00")  # four working hours before the seven days of the National Day
    case_key = screening()

    def stands():
        found = http.get(f"/presales/cases/{case_key}").json()
        return found["stageSla"], local(found["stageDue"])

    assert stands() == ("ON_TIME", "2026-10-09T14:00")
    assert travel.go("2026-10-08T13:59") == 0
    assert travel.go("2026-10-08T14:00") == 1
    assert travel.tell() == 0
    assert stands() == ("WARNED", "2026-10-09T14:00")
    travel.go("2026-10-09T14:00")
    assert stands() == ("ESCALATED", "2026-10-09T14:00")  # the lead is told as soon as the stage is due
    assert travel.go("2026-10-12T13:59") == 0  # the Saturday was worked, the Sunday was not
    assert travel.go("2026-10-12T14:00") == 1
    assert told(travel, case_key) == [
        ("STAGE_WARNED", 0, ["account_manager"], "2026-10-08T14:00"),
        ("STAGE_OVERDUE", 0, ["account_manager"], "2026-10-09T14:00"),
        ("STAGE_ESCALATED", 1, ["presales_lead"], "2026-10-09T14:00"),
        ("STAGE_ESCALATED", 2, ["branch_manager"], "2026-10-12T14:00"),
    ]
    assert [each["users"] for each in travel.notices(case_key)] == [["amy"], ["amy"], [], []]
    events = http.get(f"/presales/cases/{case_key}/timeline").json()["items"]
    assert [each["type"] for each in events if each["type"].startswith("stage_") and each["actor"]] == [
        "stage_warned",
        "stage_overdue",
        "stage_escalated",
        "stage_escalated",
    ]
    assert travel.go("2026-12-31T12:00") == 0
    found = http.get("/presales/cases", params={"state": "ACTIVE"}).json()["items"]
    assert [each["stageSla"] for each in found if each["caseKey"] == case_key] == ["ESCALATED"]


def test_tasks_of_a_stage_are_due_with_it(drive, quoting):
    task = _task(drive, "calculate")
    assert local(task.due_date.isoformat()) == "2026-11-23T18:00"  # S4: one day
    assert quoting
    drive.complete(task)
    assert _task(drive, "decide").due_date is None


def test_time_of_the_client_does_not_count(drive, travel, quoting):
    travel.go("2026-11-23T11:00")  # two hours worked
    drive.complete(_task(drive, "calculate"))
    travel.go("2026-11-27T17:00")  # the client takes until Friday
    drive.complete(_task(drive, "decide"))
    travel.go("2026-11-30T09:59")
    assert told(travel, quoting) == []
    travel.go("2026-11-30T10:00")  # an hour on Friday, the fourth on Monday
    assert told(travel, quoting) == [("STAGE_WARNED", 0, ["presales_specialist"], "2026-11-30T10:00")]
    drive.complete(_task(drive, "revise"))  # the papers go to the client, in a process that the stage calls
    travel.go("2026-12-04T12:00")
    drive.complete(_task(drive, "sign"))
    travel.go("2026-12-04T16:59")
    assert [kind for kind, *_ in told(travel, quoting)] == ["STAGE_WARNED"]
    travel.go("2026-12-04T17:00")  # four hours more: 13 to 17
    assert [kind for kind, *_ in told(travel, quoting)] == ["STAGE_WARNED", "STAGE_OVERDUE", "STAGE_ESCALATED"]


def test_a_stage_that_is_over_tells_nothing(drive, travel, quoting):
    for element_id in ("calculate", "decide", "revise", "sign", "close"):
        drive.complete(_task(drive, element_id))
    travel.go("2027-01-29T12:00")
    assert travel.notices(quoting) == []


def test_a_cancelled_case_tells_nothing(http, travel, quoting):
    assert http.post(f"/v2/process-instances/{quoting}/cancellation", json={}).status_code == 204
    travel.go("2027-01-29T12:00")
    assert travel.notices(quoting) == []


def test_a_notice_is_taken_note_of_once(http, travel, quoting):
    travel.go("2026-11-23T14:00")
    [notice] = travel.notices(quoting)
    path = f"/presales/notices/{notice['noticeKey']}/acknowledgement"
    assert notice["noticeKey"] in [each["noticeKey"] for each in http.get("/presales/notices").json()["items"]]
    assert http.post(path, headers={"X-Actor": "fay"}).status_code == 204
    assert http.post(path, headers={"X-Actor": "ben"}).status_code == 204
    [noted] = travel.notices(quoting)
    assert (noted["acknowledgedBy"], local(noted["acknowledgedAt"])) == ("fay", "2026-11-23T14:00")
    assert notice["noticeKey"] not in [each["noticeKey"] for each in http.get("/presales/notices").json()["items"]]
    assert http.post("/presales/notices/1/acknowledgement").status_code == 404


@pytest.mark.parametrize(
    ("level", "due"),
    [
        ("L1", "2026-11-23T14:00"),  # four hours
        ("L2", "2026-11-23T18:00"),
        ("L3", "2026-11-24T18:00"),
        ("L4", "2026-11-27T18:00"),  # five days
    ],
)
def test_a_final_approval_is_due_by_its_level(drive, travel, deploy, sheet, level, due):  # noqa: ARG001 - the limits
    approval = call("approving", "approval", STAGE.format("S7"))
    deploy(
        approvals=sequence("approvals", approval),
        approval=sequence("approval", script_task("route", "={level: wanted}", "approval_route"), user_task("approve")),
    )
    travel.go("2026-11-23T09:00")
    drive.start("approvals", {"case": {"jurisdiction": "CN", "client_type": "INDIVIDUAL"}, "wanted": level})
    assert local(_task(drive, "approve").due_date.isoformat()) == due
    drive.complete(_task(drive, "approve"))
