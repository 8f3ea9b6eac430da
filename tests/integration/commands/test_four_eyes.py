import pytest

from service.commands.assign_user_task import AssignUserTask, assign_user_task
from service.commands.complete_user_task import CompleteUserTask, complete_user_task
from service.commands.unassign_user_task import UnassignUserTask, unassign_user_task
from service.errors import Forbidden, InvalidState
from tests.integration.drawn import sequence, user_task

DESIGNER = frozenset({"plan_designer", "senior_presales_lead"})
LEAD = frozenset({"senior_presales_lead"})


@pytest.fixture
def review(service):
    """A review of what alice designed, offered to the leads."""
    design = user_task("design", groups="plan_designer")
    check = user_task("check", groups="senior_presales_lead", reviews="design")
    service.deploy(reviewed=sequence("reviewed", design, check))
    service.start("reviewed")
    service.run(complete_user_task, CompleteUserTask(service.task("design")), "alice", DESIGNER)
    return service.task("check")


def test_who_performed_it_cannot_claim_its_review(service, review):
    with pytest.raises(Forbidden, match="alice performed one of the reviewed tasks"):
        service.run(assign_user_task, AssignUserTask(review, "alice"), "alice", DESIGNER)


def test_nobody_can_give_the_review_to_who_performed_it(service, review):
    with pytest.raises(Forbidden, match="alice performed one of the reviewed tasks"):
        service.run(assign_user_task, AssignUserTask(review, "alice"), "bob", LEAD)


def test_who_performed_it_cannot_complete_its_review(service, review):
    service.run(assign_user_task, AssignUserTask(review, "bob"), "bob", LEAD)
    with pytest.raises(Forbidden, match="alice performed one of the reviewed tasks"):
        service.run(complete_user_task, CompleteUserTask(review), "alice", DESIGNER)


def test_a_review_cannot_be_completed_unassigned(service, review):
    with pytest.raises(InvalidState, match="nobody has claimed it"):
        service.run(complete_user_task, CompleteUserTask(review), "bob", LEAD)


def test_another_claims_and_completes_it(service, review):
    service.run(assign_user_task, AssignUserTask(review, "bob"), "bob", LEAD)
    service.run(complete_user_task, CompleteUserTask(review), "bob", LEAD)
    assert service.scalar("SELECT completed_by FROM user_task WHERE key = :k", k=review) == "bob"


def test_the_trail_shows_what_a_review_concluded_and_nothing_else(service, review):
    said = {"review": {"decision": "RETURN", "return_to": "S3", "comment": "too dear", "income": 7}, "name": "Chen"}
    service.run(assign_user_task, AssignUserTask(review, "bob"), "bob", LEAD)
    service.run(complete_user_task, CompleteUserTask(review, said), "bob", LEAD)
    told = service.rows("SELECT details FROM audit_event WHERE type = 'user_task_completed' ORDER BY key")
    assert [each.details for each in told] == [
        {"elementId": "design"},
        {"elementId": "check", "concluded": {"decision": "RETURN", "return_to": "S3", "comment": "too dear"}},
    ]


def test_why_somebody_approved_stays_with_the_variables(service, review):
    service.run(assign_user_task, AssignUserTask(review, "bob"), "bob", LEAD)
    said = {"review": {"decision": "APPROVE", "comment": "known to us"}}
    service.run(complete_user_task, CompleteUserTask(review, said), "bob", LEAD)
    [_, told] = service.rows("SELECT details FROM audit_event WHERE type = 'user_task_completed' ORDER BY key")
    assert told.details["concluded"] == {"decision": "APPROVE"}


def test_a_task_is_done_by_its_assignee_and_candidates_only(service):
    service.deploy(one=sequence("one", user_task("task", groups="plan_designer", assignee="carol")))
    service.start("one")
    key = service.task("task")

    with pytest.raises(Forbidden, match="mallory is neither"):
        service.run(complete_user_task, CompleteUserTask(key), "mallory", frozenset({"account_manager"}))
    service.run(complete_user_task, CompleteUserTask(key), "carol", frozenset())
    assert service.scalar("SELECT completed_by FROM user_task") == "carol"


def test_a_claimed_task_is_not_taken_without_override(service):
    service.deploy(one=sequence("one", user_task("task", groups="plan_designer")))
    service.start("one")
    key = service.task("task")
    designer = frozenset({"plan_designer"})
    service.run(assign_user_task, AssignUserTask(key, "dave"), "dave", designer)

    with pytest.raises(InvalidState, match="assigned to dave"):
        service.run(assign_user_task, AssignUserTask(key, "erin", allow_override=False), "erin", designer)

    service.run(unassign_user_task, UnassignUserTask(key), "dave", designer)
    service.run(assign_user_task, AssignUserTask(key, "erin", allow_override=False), "erin", designer)
    events = service.rows("SELECT type, actor FROM audit_event WHERE entity_key = :k ORDER BY key", k=key)
    assert [tuple(each) for each in events] == [
        ("user_task_assigned", "dave"),
        ("user_task_unassigned", "dave"),
        ("user_task_assigned", "erin"),
    ]


EXCLUDING = (
    '<bpmn:userTask id="approve"><bpmn:extensionElements><zeebe:userTask />'
    '<zeebe:assignmentDefinition candidateGroups="presales_lead" /><zeebe:properties>'
    '<zeebe:property name="excludedUsers" value="=[case.owner.user]" /></zeebe:properties></bpmn:extensionElements>'
    "</bpmn:userTask>"
)


def test_who_has_a_stake_in_a_task_cannot_do_it_whatever_the_role(service):
    service.deploy(one=sequence("one", ("approve", EXCLUDING)))
    service.start("one", variables={"case": {"owner": {"user": "amy"}}})
    key, leads = service.task("approve"), frozenset({"presales_lead"})

    with pytest.raises(Forbidden, match="amy may not"):
        service.run(complete_user_task, CompleteUserTask(key), "amy", leads)
    with pytest.raises(Forbidden, match="amy may not"):
        service.run(assign_user_task, AssignUserTask(key, "amy"), "lee", leads)
    service.run(complete_user_task, CompleteUserTask(key), "lee", leads)
    assert service.scalar("SELECT completed_by FROM user_task") == "lee"
