"""D18's guard through the front door: a sum that is split over several cases of one person is approved as a whole."""

from itertools import count

import pytest

from tests.acceptance.diagrams import extensions, process, user_task
from tests.acceptance.late_stages import APPLICATION, MONDAY
from tests.acceptance.stage_variables import PLAN
from tests.acceptance.stagework import Stage
from tests.acceptance.test_cases import OPENING
from tests.acceptance.travelling import local
from tests.client_t01 import APPLICANT

FINAL = '<zeebe:calledElement processId="final_approval" propagateAllParentVariables="true" />'
S7 = '<zeebe:properties><zeebe:property name="stage" value="S7" /></zeebe:properties>'
PREMIUM = {"annual_premium": 2_500, "discount_percent": 0, "pay_mode": "ANNUAL"}
#: nobody else of the module is called so
names = (f"陳志明{number}" for number in count())


def flow(source, target, condition=""):
    inner = f"<bpmn:conditionExpression>={condition}</bpmn:conditionExpression>" if condition else ""
    return f'<bpmn:sequenceFlow id="to_{target}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>'


@pytest.fixture(scope="module")
def sheet(work, deploy):
    """A short sheet: what S1 to S6 leave behind is told at once; then S7, or one of two ends."""
    content = (
        '<bpmn:startEvent id="start" />'
        + user_task("tell")
        + '<bpmn:exclusiveGateway id="goes_on" default="to_wait" />'
        + f'<bpmn:callActivity id="final_approval" name="S7">{extensions(FINAL, S7)}</bpmn:callActivity>'
        + user_task("wait")
        + '<bpmn:exclusiveGateway id="how" default="to_withdrawn" />'
        + "".join(f'<bpmn:endEvent id="{each}" />' for each in ("approved", "handed_over", "withdrawn"))
        + flow("start", "tell")
        + flow("tell", "goes_on")
        + flow("goes_on", "final_approval", "to_approve")
        + flow("goes_on", "wait")
        + flow("final_approval", "approved")
        + flow("wait", "how")
        + flow("how", "handed_over", "handed_over")
        + flow("how", "withdrawn")
    )
    deploy(presales=process("presales", content))
    return work


@pytest.fixture
def opened(sheet, http):
    """Opens a case of a person on a Monday and tells what is known of it: by default 700 000 of cover, waiting."""

    def open_case(name, to_approve=False, on=MONDAY, sum_insured=700_000, premium=PREMIUM, **more):
        sheet.go(on)
        case = http.post("/presales/cases", json=OPENING).json()
        stage = Stage(sheet, case["caseKey"])
        plan = PLAN | {"sum_insured": sum_insured} | more.pop("plan", {})
        applicant = APPLICANT | {"name": name} | more.pop("applicant", {})
        told = {"applicant": applicant, "plan": plan, "premium": premium, "to_approve": to_approve, **more}
        stage.number = case["caseNo"]
        return stage.do("tell", "amy", **told)

    return open_case


def approved_by(stage):
    """The level of D18, and what S7 found of other cases."""
    stage.task("approve_case")
    return stage.variable("approval_route")["level"], stage.variable("exposure")


def test_two_cases_of_one_person_are_approved_as_one(opened):
    name = next(names)
    first = opened(name, to_approve=True)
    assert approved_by(first) == (
        "L1",
        {"cases": [], "life_sum_insured": 0, "annual_premium": 0, "single_premium": 0, "window_days": 90},
    )
    level, exposure = approved_by(opened(name, to_approve=True))
    assert (level, exposure["cases"], exposure["life_sum_insured"]) == ("L2", [first.number], 700_000)
    assert exposure["annual_premium"] == 2_500


def test_premiums_are_summed_as_well(opened):
    """30 000 a year each: L1 alone (to 50 000), L2 together. At once 200 000 each: L1 alone (to 300 000)."""
    name, yearly = next(names), PREMIUM | {"annual_premium": 30_000}
    opened(name, sum_insured=100_000, premium=yearly)
    assert approved_by(opened(name, to_approve=True, sum_insured=100_000, premium=yearly))[0] == "L2"
    name, at_once = next(names), {"plan": {"pay_mode": "SINGLE"}, "premium": PREMIUM | {"annual_premium": 200_000}}
    opened(name, sum_insured=100_000, **at_once)
    level, exposure = approved_by(opened(name, to_approve=True, sum_insured=100_000, **at_once))
    assert (level, exposure["single_premium"], exposure["annual_premium"]) == ("L2", 200_000, 0)


def test_a_changed_plan_counts_as_it_is_now(opened, http):
    name = next(names)
    other = opened(name)
    changed = {"variables": {"plan": PLAN | {"sum_insured": 200_000}}}
    assert http.put(f"/v2/element-instances/{other.key}/variables", json=changed).status_code == 204
    level, exposure = approved_by(opened(name, to_approve=True))
    assert (level, exposure["life_sum_insured"]) == ("L1", 200_000)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"applicant": {"birth_date": "1990-01-01"}}, False),
        ({"applicant": {"name": "王小明"}}, False),
        ({"applicant": {"name": "王小明"}, "application": APPLICATION}, True),
        ({"application": APPLICATION}, True),
        ({"application": APPLICATION | {"id_no": "310101198803150037"}}, False),
        ({"application": APPLICATION | {"id_type": "PASSPORT", "id_no": "E12345678"}}, True),
    ],
    ids=[
        "other birth date",
        "other name",
        "same document",
        "same person",
        "other document",
        "another kind of document",
    ],
)
def test_who_is_the_same_person(opened, other, same):
    """Document numbers are those of this test, so that other tests' cases do not count."""
    name = next(names)

    def with_number(application):
        return application | {"id_no": application["id_no"] + name}

    told = {key: with_number(value) if key == "application" else value for key, value in other.items()}
    opened(name, **told)
    mine = opened(name, to_approve=True, application=with_number(APPLICATION))
    assert approved_by(mine)[0] == ("L2" if same else "L1")


def test_however_a_name_is_written(opened):
    opened("陳國　偉")
    assert approved_by(opened("陈国伟", to_approve=True))[0] == "L2"


@pytest.mark.parametrize(
    ("handed_over", "day", "level"),
    [(True, "2027-02-21T09:00", "L2"), (True, "2027-02-22T09:00", "L1"), (False, MONDAY, "L1")],
    ids=["90 days ago", "91 days ago", "withdrawn today"],
)
def test_a_case_that_ended_counts_for_ninety_days_if_it_was_handed_over(opened, handed_over, day, level):
    name = next(names)
    opened(name).do("wait", "amy", handed_over=handed_over)
    assert approved_by(opened(name, to_approve=True, on=day))[0] == level


def test_the_clock_of_s7_has_the_limits_of_the_level(opened, http):
    """D22: four working hours on L1, eight on L2. The level is known a moment after the stage began."""
    name = next(names)
    first = opened(name, to_approve=True)
    second = opened(name, to_approve=True)
    due = []
    for each in (first, second):
        each.task("approve_case")
        due.append(local(http.get(f"/presales/cases/{each.key}").json()["stageDue"]))
    assert due == ["2026-11-23T15:00", "2026-11-24T10:00"]
